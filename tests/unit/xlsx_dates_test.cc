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
      {45413, kDateTime, false, "2024-05-01T00:00:00"},
      {43586.521, kDateTime, false, "2019-05-01T12:30:14.400"},
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
      {0, kDate, true, "1904-01-01"},
      {0.5, kDate, true, "1904-01-01T12:00:00"},
      {0.5, kDateTime, true, "1904-01-01T12:00:00"},
      {0.5, kTime, true, "12:00:00"},
      {1.5, kTime, true, "1904-01-02T12:00:00"},
      {45413.5, kNone, false, nullptr},
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
    DateKind format;
    const char* expected;  // null: no date
    bool date1904 = false;
  };
  using enum DateKind;
  const Row rows[] = {
      {"2021-01-01", kDate, "2021-01-01"},
      {"2021-01-01", kNone, "2021-01-01"},
      {"2021-01-01", kDateTime, "2021-01-01T00:00:00"},
      {"2021-01-01T00:00:00", kNone, "2021-01-01T00:00:00"},
      {"2021-01-01T00:00:00", kDate, "2021-01-01"},
      {"2021-01-01T00:00:00.000Z", kDate, "2021-01-01"},
      {"2021-01-01T00:00:00", kTime, "2021-01-01T00:00:00"},
      {"2021-01-01T10:10:10", kDate, "2021-01-01T10:10:10"},
      {"2021-01-01T10:10", kTime, "2021-01-01T10:10:00"},
      {"2021-01-01 10:10:10.25", kTime, "2021-01-01T10:10:10.250"},
      {"2020-12-31T23:59:59.9999", kDateTime, "2021-01-01T00:00:00"},
      {"9999-12-31", kDate, "9999-12-31"},
      {"1900-02-28", kDate, "1900-02-28"},
      {"1900-03-01", kDate, "1900-03-01"},
      {"1904-01-01", kDate, "1904-01-01"},
      {"1904-01-01", kDate, "1904-01-01", true},
      {"1904-01-01T18:00:00", kTime, "18:00:00", true},
      {"2021-01-01T00:00:00", kDate, "2021-01-01", true},
      {"10:10:10", kTime, "10:10:10"},
      {"10:10:10", kDate, "10:10:10", true},
      {"10:10:10.1236", kTime, "10:10:10.124"},
      {"1899-12-30T18:00:00", kTime, "18:00:00"},
      {"1899-12-31T18:00:00", kDateTime, "18:00:00"},
      {"1899-12-31", kDate, "00:00:00"},
      {"1899-12-31T02:30:00", kElapsed, "PT2H30M0S"},
      {"1900-01-01T02:30:00", kElapsed, "PT26H30M0S"},
      {"02:30:00", kElapsed, "PT2H30M0S"},
      {"PT26H30M0.000S", kElapsed, "PT26H30M0S"},
      {"PT0H11M0.000S", kNone, "PT0H11M0S"},
      {"PT0H0M1.500S", kTime, "PT0H0M1.500S"},
      {"P1DT2H", kElapsed, "PT26H0M0S"},
      {"PT90M", kElapsed, "PT1H30M0S"},
      {"-PT1H", kElapsed, "-PT1H0M0S"},
      {"PT1,5S", kElapsed, "PT0H0M1.500S"},
      {"P", kElapsed, nullptr},
      {"PT", kElapsed, nullptr},
      {"P1Y", kElapsed, nullptr},
      {"PT1D", kElapsed, nullptr},
      {"PT1H ", kElapsed, nullptr},
      {"1850-05-01", kDate, nullptr},
      {"2021-13-01", kDate, nullptr},
      {"2021-02-30", kDate, nullptr},
      {"2021-01-01T", kDate, nullptr},
      {"2021-01-01x", kDate, nullptr},
      {"25:00:00", kTime, nullptr},
      {"today", kDate, nullptr},
      {"", kDate, nullptr},
  };
  for (const auto& row : rows) {
    Buffer out;
    auto date = read_iso_date(row.text, row.date1904);
    bool is_date = date && append_date(out, date->serial, date->kind_under(row.format), row.date1904);
    CAPTURE(row.text);
    CHECK(is_date == (row.expected != nullptr));
    CHECK(out.view() == (row.expected ? '"' + std::string(row.expected) + '"' : ""));
  }
}
