// Turns a part into UTF-8 without a byte order mark, whatever it comes in: UTF-8, UTF-16 (by its
// mark or by its first character), or one of a few 8-bit sets by its XML declaration. Does not
// check that UTF-8 is valid: that is done where text is copied. Entry: utf8_source. Tested by
// tests/unit/xlsx_encoding_test.cc.
#pragma once

#include <string>

#include "xlsx2jsonl/source.h"

namespace xlsx2jsonl {

// `part` is for messages. Throws Error{kXml} from `read`.
SourcePtr utf8_source(SourcePtr source, std::string part);

}  // namespace xlsx2jsonl
