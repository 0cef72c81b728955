// Computes constant expressions once instead of on every record. Used by the resolver.
// Tested by tests/unit/resolver_test.cc.
#pragma once

#include "lang/program.h"

namespace rejig::lang {

// Makes the node a literal if its operands are constants and the result is certain to be the one that jq
// gives: integers within 2^53, short strings, null and booleans, computed from such constants; signs of numbers.
bool fold(Program& program, NodeId id);

}  // namespace rejig::lang
