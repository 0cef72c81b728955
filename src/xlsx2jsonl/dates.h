// Dates to ISO 8601: a date alone for a format without a time, where the value has none either;
// otherwise date and time; a time alone for a value below one day; a duration for elapsed formats.
// Serial numbers count days from 1899-12-31 (with a 29 February 1900 that never was) or 1904-01-01;
// in the latter system a value below one day is a time only under a time's format.
// Source: ECMA-376 part 1, 18.17.4. Tested by tests/unit/xlsx_dates_test.cc.
#pragma once

#include <optional>
#include <string_view>

#include "xlsx2jsonl/buffer.h"
#include "xlsx2jsonl/number_format.h"

namespace xlsx2jsonl {

// Appends a serial number's JSON string; false, and nothing appended, if it is no date: negative,
// the day that never was, or beyond the year 9999. Durations may be negative ("-PT1H0M0S").
bool append_date(Buffer& out, double serial, DateKind kind, bool date1904);

// A date stored as text (t="d"): the serial number it would have, and how it is spelled.
struct StoredDate {
  double serial;
  DateKind spelling;  // never kNone

  // How its cell shows it, whose format is of kind `format`: a text without a date stays without.
  DateKind kind_under(DateKind format) const;
};

// Nothing if `text` is not ISO 8601 as workbooks use it: a date, a time, both, or a duration.
std::optional<StoredDate> read_iso_date(std::string_view text, bool date1904);

}  // namespace xlsx2jsonl
