// A computed value put beside the one it takes the place of, so that what did not change keeps its bytes.
// Tested by tests/unit/version_test.cc.
#pragma once

#include "json/value.h"

namespace rejig::json {

// `after` as a new version of `before`, a part of a record: members that are in both keep their place, and so do
// elements, which are told by where they stood in the record and by order between those. `before` itself where they
// are written alike; `after` as it is where its members have another order. Takes the time to read both; may throw
// Exhausted.
Value version_of(Value before, Value after, Arena& arena);

}  // namespace rejig::json
