// A shared strings part: any bytes are a table or an error; the same however the bytes arrive and
// wherever the table lies; and, where expat takes the part, the same as from its plain form.
// (Escapes _xHHHH_ that a comment or section cuts in two are the one difference; they are left
// out.)
#include <fmt/format.h>

#include <cstdlib>

#include "../oracle/xlsx_canonical.h"
#include "../oracle/xlsx_support.h"
#include "xlsx2jsonl/strings.h"

using namespace xlsx2jsonl;

namespace {

std::string table_of(std::string_view part, size_t block, size_t max_memory) {
  SharedStrings strings(max_memory, "/tmp");
  std::string message = xlsx_test::message_of(
      [&] { strings.load(std::make_unique<MemorySource>(part, block), "sst.xml"); });
  if (!message.empty()) return "error";
  std::string out;
  for (size_t i = 0; i < strings.size(); ++i) out += fmt::format("{}\n", strings[i]);
  return out;
}

void check_same(std::string_view a, std::string_view b) {
  if (a == b) return;
  fmt::print(stderr, "differs:\n{}\n----\n{}\n", a, b);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view inner(reinterpret_cast<const char*>(data), size);
  std::string part = xlsx_test::shared_strings(inner);
  std::string table = table_of(part, 1 << 20, 1 << 20);
  check_same(table, table_of(part, 3, 0));
  auto plain = xlsx_test::canonical_xml(part);
  if (plain && inner.find('_') == inner.npos && inner.find("&#") == inner.npos)
    check_same(table, table_of(*plain, 1 << 20, 1 << 20));
  return 0;
}
