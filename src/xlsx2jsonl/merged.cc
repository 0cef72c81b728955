#include "xlsx2jsonl/merged.h"

#include <algorithm>

#include "xlsx2jsonl/xml.h"

namespace xlsx2jsonl {
namespace {

constexpr size_t kMaxAreas = 1 << 20;

}  // namespace

MergedAreas::MergedAreas(SourcePtr source, const std::string& part) {
  parse_xml(std::move(source), part, [&](const Element& element) {
    if (element.name != "mergeCell" || element.parent != "mergeCells") return;
    if (auto range = parse_range(element.attribute("ref"))) add(*range);
    if (areas_.size() > kMaxAreas) throw Error{Kind::kLimit, "over a million merged areas"};
  });
  sort();
}

void MergedAreas::add(const Range& area) { areas_.push_back({area, {}}); }

void MergedAreas::sort() {
  std::stable_sort(areas_.begin(), areas_.end(), [](const Area& a, const Area& b) {
    return a.range.first_row < b.range.first_row;
  });
}

void MergedAreas::fill_areas(Row& row) {
  while (next_ < areas_.size() && areas_[next_].range.first_row <= row.number) {
    Area& area = areas_[next_];
    if (area.range.first_row == row.number)
      for (const Cell& cell : row.cells)
        if (cell.column == area.range.first_column) area.json = cell.json;
    if (!area.json.empty()) active_.push_back(next_);
    ++next_;
  }
  std::erase_if(active_, [&](size_t i) { return areas_[i].range.last_row < row.number; });
  if (active_.empty()) return;
  for (size_t i : active_) {
    const Range& range = areas_[i].range;
    std::erase_if(row.cells, [&](const Cell& cell) {
      return cell.column >= range.first_column && cell.column <= range.last_column;
    });
    for (uint32_t column = range.first_column; column <= range.last_column; ++column)
      row.cells.push_back({column, areas_[i].json});
  }
  std::sort(row.cells.begin(), row.cells.end(),
            [](const Cell& a, const Cell& b) { return a.column < b.column; });
}

}  // namespace xlsx2jsonl
