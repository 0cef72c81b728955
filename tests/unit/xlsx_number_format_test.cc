#include <doctest/doctest.h>

#include <string>

#include "xlsx2jsonl/number_format.h"

using namespace xlsx2jsonl;

TEST_CASE("xlsx number format: which codes are dates, times or durations") {
  struct Row {
    const char* code;
    DateKind kind;
  };
  using enum DateKind;
  const Row rows[] = {
      {"General", kNone},
      {"GENERAL", kNone},
      {"General;[Red]-General", kNone},
      {"G/標準", kNone},
      {"G/通用格式", kNone},
      {"\"G/\"0", kNone},
      {"", kNone},
      {"0", kNone},
      {"0.00E+00", kNone},
      {"##0.0E-0", kNone},
      {"#,##0 ;[Red](#,##0)", kNone},
      {"0%", kNone},
      {"@", kNone},
      {"\"yyyy\"0", kNone},
      {"\\d0\\m", kNone},
      {"_d0_m", kNone},
      {"*d0", kNone},
      {"_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", kNone},
      {"[$-411]0", kNone},
      {"[$DM-407]#,##0", kNone},
      {"[Red][<100]0;[Blue]0", kNone},
      {"[Color 5]0", kNone},
      {"0;yyyy", kNone},
      {"[Magenta]#,##0", kNone},
      {"\\年0", kNone},
      {"_年d", kDate},
      {"yyyy-mm-dd", kDate},
      {"YYYY\\-MM\\-DD", kDate},
      {"m/d/yy;@", kDate},
      {"d", kDate},
      {"m", kDate},
      {"[$-411]ge.m.d;@", kDate},
      {"[$-411]ggge\"年\"m\"月\"d\"日\"", kDate},
      {"[$-404]e/m/d", kDate},
      {"[$-804]aaaa;@", kDate},
      {"aaa", kDate},
      {"bbbb/mm/dd", kDate},
      {"[$-ja-JP-x-gannen]ggge\"年\"", kDate},
      {"[DBNum1][$-804]yyyy\"年\"m\"月\"", kDate},
      {"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", kDate},
      {"h:mm", kTime},
      {"s", kTime},
      {"mm:ss.0", kTime},
      {"A/P h", kTime},
      {"AM/PM", kTime},
      {"上午/下午h\"时\"mm\"分\"", kTime},
      {"yyyy/m/d\\ h:mm;@", kTime},
      {"[$-F400]h:mm:ss\\ AM/PM", kTime},
      {"[h]:mm", kElapsed},
      {"[HH]:mm:ss", kElapsed},
      {"[mm]:ss", kElapsed},
      {"[s]", kElapsed},
      {"[h]\"時間\"mm\"分\"", kElapsed},
      {"\"open", kNone},
      {"[open", kNone},
      {"\\", kNone},
  };
  for (const auto& row : rows) {
    CAPTURE(row.code);
    CHECK(static_cast<int>(date_kind(row.code)) == static_cast<int>(row.kind));
  }
}

TEST_CASE("xlsx number format: built-in dates, East Asian ones included") {
  auto kinds = [](uint32_t from, uint32_t to) {
    std::string text;
    for (uint32_t id = from; id <= to; ++id)
      text += "-dte"[static_cast<int>(builtin_date_kind(id))];
    return text;
  };
  CHECK(kinds(0, 13) == "--------------");
  CHECK(kinds(14, 22) == "ddddttttt");
  CHECK(kinds(23, 26) == "----");
  CHECK(kinds(27, 36) == "dddddttddd");
  CHECK(kinds(37, 44) == "--------");
  CHECK(kinds(45, 49) == "tet--");
  CHECK(kinds(50, 58) == "ddddddddd");
  CHECK(kinds(59, 200).find_first_not_of('-') == std::string::npos);
}
