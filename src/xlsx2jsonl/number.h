// Numbers as they stand in a workbook, to JSON. Digits are copied, any number of them; the rest
// goes through a double, as the program that wrote it did, and is spelled as JavaScript's
// JSON.stringify does. Tested by tests/unit/xlsx_number_test.cc.
#pragma once

#include <optional>
#include <string_view>

#include "xlsx2jsonl/buffer.h"

namespace xlsx2jsonl {

// Without the white space around it.
std::string_view trimmed(std::string_view text);

// Appends `text` as a JSON number; false, and nothing appended, if it is none.
bool append_number(Buffer& out, std::string_view text);

// The value of such a text, if it is a finite number.
std::optional<double> number_value(std::string_view text);

}  // namespace xlsx2jsonl
