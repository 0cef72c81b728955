// Merged areas, for --fill-merged: every cell of an area gets the value at its top left. They stand
// behind the rows, so they are read in a pass of their own.
// Entry: MergedAreas. Tested by tests/unit/xlsx_merged_test.cc.
#pragma once

#include <string>
#include <vector>

#include "xlsx2jsonl/reference.h"
#include "xlsx2jsonl/sheet.h"

namespace xlsx2jsonl {

class MergedAreas {
 public:
  MergedAreas() = default;
  // From a worksheet part. Throws Error.
  MergedAreas(SourcePtr source, const std::string& part);

  void add(const Range& area);
  // Call once all are added, then `fill` for each row in ascending order.
  void sort();
  void fill(Row& row) {
    if (!areas_.empty()) fill_areas(row);
  }

 private:
  void fill_areas(Row& row);

  struct Area {
    Range range;
    std::string json;  // the value, once its row has come by
  };
  std::vector<Area> areas_;     // by first row
  std::vector<size_t> active_;  // areas that the row at hand lies in
  size_t next_ = 0;
};

}  // namespace xlsx2jsonl
