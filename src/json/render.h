// Whole records laid out anew: sorted keys, indentation, ASCII only. Spacing as jq's and Python's; numbers and
// strings keep their spelling. Tested by tests/unit/render_test.cc.
#pragma once

#include <string>

#include "json/value.h"

namespace rejig::json {

struct Rendering {
  bool sort_keys = false;
  bool ascii = false;  // other characters as \uXXXX
  int indent = 0;      // spaces a level; 0: all on one line
};

// Appends `v`; with an indent every line but the first begins with that of `level`.
void render(Value v, const Rendering& how, int level, std::string& out, Arena& arena);

}  // namespace rejig::json
