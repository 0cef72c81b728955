#include <doctest/doctest.h>
#include <fmt/format.h>

#include "../oracle/xlsx_support.h"
#include "xlsx2jsonl/merged.h"

using namespace xlsx2jsonl;

namespace {

std::string filled(MergedAreas& areas, uint32_t number, std::vector<Cell> cells) {
  Row row{number, false, std::move(cells)};
  areas.fill(row);
  std::string out;
  for (const Cell& cell : row.cells)
    out += fmt::format("{}={} ", column_name(cell.column), cell.json);
  return out;
}

}  // namespace

TEST_CASE("xlsx merged: every cell of an area gets the value at its top left") {
  std::string part = xlsx_test::worksheet("",
                                          "<mergeCells><mergeCell ref=\"C3:D3\"/><mergeCell "
                                          "ref=\"A1:B2\"/><mergeCell ref=\"bad\"/></mergeCells>");
  MergedAreas areas(std::make_unique<MemorySource>(part), "s.xml");
  CHECK(filled(areas, 1, {{0, "1"}, {2, "2"}}) == "A=1 B=1 C=2 ");
  CHECK(filled(areas, 2, {{1, "9"}, {3, "4"}}) == "A=1 B=1 D=4 ");
  CHECK(filled(areas, 3, {{0, "5"}}) == "A=5 ");
  CHECK(filled(areas, 4, {}) == "");
}

TEST_CASE("xlsx merged: an area whose first row is missing has no value") {
  MergedAreas areas;
  areas.add(*parse_range("A1:A3"));
  areas.sort();
  CHECK(filled(areas, 2, {{0, "1"}}) == "A=1 ");
}
