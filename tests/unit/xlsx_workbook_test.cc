#include <doctest/doctest.h>
#include <fmt/format.h>

#include "../oracle/xlsx_support.h"
#include "xlsx2jsonl/workbook.h"

using namespace xlsx2jsonl;
using namespace std::string_literals;

namespace {

using Entries = std::vector<xlsx_test::Packed>;

// The sheets as "index name type state part; ...", or the error.
std::string sheets_of(const std::string& bytes) {
  std::string out;
  std::string message = xlsx_test::message_of([&] {
    File file = xlsx_test::file_of(bytes);
    Workbook workbook(file);
    for (const Sheet& sheet : workbook.sheets())
      out += fmt::format("{} {} {} {} {}; ", sheet.index, sheet.name, sheet.type, sheet.state, sheet.part);
  });
  return message.empty() ? out : message;
}
std::string sheets_of(Entries entries) { return sheets_of(xlsx_test::Archive{std::move(entries)}.bytes()); }

const std::string kTypes = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
const std::string kStrictTypes = "http://purl.oclc.org/ooxml/officeDocument/relationships/";

std::string link(std::string id, std::string type, std::string target) {
  return fmt::format("<Relationship Id='{}' Type='{}' Target='{}'/>", id, type, target);
}
std::string links(std::string inner) { return "<Relationships>" + inner + "</Relationships>"; }
std::string workbook(std::string sheets) { return "<workbook xmlns:r='r'><sheets>" + sheets + "</sheets></workbook>"; }

// A workbook whose sheet part is found by this target and stored under this name.
std::string sheets_by_target(std::string target, std::string stored) {
  return sheets_of({{"_rels/.rels", links(link("1", kTypes + "officeDocument", "xl/workbook.xml"))},
                    {"xl/workbook.xml", workbook("<sheet name='S' r:id='1'/>")},
                    {"xl/_rels/workbook.xml.rels", links(link("1", kTypes + "worksheet", target))},
                    {stored, ""}});
}

}  // namespace

TEST_CASE("xlsx workbook: sheets in order, worksheets numbered") {
  Entries entries{{"_rels/.rels", links(link("1", kTypes + "officeDocument", "book.xml"))},
                  {"book.xml", workbook("<sheet name='A' r:id='c' state='hidden'/><sheet name='C' r:id='k'/>"
                                        "<sheet name='B &amp; &lt;1&gt;' r:id='b'/><sheet name='D' r:id='d'/>"
                                        "<sheet name='M' r:id='m'/><sheet name='none' r:id='x'/>")},
                  {"_rels/book.xml.rels",
                   links(link("b", kTypes + "worksheet", "b.xml") + link("c", kStrictTypes + "worksheet", "c.xml") +
                         link("k", kTypes + "chartsheet", "k.xml") + link("d", kTypes + "dialogsheet", "d.xml") +
                         link("m", "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet", "m.xml"))}};
  CHECK(sheets_of(entries) ==
        "1 A worksheet hidden c.xml; 0 C chartsheet visible k.xml; 2 B & <1> worksheet visible "
        "b.xml; "
        "0 D dialogsheet visible d.xml; 0 M macrosheet visible m.xml; 0 none unknown visible ; ");
}

TEST_CASE("xlsx workbook: targets as programs write them") {
  const std::string found = "1 S worksheet visible ";
  CHECK(sheets_by_target("worksheets/s.xml", "xl/worksheets/s.xml") == found + "xl/worksheets/s.xml; ");
  CHECK(sheets_by_target("/xl/worksheets/s.xml", "xl/worksheets/s.xml") == found + "xl/worksheets/s.xml; ");
  CHECK(sheets_by_target("..\\xl\\s.xml", "XL\\S.xml") == found + "xl/s.xml; ");
  CHECK(sheets_by_target("./a/../s.xml", "xl/s.xml") == found + "xl/s.xml; ");
  CHECK(sheets_by_target("s%201.xml", "xl/s 1.xml") == found + "xl/s 1.xml; ");
  CHECK(sheets_by_target("xl/s.xml", "xl/s.xml") == found + "xl/s.xml; ");
}

TEST_CASE("xlsx workbook: what is no workbook says what it is") {
  auto ole = [](std::string_view name) {
    std::string bytes = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + std::string(600'000, 0);
    for (char c : name) bytes += {c, '\0'};
    return bytes;
  };
  CHECK(sheets_of("") == "not a zip: the file is empty");
  CHECK(sheets_of("a,b\n1,2\n") == "not a zip: this is no workbook: it looks like CSV");
  CHECK(sheets_of("\xef\xbb\xbf"
                  "a;b\n") == "not a zip: this is no workbook: it looks like CSV");
  CHECK(sheets_of(" <HTML><body>") == "not a zip: this is no workbook: it looks like HTML");
  CHECK(sheets_of("<?xml version='1.0'?><Workbook/>") == "not a zip: this is no workbook: it looks like XML");
  CHECK(sheets_of("{\"a\":1}") == "not a zip: this is no workbook: it looks like JSON");
  CHECK(sheets_of("%PDF-1.7") == "not a zip: this is no workbook: it looks like PDF");
  CHECK(sheets_of("hello") == "not a zip: this is no workbook: it looks like text");
  CHECK(sheets_of("\xff\xfe"
                  "a\0"s) == "not a zip: this is no workbook: it looks like text in UTF-16");
  CHECK(sheets_of("\1\2\3\0"s) == "not a zip: this is no workbook: it is not a zip archive");
  CHECK(sheets_of("   ") == "not a zip: this is no workbook: it looks like text");
  CHECK(sheets_of(ole("EncryptedPackage")).starts_with("encrypted: "));
  CHECK(sheets_of(ole("Workbook")).starts_with("xls: "));
  CHECK(sheets_of(ole("Workbook") + ole("EncryptedPackage")).starts_with("xls: "));
  CHECK(sheets_of(ole("EncryptedPackage") + ole("DRMEncryptedDataSpace")).starts_with("rights management: "));
  CHECK(sheets_of(ole("Workbook") + ole("\tDRMContent")).starts_with("rights management: "));
  // Old workbooks with a theme have a whole zip archive inside.
  std::string zip = xlsx_test::Archive{xlsx_test::workbook_entries("")}.bytes();
  CHECK(sheets_of(ole("Workbook") + zip).starts_with("xls: "));
  CHECK(sheets_of("\4User" + std::string(50, ' ') + "\4\0U\0s\0e\0r\0"s + std::string(100, ' '))
            .starts_with("lock file: "));
  CHECK(sheets_of({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", "<x/>"}})
            .starts_with("ods: "));
  CHECK(sheets_of(
            {{"_rels/.rels", links(link("1", kTypes + "officeDocument", "xl/workbook.bin"))}, {"xl/workbook.bin", ""}})
            .starts_with("xlsb: "));
  CHECK(sheets_of({{"_rels/.rels", links(link("1", kTypes + "officeDocument", "word/document.xml"))},
                   {"word/document.xml", "<document/>"}}) ==
        "no workbook: this is not a workbook, but a 'document' (word/document.xml)");
  CHECK(sheets_of({{"a.txt", "x"}}) == "no workbook: there is no workbook in this zip archive");
  CHECK(sheets_of({{"_rels/.rels", links(link("1", kTypes + "officeDocument", "gone.xml"))}}) ==
        "missing part: the archive lacks a part that the workbook names (gone.xml)");
}

TEST_CASE("xlsx workbook: without root relationships the content types tell") {
  CHECK(sheets_of({{"[Content_Types].xml",
                    "<Types><Override PartName='/w.xml' ContentType='application/"
                    "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/></Types>"},
                   {"w.xml", workbook("<sheet name='S'/>")}}) == "0 S unknown visible ; ");
}

TEST_CASE("xlsx workbook: sheets by name, by index, or the first") {
  Entries entries{{"_rels/.rels", links(link("1", kTypes + "officeDocument", "w.xml"))},
                  {"w.xml", workbook("<sheet name='Chart' r:id='k'/><sheet name='abc' r:id='s'/><sheet "
                                     "name='ABC' r:id='s'/><sheet name='Ärger' r:id='s'/>")},
                  {"_rels/w.xml.rels",
                   links(link("s", kTypes + "worksheet", "s.xml") + link("k", kTypes + "chartsheet", "k.xml"))}};
  File file = xlsx_test::file_of(xlsx_test::Archive{entries}.bytes());
  Workbook workbook(file);
  CHECK(workbook.sheet_named("ABC").index == 2);
  CHECK(workbook.sheet_named("Abc").index == 1);
  CHECK(workbook.sheet_named("äRGER").index == 3);
  CHECK(workbook.sheet_at(2).name == "ABC");
  CHECK(workbook.first_sheet().name == "abc");
  CHECK(xlsx_test::message_of([&] { workbook.sheet_named("q"); }) ==
        "sheet: there is no sheet 'q' (there are 'abc', 'ABC', 'Ärger')");
  CHECK(xlsx_test::message_of([&] { workbook.sheet_named("chart"); }) ==
        "sheet: 'Chart' is no worksheet, but of type chartsheet");
  CHECK(xlsx_test::message_of([&] { workbook.sheet_at(4); }) == "sheet: there is no worksheet 4 (the workbook has 3)");
}

TEST_CASE("xlsx workbook: names and relationships are bounded together") {
  std::string many;
  for (int i = 0; i < 40; ++i) many += link("x", kTypes + "worksheet", std::string(500'000, 'a'));
  CHECK(sheets_of({{"_rels/.rels", links(link("1", kTypes + "officeDocument", "w.xml"))},
                   {"w.xml", workbook("<sheet name='S' r:id='x'/>")},
                   {"_rels/w.xml.rels", links(many)}}) ==
        "limit: the names of sheets and relationships are over 16 MiB (_rels/w.xml.rels)");
}

TEST_CASE("xlsx workbook: a styles part that is named must be there once it is needed") {
  auto open = [](std::string styles, Entries more) {
    Entries entries{{"_rels/.rels", links(link("1", kTypes + "officeDocument", "w.xml"))},
                    {"w.xml", workbook("<sheet name='S' r:id='x'/>")},
                    {"_rels/w.xml.rels", links(styles)}};
    entries.insert(entries.end(), more.begin(), more.end());
    return xlsx_test::file_of(xlsx_test::Archive{entries}.bytes());
  };
  File without = open("", {});
  CHECK(Workbook(without).formats().size() == 0);
  File there = open(link("s", kTypes + "styles", "s.xml"),
                    {{"s.xml", "<styleSheet><cellXfs><xf/></cellXfs></styleSheet>"}});
  CHECK(Workbook(there).formats().size() == 1);
  File gone = open(link("s", kTypes + "styles", "s.xml"), {});
  Workbook workbook(gone);
  CHECK(xlsx_test::message_of([&] { workbook.formats(); }) ==
        "missing part: the archive lacks a part that the workbook names (s.xml)");
  CHECK(xlsx_test::message_of([&] { workbook.sheet_named("S"); }) ==
        "missing part: the workbook names no part for 'S'");
  CHECK(xlsx_test::message_of([&] { workbook.first_sheet(); }) == "missing part: the workbook names no part for 'S'");
}
