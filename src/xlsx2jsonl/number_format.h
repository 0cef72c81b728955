// Which number formats show a date or time. A workbook stores dates as numbers; only the format of
// the cell tells. Source: ECMA-376 part 1, 18.8.30 (built-in formats, East Asian ones included) and
// 18.8.31 (codes).
// Entry: date_kind, builtin_date_kind. Tested by tests/unit/xlsx_number_format_test.cc.
#pragma once

#include <cstdint>
#include <string_view>

namespace xlsx2jsonl {

enum class DateKind : uint8_t {
  kNone,     // an ordinary number
  kDate,     // days, months, years only
  kTime,     // hours or seconds too
  kElapsed,  // [h], [m], [s]: a duration
};

// Of a format code, as in "yyyy/m/d;@".
DateKind date_kind(std::string_view code);

// Of a format that the workbook refers to by number without defining it.
DateKind builtin_date_kind(uint32_t id);

}  // namespace xlsx2jsonl
