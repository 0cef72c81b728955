// Regular expressions: checked before a program runs, and what sub and gsub are made of.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "builtins/native.h"

namespace rejig::builtins {

// What is wrong with the pattern or the flags, in the words that `catch` would see; nothing if all
// is well. Also compiles it for the calling thread.
std::optional<std::string> prepare_regex(std::string_view pattern, std::string_view flags);

// The arguments: pattern, flags. [gap, captures, gap, captures, ..., rest]: the text before each match and the object
// of its named groups, at the end the text behind the last. Only [input] where nothing matches.
bool find_edits(Call& call);

// The arguments: pattern, flags, text. The input itself where nothing matches.
bool replace_all(Call& call);

}  // namespace rejig::builtins
