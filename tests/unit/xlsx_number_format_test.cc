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
      {"0.0E0", kNone},
      {"0.0 kg", kNone},
      {"0 days", kNone},
      {"#,##0 EUR", kNone},
      {"0 MB", kNone},
      {"# ?/? h", kNone},
      {"Standard", kNone},
      {"STANDARD;-Standard", kNone},
      {"Fixed", kNone},
      {"Text", kNone},
      {"Percent", kNone},
      {"Geral", kNone},
      {"G/General", kNone},
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
      {"yyyy-mm-ddThh:mm:ssZ", kDateTime},
      {"TT.MM.JJJJ", kDate},
      {"m\\月d\\日", kDate},
      {"mmm h", kDateTime},
      {"h:mmAM/PM", kTime},
      {"hh:mm Uhr", kTime},
      {"hhmmss000", kTime},
      {"ss\\.00", kTime},
      {"ss\".\"0", kTime},
      {"ss 0", kNone},
      {"[s].000", kElapsed},
      {"[h]:mm:ss,00", kElapsed},
      {"[h] 0", kNone},
      {"h:mm", kTime},
      {"s", kTime},
      {"mm:ss.0", kTime},
      {"A/P h", kTime},
      {"AM/PM", kTime},
      {"上午/下午h\"时\"mm\"分\"", kTime},
      {"yyyy/m/d\\ h:mm;@", kDateTime},
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
    CHECK(NumberFormat(row.code).kind_of(45413.5) == row.kind);
    CHECK(NumberFormat(row.code).may_be_date() == (row.kind != kNone));
  }
}

TEST_CASE("xlsx number format: where sections have conditions, the one that applies decides") {
  struct Row {
    const char* code;
    double value;
    DateKind kind;
  };
  using enum DateKind;
  const Row rows[] = {
      {"[=0]\"\";yyyy/m/d", 0, kNone},
      {"[=0]\"\";yyyy/m/d", 45413, kDate},
      {"[<1]h:mm;[h]:mm", 0.5, kTime},
      {"[<1]h:mm;[h]:mm", 1, kElapsed},
      {"[Red][>=100]yyyy;0", 100, kDate},
      {"[Red][>=100]yyyy;0", 99, kNone},
      {"[<>0] yyyy;@", 0, kNone},
      {"[<> 1.5]yyyy;h", 1.5, kTime},
      {"[<=1]h;[<=2]yyyy;0", 1, kTime},
      {"[<=1]h;[<=2]yyyy;0", 2, kDate},
      {"[<=1]h;[<=2]yyyy;0", 3, kNone},
      {"[<0]yyyy", 1, kNone},
      {"yyyy;[<0]0", 0, kDate},
      {"yyyy;[=0]0", 0, kNone},
      {"yyyy;[=0]0;h", -1, kTime},
      {"yyyy;0;[=0]h", 0, kTime},
      {"[<1]h;0;yyyy;@", 5, kNone},
      {"[$-411]yyyy;0", -5, kDate},
      {"0;yyyy", -5, kNone},
  };
  for (const auto& row : rows) {
    CAPTURE(row.code);
    CAPTURE(row.value);
    CHECK(NumberFormat(row.code).kind_of(row.value) == row.kind);
  }
}

TEST_CASE("xlsx number format: built-in dates, East Asian ones included") {
  auto kinds = [](uint32_t from, uint32_t to) {
    std::string text;
    for (uint32_t id = from; id <= to; ++id) text += "-dbte"[static_cast<int>(NumberFormat::built_in(id).kind_of(1))];
    return text;
  };
  CHECK(kinds(0, 13) == "--------------");
  CHECK(kinds(14, 22) == "ddddttttb");
  CHECK(kinds(23, 26) == "----");
  CHECK(kinds(27, 36) == "dddddttddd");
  CHECK(kinds(37, 44) == "--------");
  CHECK(kinds(45, 49) == "tet--");
  CHECK(kinds(50, 58) == "ddddddddd");
  CHECK(kinds(59, 200).find_first_not_of('-') == std::string::npos);
}
