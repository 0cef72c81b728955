// For the tests of xlsx2jsonl: archives and parts made in memory, and errors as text.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "xlsx2jsonl/error.h"
#include "xlsx2jsonl/file.h"

namespace xlsx_test {

// How an entry is packed; each flag is an oddity met in the wild.
struct Packed {
  std::string name;
  std::string content;
  bool stored = false;
  bool zip64 = false;            // 64-bit sizes and offset in the directory's extra field
  bool data_descriptor = false;  // local header without sizes, which follow the data
  bool wrong_crc = false;
  bool wrong_sizes = false;  // uncompressed sizes that lie
  int method = -1;           // other than the true one
  bool encrypted = false;    // says its flag
};

struct Archive {
  std::vector<Packed> entries;
  std::string before = {};  // bytes in front; offsets count from the archive
  std::string comment = {};
  std::string after = {};
  bool zip64 = false;  // end record in its 64-bit form

  std::string bytes() const;
};

// A nameless file with these bytes.
xlsx2jsonl::File file_of(std::string_view bytes);

// "" or "kind: what (part, cell)" of the Error that `work` throws.
std::string message_of(const std::function<void()>& work);

// Parts of a workbook with one sheet.
std::string worksheet(std::string_view inner, std::string_view tail = "");
std::string shared_strings(std::string_view items);
std::vector<Packed> workbook_entries(std::string_view inner);

}  // namespace xlsx_test
