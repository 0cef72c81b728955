// Regular expressions, checked before a program runs (prepare.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "builtins/native.h"

namespace rejig::eval {

// What is wrong with the pattern or the flags, in the words that `catch` would see; nothing if all
// is well. Also compiles it for the calling thread.
std::optional<std::string> prepare_regex(std::string_view pattern, std::string_view flags);

}  // namespace rejig::eval
