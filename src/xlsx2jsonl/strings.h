// Strings of a workbook: the rich text that shared and inline strings have in common, and the table
// of shared strings, kept as JSON text (quotes included), so that a cell is one copy. Entry:
// append_string, SharedStrings. Does not find the part: workbook.h does. Tested by
// tests/unit/xlsx_strings_test.cc, tests/fuzz/xlsx_strings.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xlsx2jsonl/arena.h"
#include "xlsx2jsonl/scan.h"
#include "xlsx2jsonl/source.h"

namespace xlsx2jsonl {

// CT_Rst, behind the start tag of `element` ("si" or "is"): appends the text of its `t` and `r/t`,
// in order, as a JSON string, or nothing if it is empty; phonetic runs (furigana) and formats are
// left out. Moves behind the end tag. Returns whether a run is struck out.
bool append_string(Buffer& out, Scanner& scanner, std::string_view element);

class SharedStrings {
 public:
  SharedStrings(size_t max_memory, const std::string& temporary_folder)
      : text_(max_memory / 4 * 3, temporary_folder), ends_(max_memory / 4, temporary_folder) {}

  // Reads the whole part. Throws Error.
  void load(SourcePtr source, const std::string& part);

  size_t size() const { return ends_.size() / sizeof(uint64_t); }
  // The JSON text of string `index` < size(); "" for an empty one. Valid as long as the table.
  std::string_view operator[](size_t index) const {
    uint64_t begin = index == 0 ? 0 : end_of(index - 1);
    return {text_.data() + begin, end_of(index) - begin};
  }
  bool is_struck(size_t index) const { return index < struck_.size() && struck_[index]; }

 private:
  uint64_t end_of(size_t index) const {
    uint64_t end;
    std::memcpy(&end, ends_.data() + index * sizeof end, sizeof end);
    return end;
  }

  Arena text_;
  Arena ends_;                // of each string in text_, 8 bytes each
  std::vector<bool> struck_;  // up to the last one that is struck out
};

}  // namespace xlsx2jsonl
