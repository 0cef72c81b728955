// Text with the differences of case taken away, in any script, for comparing names of sheets.
// Tested by tests/unit/xlsx_workbook_test.cc.
#pragma once

#include <string>
#include <string_view>

namespace xlsx2jsonl {

// Code points of `utf8`, each in lower case; what is no UTF-8 stays as it is.
std::u32string fold_case(std::string_view utf8);

}  // namespace xlsx2jsonl
