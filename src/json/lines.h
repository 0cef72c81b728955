// One pass over a block that finds the ends of its lines and checks every backslash escape, which stage 1
// does not look at: a backslash outside a string is an error anyway, so no structure is needed.
// Tested by tests/unit/index_test.cc.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace rejig::json {

struct Lines {
  std::vector<uint32_t> ends;    // offset of each '\n'
  bool unicode_escapes = false;  // some \u or \/: keys may be spelled in other ways
};

// Whether all escapes are among \" \\ \/ \b \f \n \r \t \uXXXX.
bool scan_lines(std::string_view block, Lines& lines);

}  // namespace rejig::json
