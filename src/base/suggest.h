// Which of the known names somebody may have meant who wrote another one.
// Tested by tests/unit/suggest_test.cc.
#pragma once

#include <span>
#include <string_view>

namespace rejig {

// The name most like `name`, if one is near enough to be a slip of the finger; else empty. Of equally near ones
// the first in the alphabet.
std::string_view nearest(std::string_view name, std::span<const std::string_view> names);

}  // namespace rejig
