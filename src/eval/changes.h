// The changes of a record, each with its rule and its place: what statistics, diffs and logs of changes are views of.
// Tested by tests/unit/changes_test.cc and tests/unit/runner_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "eval/interpreter.h"
#include "json/difference.h"

namespace rejig::eval {

// As a Difference of the record as the statement that made it found it.
struct Change {
  uint32_t rule;  // in Program::rules
  const json::Place* place;
  std::optional<json::Value> before, after;
};

// In order. Whoever drops a record changes it from what it was to nothing. What an `each` changed is its innermost
// rule's that touched the place last. It is its own where it wrote something itself (null for what was absent), and
// where elements moved while it worked, so that no place says whose they are.
std::vector<Change> changes(std::span<const Revision> revisions, json::Arena& arena);

}  // namespace rejig::eval
