// A worksheet part: any bytes are rows or an error; the same rows however the bytes arrive; and,
// where expat takes the part, the same as from its plain form.
#include <fmt/format.h>

#include <cstdlib>

#include "../oracle/xlsx_canonical.h"
#include "../oracle/xlsx_support.h"
#include "xlsx2jsonl/sheet.h"

using namespace xlsx2jsonl;

namespace {

std::string rows_of(std::string_view part, size_t block) {
  static const CellFormats kFormats({DateKind::kNone, DateKind::kDate, DateKind::kDateTime, DateKind::kElapsed},
                                    {0, 1, 2, 3});
  static const SharedStrings* strings = [] {
    auto* made = new SharedStrings(1 << 20, "/tmp");
    std::string table = xlsx_test::shared_strings("<si><t>zero</t></si><si><t>one</t></si><si/>");
    made->load(std::make_unique<MemorySource>(table), "sst.xml");
    return made;
  }();
  std::string out;
  std::string message = xlsx_test::message_of([&] {
    SheetReader reader(std::make_unique<MemorySource>(part, block), "s.xml",
                       {[] { return strings; }, [] { return &kFormats; }, false, false, true});
    while (reader.next()) {
      out += fmt::format("\n{}{}:", reader.row().number, reader.row().hidden);
      for (const Cell& cell : reader.row().cells) out += fmt::format(" {}={}", cell.column, cell.json);
    }
    out += fmt::format("\n{}", reader.formulas_without_value());
  });
  return message.empty() ? out : "error";
}

void check_same(std::string_view a, std::string_view b) {
  if (a == b) return;
  fmt::print(stderr, "differs:\n{}\n----\n{}\n", a, b);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string part = xlsx_test::worksheet({reinterpret_cast<const char*>(data), size});
  std::string rows = rows_of(part, 1 << 20);
  check_same(rows, rows_of(part, 3));
  if (auto plain = xlsx_test::canonical_xml(part)) check_same(rows, rows_of(*plain, 1 << 20));
  return 0;
}
