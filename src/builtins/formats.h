// The @formats of strings.
#pragma once

#include <string_view>

#include "builtins/native.h"

namespace rejig::eval {

// call.input, formatted: `@name`, and each hole of `@name "...\(hole)..."`.
bool format(std::string_view name, Call& call);

}  // namespace rejig::eval
