// Line and column of a byte in a text, computed only when a message needs them.
// Tested by tests/unit/place_test.cc.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace rejig {

// Both from 1; a column counts bytes.
struct Place {
  size_t line = 1;
  size_t column = 1;
};

inline Place place_of(std::string_view text, size_t offset) {
  std::string_view before = text.substr(0, offset);
  return {1 + static_cast<size_t>(std::count(before.begin(), before.end(), '\n')),
          1 + (before.size() - (before.rfind('\n') + 1))};
}

}  // namespace rejig
