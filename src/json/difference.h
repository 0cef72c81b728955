// How two versions of a value differ, place by place: what a change is shown or logged as. Parts that both versions
// share are passed over, so that it costs what changed and the containers on the way there.
// Tested by tests/unit/changes_test.cc.
#pragma once

#include <optional>
#include <vector>

#include "json/value.h"

namespace rejig::json {

// A member or element of what is at `around`; null is the whole value.
struct Place {
  const Place* around;
  Value key;
};

// `place`: where it stood before, but of what is new the last key is where it stands after.
struct Difference {
  const Place* place;
  std::optional<Value> before, after;  // nothing: it is new, or it is gone
};

// In order; none for what is written alike, and none for the order of members. Members are told apart by their keys,
// elements by where they stood in the record, and by order between those. Lives as long as `arena`; may throw Exhausted.
std::vector<Difference> differences(Value before, Value after, Arena& arena);

}  // namespace rejig::json
