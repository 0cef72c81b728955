#include <doctest/doctest.h>
#include <fmt/format.h>

#include "xlsx2jsonl/reference.h"

using namespace xlsx2jsonl;

TEST_CASE("xlsx reference: cells") {
  auto shown = [](std::string_view text) {
    auto reference = parse_reference(text);
    return reference ? fmt::format("{},{}", reference->column, reference->row) : "none";
  };
  CHECK(shown("A1") == "0,1");
  CHECK(shown("b7") == "1,7");
  CHECK(shown("$AA$10") == "26,10");
  CHECK(shown("XFD1048576") == "16383,1048576");
  CHECK(shown("XFE1") == "16384,1");
  CHECK(shown("C") == "2,0");
  CHECK(shown("C0") == "2,0");  // programs that count rows from 0
  for (const char* bad : {"", "1", "A-1", "A1B", "AAAAAAAA1", "A1:B2", "é1"}) CHECK(shown(bad) == "none");
}

TEST_CASE("xlsx reference: columns as letters") {
  CHECK(column_name(0) == "A");
  CHECK(column_name(25) == "Z");
  CHECK(column_name(26) == "AA");
  CHECK(column_name(701) == "ZZ");
  CHECK(column_name(702) == "AAA");
  CHECK(column_name(16383) == "XFD");
}

TEST_CASE("xlsx reference: ranges") {
  auto shown = [](std::string_view text) {
    auto range = parse_range(text);
    return range
               ? fmt::format("{}-{} {}-{}", range->first_column, range->last_column, range->first_row, range->last_row)
               : "none";
  };
  CHECK(shown("A1:D100") == "0-3 1-100");
  CHECK(shown("d100:a1") == "0-3 1-100");
  CHECK(shown("B2") == "1-1 2-2");
  CHECK(shown("A:D") == fmt::format("0-3 1-{}", UINT32_MAX));
  CHECK(shown("2:100") == "0-16383 2-100");
  for (const char* bad : {"", ":", "A1:", "A1:D", "A:4", "A1:B2:C3", "XFE1:XFE2", "0:1"}) CHECK(shown(bad) == "none");
}
