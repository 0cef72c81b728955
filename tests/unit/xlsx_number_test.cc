#include <doctest/doctest.h>

#include <string>

#include "xlsx2jsonl/number.h"

using namespace xlsx2jsonl;

TEST_CASE("xlsx number: digits are copied, the rest goes through a double") {
  struct Row {
    const char* text;
    const char* expected;  // null: no number
  };
  const Row rows[] = {
      {"1", "1"},
      {"-12", "-12"},
      {"007", "7"},
      {"-007", "-7"},
      {"0", "0"},
      {"000", "0"},
      {"-0", "0"},
      {"-0.0", "0"},
      {"12345678901234567890123", "12345678901234567890123"},
      {"9007199254740993", "9007199254740993"},
      {"  7 \r\n", "7"},
      {"1.0", "1"},
      {"+5", "5"},
      {".5", "0.5"},
      {"5.", "5"},
      {"-.5", "-0.5"},
      {"1.1000000000000001", "1.1"},
      {"0.30000000000000004", "0.30000000000000004"},
      {"99.989999999999995", "99.99"},
      {"1e5", "100000"},
      {"1E-3", "0.001"},
      {"1E-4", "0.0001"},
      {"1E-6", "0.000001"},
      {"1e-7", "1e-7"},
      {"1.5E-9", "1.5e-9"},
      {"-1.25e-10", "-1.25e-10"},
      {"1E+20", "100000000000000000000"},
      {"1E+21", "1e+21"},
      {"1.2345E+22", "1.2345e+22"},
      {"3.1010119560823098E+17", "310101195608231000"},
      {"3.1010119560823092E+17", "310101195608230900"},
      {"-1.7976931348623157E+308", "-1.7976931348623157e+308"},
      {"9007199254740991.0", "9007199254740991"},
      {"9007199254740992.0", "9007199254740992"},
      {"4.9406564584124654E-324", "5e-324"},
      {"1e400", "1e400"},
      {"-1.5E+999", "-1.5E+999"},
      {"", nullptr},
      {" ", nullptr},
      {"-", nullptr},
      {"abc", nullptr},
      {"1,5", nullptr},
      {"1 2", nullptr},
      {"0x10", nullptr},
      {"NaN", nullptr},
      {"INF", nullptr},
      {"-inf", nullptr},
      {"1e", nullptr},
      {"--1", nullptr},
      {"+-1", nullptr},
  };
  for (const auto& row : rows) {
    Buffer out;
    bool is_number = append_number(out, row.text);
    CAPTURE(row.text);
    CHECK(is_number == (row.expected != nullptr));
    CHECK(out.view() == (row.expected ? row.expected : ""));
  }
}

TEST_CASE("xlsx number: values for dates") {
  CHECK(number_value(" 45413.5 ") == 45413.5);
  CHECK(number_value("4.5413E4") == 45413);
  CHECK(!number_value("1e400"));
  CHECK(!number_value("x"));
}
