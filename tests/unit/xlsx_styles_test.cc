#include <doctest/doctest.h>

#include "../oracle/xlsx_support.h"
#include "xlsx2jsonl/styles.h"

using namespace xlsx2jsonl;

namespace {

CellFormats formats_of(std::string_view xml) { return read_styles(std::make_unique<MemorySource>(xml), "styles.xml"); }

}  // namespace

TEST_CASE("xlsx styles: the number formats of cells") {
  auto kinds = [](std::string_view xml) {
    std::string text;
    CellFormats formats = formats_of(xml);
    for (size_t cell = 0; cell < formats.size() + 1; ++cell)
      text += "-dbte"[static_cast<int>(formats[cell].kind_of(1))];
    return text;
  };
  CHECK(kinds("<styleSheet/>") == "-");
  CHECK(kinds("<styleSheet><numFmts><numFmt numFmtId='164' formatCode='[h]:mm'/><numFmt "
              "numFmtId='14' formatCode='0'/>"
              "</numFmts><cellStyleXfs><xf numFmtId='22'/></cellStyleXfs><cellXfs><xf/><xf "
              "numFmtId='164'/>"
              "<xf numFmtId='14'/><xf numFmtId='15'/><xf numFmtId='27'/><xf numFmtId='165'/><xf "
              "numFmtId='22'/>"
              "</cellXfs><dxfs><dxf><numFmt numFmtId='15' "
              "formatCode='0'/></dxf></dxfs></styleSheet>") == "-e-dd-b-");
}

TEST_CASE("xlsx styles: which cells are struck out") {
  auto struck = [](std::string_view cells) {
    std::string text;
    CellFormats formats = formats_of(
        "<styleSheet><fonts><font/><font><strike/></font><font><b/><strike val='0'/></font>"
        "</fonts><cellXfs>" +
        std::string(cells) + "</cellXfs><dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>");
    for (size_t cell = 0; cell < formats.size() + 1; ++cell) text += formats.is_struck(cell) ? 'x' : '-';
    return text + (formats.any_struck() ? " some" : " none");
  };
  CHECK(struck("<xf/><xf fontId='1'/><xf fontId='2'/>") == "-x-- some");
  CHECK(struck("<xf/><xf fontId='2'/><xf fontId='9'/>") == "---- none");
}

TEST_CASE("xlsx styles: a part has only so many formats") {
  std::string many = "<styleSheet><numFmts>";
  for (int i = 0; i < 70'000; ++i) many += "<numFmt/>";
  CHECK(xlsx_test::message_of([&] { formats_of(many); }) == "limit: over 65,536 number formats (styles.xml)");
}
