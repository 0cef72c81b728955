#include <doctest/doctest.h>
#include <fmt/format.h>

#include "../oracle/xlsx_support.h"
#include "xlsx2jsonl/merged.h"

using namespace xlsx2jsonl;

namespace {

// The rows with these areas filled, as "A=1 B=2; ...", or the error.
std::string filled(std::string_view rows, const std::vector<std::string>& areas) {
  std::string tail = "<mergeCells>";
  for (const std::string& area : areas) tail += fmt::format("<mergeCell ref=\"{}\"/>", area);
  std::string part = xlsx_test::worksheet(rows, tail + "</mergeCells>");
  std::string out;
  std::string message = xlsx_test::message_of([&] {
    SheetReader scout(std::make_unique<MemorySource>(part), "s.xml", {});
    MergedAreas merged(scout);
    SheetReader sheet(std::make_unique<MemorySource>(part), "s.xml", {});
    while (sheet.next()) {
      merged.fill(sheet.row());
      for (const Cell& cell : sheet.row().cells) out += fmt::format("{}={} ", column_name(cell.column), cell.json);
      out += "; ";
    }
  });
  return out + message;
}

std::string cell(std::string_view reference, int value) {
  return fmt::format("<c r=\"{}\"><v>{}</v></c>", reference, value);
}

}  // namespace

TEST_CASE("xlsx merged: every cell of an area gets the value at its top left") {
  std::string rows = "<row r=\"1\">" + cell("A1", 1) + cell("C1", 2) + "</row><row r=\"2\">" + cell("B2", 9) +
                     cell("D2", 4) + "</row><row r=\"3\">" + cell("A3", 5) + "</row><row r=\"4\"/>";
  CHECK(filled(rows, {}) == "A=1 C=2 ; B=9 D=4 ; A=5 ; ; ");
  CHECK(filled(rows, {"C3:D3", "A1:B2", "bad"}) == "A=1 B=1 C=2 ; A=1 B=1 D=4 ; A=5 ; ; ");
  CHECK(filled(rows, {"A1:A4", "C1:C3"}) == "A=1 C=2 ; A=1 B=9 C=2 D=4 ; A=1 C=2 ; A=1 ; ");
}

TEST_CASE("xlsx merged: an area whose first cell has no value, or is missing, is not filled") {
  std::string rows = "<row r=\"2\">" + cell("B2", 1) + "</row><row r=\"3\">" + cell("A3", 2) + "</row>";
  CHECK(filled(rows, {"A1:A3", "A2:B2"}) == "B=1 ; A=2 ; ");
}

TEST_CASE("xlsx merged: nothing is filled beyond the last column with a value") {
  std::string rows = "<row r=\"1\">" + cell("A1", 1) + cell("C1", 3) + "</row><row r=\"2\">" + cell("A2", 2) +
                     "<c r=\"Z2\"/></row>";
  CHECK(filled(rows, {"A2:XFD2"}) == "A=1 C=3 ; A=2 B=2 C=2 ; ");
}

TEST_CASE("xlsx merged: of areas that overlap the first counts") {
  std::string rows = "<row r=\"1\">" + cell("A1", 1) + cell("B1", 2) + cell("D1", 3) + "</row>";
  CHECK(filled(rows, {"A1:B1", "B1:C1", "C1:D1", "A1:D1", "D1:D9"}) == "A=1 B=1 D=3 ; ");
}

TEST_CASE("xlsx merged: areas without end cost no more than they fill") {
  std::string rows;
  for (int row = 1; row <= 3000; ++row)
    rows += fmt::format("<row r=\"{}\">{}</row>", row, cell(fmt::format("A{}", row), row));
  std::vector<std::string> areas(200'000, "A1:XFD1048576");
  CHECK(filled(rows, areas).size() == filled(rows, {"A1:A1048576"}).size());
}
