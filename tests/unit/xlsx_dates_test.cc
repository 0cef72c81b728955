#include <doctest/doctest.h>

#include <string>

#include "xlsx2jsonl/dates.h"

using namespace xlsx2jsonl;

TEST_CASE("xlsx dates: serial numbers") {
  struct Row {
    double serial;
    DateKind kind;
    bool date1904;
    const char* expected;  // null: a number
  };
  using enum DateKind;
  const Row rows[] = {
      {45413, kDate, false, "2024-05-01"},
      {45413.5, kDate, false, "2024-05-01T12:00:00"},
      {45413, kTime, false, "2024-05-01T00:00:00"},
      {43586.521, kTime, false, "2019-05-01T12:30:14.400"},
      {0.75, kDate, false, "18:00:00"},
      {0, kDate, false, "00:00:00"},
      {1, kDate, false, "1900-01-01"},
      {59, kDate, false, "1900-02-28"},
      {60, kDate, false, nullptr},
      {60.5, kTime, false, nullptr},
      {59.9999999999, kTime, false, nullptr},
      {61, kDate, false, "1900-03-01"},
      {2958465, kDate, false, "9999-12-31"},
      {2958465.99999999999, kTime, false, nullptr},
      {2958466, kDate, false, nullptr},
      {-1, kDate, false, nullptr},
      {-0.5, kTime, false, nullptr},
      {1e300, kDate, false, nullptr},
      {0.99999999999, kTime, false, "1900-01-01T00:00:00"},
      {45412.99999999999, kDate, false, "2024-05-01"},
      {0, kDate, true, "00:00:00"},
      {1, kDate, true, "1904-01-02"},
      {60, kDate, true, "1904-03-01"},
      {43951, kDate, true, "2024-05-01"},
      {2957003, kDate, true, "9999-12-31"},
      {2957004, kDate, true, nullptr},
      {1.1041666666666667, kElapsed, false, "PT26H30M0S"},
      {10.6320601851852, kElapsed, false, "PT255H10M10S"},
      {12345.6789, kElapsed, false, "PT296296H17M36.960S"},
      {60, kElapsed, false, "PT1440H0M0S"},
      {-1.2, kElapsed, false, "-PT28H48M0S"},
      {1e300, kElapsed, false, nullptr},
      {36585, kDate, false, "2000-02-29"},
      {401769, kDate, false, "3000-01-01"},
  };
  for (const auto& row : rows) {
    Buffer out;
    bool is_date = append_date(out, row.serial, row.kind, row.date1904);
    CAPTURE(row.serial);
    CHECK(is_date == (row.expected != nullptr));
    CHECK(out.view() == (row.expected ? '"' + std::string(row.expected) + '"' : ""));
  }
}

TEST_CASE("xlsx dates: ISO text goes through the same shapes") {
  struct Row {
    const char* text;
    DateKind kind;
    const char* expected;
  };
  using enum DateKind;
  const Row rows[] = {
      {"2021-01-01", kDate, "2021-01-01"},
      {"2021-01-01", kNone, "2021-01-01"},
      {"2021-01-01", kTime, "2021-01-01T00:00:00"},
      {"2021-01-01T00:00:00", kDate, "2021-01-01"},
      {"2021-01-01T00:00:00.000Z", kDate, "2021-01-01"},
      {"2021-01-01T00:00:00", kTime, "2021-01-01T00:00:00"},
      {"2021-01-01T10:10:10", kDate, "2021-01-01T10:10:10"},
      {"2021-01-01T10:10", kTime, "2021-01-01T10:10:00"},
      {"2021-01-01 10:10:10.25", kTime, "2021-01-01T10:10:10.250"},
      {"10:10:10", kTime, "10:10:10"},
      {"10:10:10.1236", kTime, "10:10:10.124"},
      {"1899-12-30T18:00:00", kTime, "18:00:00"},
      {"02:30:00", kElapsed, "PT2H30M0S"},
      {"2021-13-01", kDate, nullptr},
      {"2021-01-01T", kDate, nullptr},
      {"2021-01-01x", kDate, nullptr},
      {"25:00:00", kTime, nullptr},
      {"today", kDate, nullptr},
      {"", kDate, nullptr},
  };
  for (const auto& row : rows) {
    Buffer out;
    bool is_date = append_iso_date(out, row.text, row.kind);
    CAPTURE(row.text);
    CHECK(is_date == (row.expected != nullptr));
    CHECK(out.view() == (row.expected ? '"' + std::string(row.expected) + '"' : ""));
  }
}
