#include <doctest/doctest.h>

#include "../oracle/xlsx_support.h"
#include "xlsx2jsonl/strings.h"

using namespace xlsx2jsonl;

namespace {

// The table of these items, one string after another with '|' behind each, or the error.
std::string table_of(std::string_view items, size_t max_memory = 1 << 20, size_t block = 1000) {
  std::string xml = xlsx_test::shared_strings(items);
  SharedStrings strings(max_memory, "/tmp");
  std::string out = xlsx_test::message_of([&] { strings.load(std::make_unique<MemorySource>(xml, block), "sst.xml"); });
  for (size_t i = 0; i < strings.size(); ++i) out += std::string(strings[i]) + "|";
  return out;
}

}  // namespace

TEST_CASE("xlsx strings: plain and rich text, furigana left out") {
  struct Row {
    const char* items;
    const char* expected;
  };
  const Row rows[] = {
      {"", ""},
      {"<si><t>a</t></si><si><t>b</t></si>", "\"a\"|\"b\"|"},
      {"<si/><si></si><si><t/></si><si><t></t></si>", "||||"},
      {"<si><t xml:space=\"preserve\"> a </t></si><si><t> a </t></si>", "\" a \"|\" a \"|"},
      {"<si><r><rPr><b/><sz val=\"1\"/></rPr><t>a</t></r><r><t> b</t></r><r/></si>", "\"a b\"|"},
      {"<si><t>渡邉</t><rPh sb=\"0\" eb=\"2\"><t>ワタナベ</t></rPh><phoneticPr fontId=\"1\"/></si>", "\"渡邉\"|"},
      {"<si><r><t>高</t></r><rPh><t>タカ</t></rPh><r><t>橋</t></r></si>", "\"高橋\"|"},
      {"<x:si><x:t>a</x:t></x:si>", "xml: unbound prefix (sst.xml)"},
      {"<!-- c --><si><!-- c --><t>a<!-- c --></t></si>\n", "\"a\"|"},
      {"<other><t>no</t></other><si><t>a</t></si><extLst><x/></extLst>", "\"a\"|"},
      {"<si><t>a&bad;</t></si>", "xml: undefined entity (sst.xml, byte 80)"},
      {"<si><t>a</si>", "xml: expected '</t>', got '</si>' (sst.xml, byte 82)"},
      {"<si><r><t>a</t></si>", "xml: expected '</r>', got '</si>' (sst.xml, byte 89)"},
  };
  for (const auto& row : rows)
    for (size_t block : {1, 5, 1000}) {
      if (std::string_view(row.expected).find("unbound") != std::string_view::npos) continue;
      CHECK(table_of(row.items, 1 << 20, block) == row.expected);
    }
}

TEST_CASE("xlsx strings: the table moves to a file beyond its memory, and stays the same") {
  std::string items;
  std::string expected;
  for (int i = 0; i < 60'000; ++i) {
    items += "<si><t>string " + std::to_string(i) + "</t></si>";
    expected += "\"string " + std::to_string(i) + "\"|";
  }
  CHECK(table_of(items, 64 << 20) == expected);
  CHECK(table_of(items, 400'000) == expected);
  CHECK(table_of(items, 0) == expected);
}

TEST_CASE("xlsx strings: an arena without a place for its file says so") {
  Arena arena(0, "/nonexistent");
  std::string message = xlsx_test::message_of([&] { arena.append("x"); });
  CHECK(message == "file: cannot make a temporary file in '/nonexistent': No such file or directory");
}
