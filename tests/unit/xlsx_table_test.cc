#include "xlsx2jsonl/table.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "../oracle/xlsx_support.h"

using namespace xlsx2jsonl;

namespace {

constexpr const char* kWorkbook =
    "<workbook xmlns:r='r'><sheets><sheet name='One' r:id='1'/><sheet name='It&apos;s' r:id='2'/></sheets>"
    "<definedNames><definedName name='_xlnm.Print_Area'>One!$A$1</definedName>"
    "<definedName name='cells'>One!$B$2:$C$9</definedName><definedName name='quoted'>'It''s'!$A:$B</definedName>"
    "<definedName name='rate'>0.5</definedName><definedName name='gone'>#REF!$A$1</definedName>"
    "<definedName name='two'>One!$A$1,One!$C$1</definedName></definedNames></workbook>";

// Where the table is, as "sheet first:last columns names", or the error.
std::string found(std::string_view name, std::string_view table) {
  auto links = [](std::string inner) { return "<Relationships>" + inner + "</Relationships>"; };
  auto link = [](std::string id, std::string type, std::string target) {
    return fmt::format("<Relationship Id='{}' Type='x/{}' Target='{}'/>", id, type, target);
  };
  std::string bytes = xlsx_test::Archive{{{"_rels/.rels", links(link("1", "officeDocument", "w.xml"))},
                                          {"w.xml", kWorkbook},
                                          {"_rels/w.xml.rels",
                                           links(link("1", "worksheet", "a.xml") + link("2", "worksheet", "b.xml"))},
                                          {"_rels/b.xml.rels", links(link("1", "table", "t.xml"))},
                                          {"t.xml", std::string(table)}}}
                          .bytes();
  File file = xlsx_test::file_of(bytes);
  Workbook workbook(file);
  std::string out;
  std::string message = xlsx_test::message_of([&] {
    Table table = find_table(workbook, name);
    out = fmt::format("{} {}{}:{}{} {}", table.sheet->name, column_name(table.range.first_column),
                      table.range.first_row, column_name(table.range.last_column), table.range.last_row,
                      fmt::join(table.columns, ","));
  });
  return out + message;
}

std::string in_table(std::string_view attributes) {
  return found("Sales", fmt::format("<table displayName='Sales' {}><tableColumns><tableColumn name='a'/>"
                                    "<tableColumn name='b'/></tableColumns></table>",
                                    attributes));
}

}  // namespace

TEST_CASE("xlsx table: a table's range without its rows of totals") {
  CHECK(in_table("ref='B2:C9'") == "It's B2:C9 ");
  CHECK(in_table("ref='B2:C9' totalsRowCount='1'") == "It's B2:C8 ");
  CHECK(in_table("ref='B2:C9' totalsRowCount='99'") == "It's B2:C2 ");
  CHECK(in_table("ref='B2:C9' headerRowCount='0'") == "It's B2:C9 a,b");
  CHECK(in_table("ref='?'") == "table: 'Sales' is no range of cells, but '?'");
  CHECK(found("SALES", "<table name='Sales' ref='A1'/>") == "It's A1:A1 ");
  CHECK(found("cells", "<table name='Cells' ref='A1'/>") == "One B2:C9 ");
  CHECK(found("Cells", "<table name='Cells' ref='A1'/>") == "It's A1:A1 ");
}

TEST_CASE("xlsx table: a defined name") {
  const char* none = "<table name='T' ref='A1'/>";
  CHECK(found("quoted", none) == "It's A1:B4294967295 ");
  CHECK(found("rate", none) == "table: 'rate' is no range of cells, but '0.5'");
  CHECK(found("two", none) == "table: 'two' is no range of cells, but 'One!$A$1,One!$C$1'");
  CHECK(found("gone", none) == "table: 'gone' is no range of cells, but '#REF!$A$1'");
  CHECK(found("none", none) ==
        "table: there is no table or name 'none' (there are 'T', 'cells', 'quoted', 'rate', 'gone', 'two')");
}
