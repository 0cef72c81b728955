// Hints for unknown names: words of other languages, jq's functions that are left out. Used by parser and resolver.
// Tested by tests/unit/resolver_test.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/suggest.h"

namespace rejig::lang {

// Why jq's function of that name is left out here; nothing for other names.
std::optional<std::string_view> left_out(std::string_view name);

// The function that has this name in another language; empty for other names.
std::string_view renamed(std::string_view name);

// What to write instead of another language's function or word; empty for other names.
std::string instead_of(std::string_view name);

// The hint if the program is something else, such as the name of a file.
constexpr std::string_view kNoProgram = "is the program missing? rejig PROGRAM FILE, or rejig -f RULES FILE";

// A whole program that looks like the name of a file: data.jsonl, ../in/train-2024.json
bool is_file_name(std::string_view text);

}  // namespace rejig::lang
