// Cell references: "B7", columns as letters, ranges as "A1:D100", "A:D" or "2:100". Columns and
// rows count from 0 here for columns and from 1 for rows, as in keys ("Unnamed: 0") and in files.
// Tested by tests/unit/xlsx_reference_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace xlsx2jsonl {

inline constexpr uint32_t kMaxColumns = 16'384;  // up to XFD
inline constexpr uint32_t kLastRow = 1'048'576;  // of the format; more rows are read all the same

struct Reference {
  uint32_t column = 0;
  uint32_t row = 0;  // 0: not given
};

// "B7", "$b$7", "B", and "B0" for "B"; nothing if it is none of these. The column may lie beyond
// XFD.
std::optional<Reference> parse_reference(std::string_view text);

// 0 is "A".
std::string column_name(uint32_t column);

// Both corners belong to it.
struct Range {
  uint32_t first_column = 0;
  uint32_t last_column = kMaxColumns - 1;
  uint32_t first_row = 1;
  uint32_t last_row = UINT32_MAX;
};

// Nothing if `text` is no range, or an empty one.
std::optional<Range> parse_range(std::string_view text);

}  // namespace xlsx2jsonl
