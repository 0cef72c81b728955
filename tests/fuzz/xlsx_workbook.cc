// The small parts of a workbook: the input, cut at each NUL, is workbook.xml, its relationships,
// the content types, the root relationships and a table. Any bytes are a list of sheets or an error.
#include <sys/mman.h>
#include <unistd.h>

#include "../oracle/xlsx_support.h"
#include "xlsx2jsonl/table.h"

using namespace xlsx2jsonl;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  auto take = [&] {
    std::string part(rest.substr(0, rest.find('\0')));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    return part;
  };
  auto entries = xlsx_test::workbook_entries("");
  entries[1].content = take();
  if (!rest.empty()) entries[2].content = take();
  if (!rest.empty()) entries.push_back({"[Content_Types].xml", take()});
  if (!rest.empty()) entries[0].content = take();
  entries.push_back({"xl/worksheets/_rels/sheet1.xml.rels",
                     "<Relationships><Relationship Type='x/table' Target='t.xml'/></Relationships>"});
  entries.push_back({"xl/worksheets/t.xml", rest.empty() ? "<table/>" : take()});
  for (auto& entry : entries) entry.stored = true;
  std::string bytes = xlsx_test::Archive{entries}.bytes();
  int fd = memfd_create("fuzz", 0);
  if (write(fd, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) std::abort();
  File file = File::open_for_reading("/proc/self/fd/" + std::to_string(fd), {"/tmp"});
  close(fd);
  xlsx_test::message_of([&] {
    Workbook workbook(file);
    for (const Sheet& sheet : workbook.sheets()) workbook.sheet_named(sheet.name);
  });
  xlsx_test::message_of([&] {
    Workbook workbook(file);
    find_table(workbook, "T");
  });
  return 0;
}
