// White space around texts, in any script, for --trim. Works on JSON text, where some of it is
// spelled as escapes. Tested by tests/unit/xlsx_trim_test.cc.
#pragma once

#include <string_view>

namespace xlsx2jsonl {

// The inside of a JSON string without the white space at its ends.
std::string_view without_space_around(std::string_view escaped);

}  // namespace xlsx2jsonl
