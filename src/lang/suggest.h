// What to say about a name nobody knows: words of other languages, jq's functions that are left
// out, names that look alike. Used by the resolver. Tested by tests/unit/resolver_test.cc.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace rejig::lang {

// Why jq's function of that name is not to be had here; nothing for other names.
std::optional<std::string_view> left_out(std::string_view name);

// What another language's function or word is called here; empty for other names.
std::string_view instead_of(std::string_view name);

// The name most like `name`, if one is near enough to be a slip of the finger; else empty.
std::string_view nearest(std::string_view name, const std::vector<std::string_view>& names);

// "text", "json", ...: what may follow an @.
bool is_format(std::string_view name);
const std::vector<std::string_view>& formats();

}  // namespace rejig::lang
