// How two versions of a value differ, place by place: what a change is shown or logged as. Parts that both versions
// share are passed over, so that it costs what changed and the containers on the way there.
// Tested by tests/unit/difference_test.cc and, with the revisions, tests/unit/runner_test.cc.
#pragma once

#include <optional>
#include <vector>

#include "json/value.h"

namespace rejig::json {

// `path`: the keys to it, as jq's paths; where it stood before, but the last key of what is new where it stands after.
struct Difference {
  Value path;
  std::optional<Value> before, after;  // nothing: it is new, or it is gone
};

// In order; none for what would be written alike. `at`: the keys to the value itself. Elements are told apart by
// where they stood in the raw array, and by order between those; members by their keys. May throw Exhausted.
std::vector<Difference> differences(Value at, Value before, Value after, Arena& arena);

}  // namespace rejig::json
