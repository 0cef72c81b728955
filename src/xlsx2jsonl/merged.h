// Merged areas, for --fill-merged: every cell of an area gets the value at its top left, as far as
// the sheet's last column that has one. The areas stand behind the rows, so they are read in a pass
// of their own. A row costs its cells, those filled and the areas that begin in it; of areas that
// overlap, which Excel refuses, the first one counts. Entry: MergedAreas. Tested by
// tests/unit/xlsx_merged_test.cc.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "xlsx2jsonl/reference.h"
#include "xlsx2jsonl/sheet.h"

namespace xlsx2jsonl {

class MergedAreas {
 public:
  MergedAreas() = default;
  // Reads the worksheet to its end. Throws Error.
  explicit MergedAreas(SheetReader& sheet);

  // Call for each row in ascending order.
  void fill(Row& row) {
    if (!areas_.empty()) fill_areas(row);
  }

 private:
  struct Filling {
    Range range;
    std::string json;  // the value at the top left
  };

  void fill_areas(Row& row);
  void begin_areas(const Row& row);
  void begin(const Range& area, std::string_view json);
  void end_areas(uint32_t row);

  std::vector<Range> areas_;  // by first row
  size_t next_ = 0;           // the first that has not begun
  uint32_t last_column_ = 0;
  std::map<uint32_t, Filling> filling_;  // the row at hand lies in them, by first column; disjoint
  size_t filling_bytes_ = 0;             // of their values
  std::vector<Cell> cells_;              // room for a filled row
};

}  // namespace xlsx2jsonl
