// One pass over a block that finds the ends of its lines and checks every backslash escape, which stage 1
// does not look at: a backslash outside a string is an error anyway, so no structure is needed.
// Tested by tests/unit/index_test.cc.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace rejig::json {

struct Lines {
  std::span<const uint32_t> ends;  // offset of each '\n'
  bool unicode_escapes = false;    // some \u or \/: keys may be spelled in other ways
};

// Whether all escapes are among \" \\ \/ \b \f \n \r \t \uXXXX. `ends` has place for block.size() offsets and is
// where lines.ends is put.
bool scan_lines(std::string_view block, uint32_t* ends, Lines& lines);

}  // namespace rejig::json
