#include <doctest/doctest.h>
#include <fmt/format.h>

#include "../oracle/xlsx_support.h"
#include "xlsx2jsonl/reference.h"
#include "xlsx2jsonl/sheet.h"

using namespace xlsx2jsonl;

namespace {

const CellFormats kFormats({DateKind::kNone, DateKind::kDate, DateKind::kDateTime, DateKind::kElapsed,
                            NumberFormat("[=0]0;yyyy")},
                           {0, 1, 2, 3, 4});

struct Settings {
  bool serial_dates = false;
  bool errors_as_text = false;
  bool date1904 = false;
  size_t block = 1000;
};

// The rows as "number: column=json ..." lines, or those before an error and the error.
std::string rows_of_part(std::string_view part, Settings settings = {}) {
  SharedStrings strings(1 << 20, "/tmp");
  std::string table = xlsx_test::shared_strings("<si><t>zero</t></si><si><t>one</t></si><si/>");
  strings.load(std::make_unique<MemorySource>(table), "sst.xml");
  std::string out;
  std::string message = xlsx_test::message_of([&] {
    SheetReader reader(std::make_unique<MemorySource>(part, settings.block), "s.xml",
                       {[&] { return &strings; }, [] { return &kFormats; }, settings.date1904, settings.serial_dates,
                        settings.errors_as_text});
    while (reader.next()) {
      out += fmt::format("{}{}:", reader.row().number, reader.row().hidden ? "h" : "");
      for (const Cell& cell : reader.row().cells) out += fmt::format(" {}={}", column_name(cell.column), cell.json);
      out += "\n";
    }
    if (reader.formulas_without_value()) out += fmt::format("unknown {}\n", reader.formulas_without_value());
  });
  return out + message;
}

std::string rows_of(std::string_view inner, Settings settings = {}) {
  return rows_of_part(xlsx_test::worksheet(inner), settings);
}

// A row of one cell.
std::string cell(std::string_view xml, Settings settings = {}) {
  std::string text = rows_of(fmt::format("<row r=\"1\">{}</row>", xml), settings);
  return text.starts_with("1: A=") ? text.substr(5, text.size() - 6) : text;
}

struct CellRow {
  const char* xml;
  const char* expected;
};

}  // namespace

TEST_CASE("xlsx sheet: values by type") {
  const CellRow rows[] = {
      {"<c><v>31</v></c>", "31"},
      {"<c t=\"n\"><v> 1.50 </v></c>", "1.5"},
      {"<c t=\"\"><v>1</v></c>", "1"},
      {"<c><v>&#49;<![CDATA[2]]></v></c>", "12"},
      {"<c><v>&#10;<![CDATA[ ]]>1&#x32;\r\n</v></c>", "12"},
      {"<c><v>text</v></c>", "\"text\""},
      {"<c t=\"s\"><v>1</v></c>", "\"one\""},
      {"<c t=\"s\"><v> 0 </v></c>", "\"zero\""},
      {"<c t=\"s\"><v>2</v></c>", "1:\n"},
      {"<c t=\"s\"><v/></c>", "1:\n"},
      {"<c t=\"str\"><v> NA </v></c>", "\" NA \""},
      {"<c t=\"str\"><v></v></c>", "1:\n"},
      {"<c t=\"inlineStr\"><is><t>a</t></is></c>", "\"a\""},
      {"<c t=\"inlineStr\"><is><t/></is></c>", "1:\n"},
      {"<c t=\"inlineStr\"><v>a</v></c>", "\"a\""},
      {"<c t=\"inlineStr\"><is><t>a</t></is><v>a</v></c>", "\"a\""},
      {"<c t=\"inlineStr\"><is><r><t>a</t></r><rPh><t>x</t></rPh><r><t>_x0041_</t></r></is></c>", "\"aA\""},
      {"<c t=\"b\"><v>1</v></c>", "true"},
      {"<c t=\"b\"><v>0</v></c>", "false"},
      {"<c t=\"b\"><v>true</v></c>", "true"},
      {"<c t=\"b\"><v>false</v></c>", "false"},
      {"<c t=\"e\"><v>#SPILL!</v></c>", "1:\n"},
      {"<c t=\"d\"><v>2021-01-01T10:00:00Z</v></c>", "\"2021-01-01T10:00:00\""},
      {"<c t=\"d\"><v>soon</v></c>", "\"soon\""},
      {"<c/>", "1:\n"},
      {"<c></c>", "1:\n"},
      {"<c s=\"1\"/>", "1:\n"},
      {"<c><v></v></c>", "1:\n"},
      {"<c><v> </v></c>", "1:\n"},
      {"<c><f>A1</f><v>2</v><extLst><ext><v>9</v></ext></extLst></c>", "2"},
      {"<c t=\"str\"><f>A1</f><v></v></c>", "1:\n"},
      {"<c><f>A1</f></c>", "1:\nunknown 1\n"},
      {"<c><f>A1</f><v></v></c>", "1:\nunknown 1\n"},
      {"<c t=\"str\"><f/></c>", "1:\nunknown 1\n"},
      {"<x:c t=\"n\"><x:v>1</x:v></x:c>", "1"},
  };
  for (const auto& row : rows)
    for (size_t block : {1, 6, 1000}) {
      CAPTURE(row.xml);
      CHECK(cell(row.xml, {.block = block}) == row.expected);
    }
  CHECK(cell("<c t=\"e\"><v>#SPILL!</v></c>", {.errors_as_text = true}) == "\"#SPILL!\"");
}

TEST_CASE("xlsx sheet: dates by the cell's format alone") {
  const CellRow rows[] = {
      {"<c s=\"0\"><v>45413</v></c>", "45413"},
      {"<c s=\"1\"><v>45413</v></c>", "\"2024-05-01\""},
      {"<c s=\"2\" t=\"n\"><v>45413</v></c>", "\"2024-05-01T00:00:00\""},
      {"<c s=\"3\"><v>1.5</v></c>", "\"PT36H0M0S\""},
      {"<c s=\"1\"><v>-1</v></c>", "-1"},
      {"<c s=\"1\"><v>text</v></c>", "\"text\""},
      {"<c s=\"1\" t=\"s\"><v>0</v></c>", "\"zero\""},
      {"<c s=\"1\" t=\"b\"><v>1</v></c>", "true"},
      {"<c s=\"4\"><v>45413</v></c>", "\"2024-05-01\""},
      {"<c s=\"4\"><v>0</v></c>", "0"},
      {"<c s=\"3\" t=\"d\"><v>PT26H30M0.000S</v></c>", "\"PT26H30M0S\""},
      {"<c s=\"1\" t=\"d\"><v>1850-05-01</v></c>", "\"1850-05-01\""},
      {"<c s=\"99\"><v>45413</v></c>", "45413"},
      {"<c s=\"\"><v>45413</v></c>", "45413"},
      {"<c s=\"x\"><v>45413</v></c>", "45413"},
      {"<c s=\"1\" t=\"d\"><v>2021-01-01T00:00:00</v></c>", "\"2021-01-01\""},
  };
  for (const auto& row : rows) CHECK(cell(row.xml) == row.expected);
  CHECK(cell("<c s=\"1\"><v>45413.50</v></c>", {.serial_dates = true}) == "45413.5");
  CHECK(cell("<c s=\"1\"><v>0043951</v></c>", {.date1904 = true}) == "\"2024-05-01\"");
}

TEST_CASE("xlsx sheet: places of rows and cells") {
  const CellRow rows[] = {
      {"", ""},
      {"<row/>", "1:\n"},
      {"<row r=\"3\"/><row/><row r=\"9\" hidden=\"1\"/>", "3:\n4:\n9h:\n"},
      {"<row><c><v>1</v></c><c/><c><v>3</v></c></row>", "1: A=1 C=3\n"},
      {"<row><c r=\"B1\"><v>2</v></c><c><v>3</v></c></row>", "1: B=2 C=3\n"},
      {"<row><c r=\"C1\"><v>3</v></c><c r=\"A1\"><v>1</v></c><c><v>2</v></c></row>", "1: A=1 B=2 C=3\n"},
      {"<row><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>", "1: A=2\n"},
      {"<row><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c><c r=\"A1\"/></row>", "1: B=2\n"},
      {"<row><c r=\"A7\"><v>1</v></c></row><row><c><v>2</v></c></row>", "7: A=1\n8: A=2\n"},
      {"<row r=\"2\"><c r=\"b2\"><v>1</v></c></row>", "2: B=1\n"},
      {"<row r=\"0\"><c><v>1</v></c></row>", "1: A=1\n"},
      {"<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>", "1: XFD=1\n"},
      {"<other><row><c><v>9</v></c></row></other><row><c><v>1</v></c></row>", "1: A=1\n"},
      {"<x:row><x:c><x:v>1</x:v></x:c></x:row>", "1: A=1\n"},
      {"\n <!-- c --> <row >\n <c ><v >1</v ></c >\n </row >\n", "1: A=1\n"},
  };
  for (const auto& row : rows) CHECK(rows_of(row.xml) == row.expected);
}

TEST_CASE("xlsx sheet: neighbouring row elements with the same number are one row") {
  const CellRow rows[] = {
      {"<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1\"><c r=\"B1\"><v>2</v></c></row>"
       "<row r=\"2\"><c r=\"A2\"><v>3</v></c></row><row r=\"2\"/><row "
       "r=\"2\"><c><v>4</v></c></row>",
       "1: A=1 B=2\n2: A=3 B=4\n"},
      {"<row r=\"1\"><c r=\"B1\"><v>1</v></c></row><row r=\"1\"><c r=\"A1\"><v>2</v></c></row>", "1: A=2 B=1\n"},
      {"<row><c r=\"A1\"><v>1</v></c></row><row><c r=\"B1\"><v>2</v></c></row>"
       "<row><c r=\"A2\"><v>3</v></c></row>",
       "1: A=1 B=2\n2: A=3\n"},
      {"<row><c r=\"A1\"><v>1</v></c></row><row><c r=\"A1\"><v>2</v></c></row>", "1: A=1\n2: A=2\n"},
      {"<row r=\"1\"><c><v>1</v></c></row><row r=\"2\"/><row r=\"1\"><c><v>2</v></c></row>", "1: A=1\n2:\n1: A=2\n"},
      {"<row r=\"1\" hidden=\"1\"><c><v>1</v></c></row><row r=\"1\"><c><v>2</v></c></row><row/>", "1h: A=1 B=2\n2:\n"},
  };
  for (const auto& row : rows)
    for (size_t block : {1, 1000}) CHECK(rows_of(row.xml, {.block = block}) == row.expected);
}

TEST_CASE("xlsx sheet: a reference that is none counts as missing") {
  for (const char* none : {"0", "7", "D1:E1", "R1C1", "1A", "ABCDEFG1", "D1B", "-", ""})
    CHECK(rows_of(fmt::format("<row><c r=\"B1\"><v>1</v></c><c r=\"{}\"><v>2</v></c></row>", none)) == "1: B=1 C=2\n");
  for (const char* none : {"0", "x", "-1", "1.0", "99999999999", ""})
    CHECK(rows_of(fmt::format("<row r=\"4\"/><row r=\"{}\"><c r=\"B0\"><v>1</v></c></row>", none)) == "4:\n5: B=1\n");
}

TEST_CASE("xlsx sheet: only what stands inside sheetData counts") {
  CHECK(rows_of_part("<worksheet><row><c><v>9</v></c></row><sheetData/><row/></worksheet>") == "");
  CHECK(rows_of_part("<worksheet/>") == "");
  CHECK(rows_of_part("<worksheet><dimension ref='A1:XFD1048576'/><sheetData><row><c><v>1</v></c></row>"
                     "</sheetData><drawing><xdr:row xmlns:xdr='u'>5</xdr:row></drawing></worksheet>") == "1: A=1\n");
  CHECK(rows_of_part("<html/>") == "xml: this is not a worksheet, but a 'html' (s.xml)");
}

TEST_CASE("xlsx sheet: errors name the cell, after the rows before it") {
  const CellRow rows[] = {
      {"<row><c r=\"XFE1\"/></row>", "cell: a cell lies beyond column XFD (s.xml, XFE1)"},
      {"<row><c><v>1</v></c></row><row><c/><c t=\"s\"><v>3</v></c></row>",
       "1: A=1\nshared string: there is no shared string '3' (the workbook has 3) (s.xml, B2)"},
      {"<row><c t=\"s\"><v>-1</v></c></row>",
       "shared string: there is no shared string '-1' (the workbook has 3) (s.xml, A1)"},
      {"<row><c t=\"str\"><v>&bad;</v></c></row>", "xml: undefined entity (s.xml, A1, byte 108)"},
      {"<row><c><v>1</c></row>", "xml: expected '</v>', got '</c>' (s.xml, A1, byte 103)"},
      {"<row><c></row>", "xml: expected '</c>', got '</row>' (s.xml, A1, byte 99)"},
      {"<row></c></row>", "xml: expected '</row>', got '</c>' (s.xml, A1, byte 96)"},
      {"</row>", "xml: expected '</sheetData>', got '</row>' (s.xml, byte 91)"},
  };
  for (const auto& row : rows) CHECK(rows_of(row.xml) == row.expected);
  CHECK(rows_of_part("<worksheet><sheetData><row><c r='A1'><v>1</v></c></row><row><c><v>2") ==
        "1: A=1\nxml: the part ends too early (s.xml, A2, byte 68)");
  CHECK(rows_of_part("<worksheet><sheetData><row/></sheetData></worksheet><more/>") ==
        "1:\nxml: junk after document element (s.xml, byte 53)");
  CHECK(rows_of_part("<!DOCTYPE x><worksheet/>") == "dtd: document types are refused (s.xml)");
}

TEST_CASE("xlsx sheet: a row that repeats its cells endlessly stays within bounds") {
  std::string inner = "<row>";
  for (int i = 0; i < 200'000; ++i) inner += "<c r=\"B1\"/><c r=\"A1\"><v>1</v></c>";
  CHECK(rows_of(inner + "</row>", {.block = 1 << 16}) == "1: A=1\n");
}
