// What a shell needs to complete a program's command line, made from its table of flags: options, words
// that a value can be ("a|b"), files for values called FILE and for operands. Used by both programs.
// Entry: completion. Tested by tests/completion.py.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/flags.h"

namespace rejig {

// What `--completion` takes.
constexpr std::string_view kShells = "bash|zsh|fish";

// The script for one of kShells. Throws UsageError for others.
std::string completion(std::string_view shell, std::string_view program, std::span<const FlagText* const> table);

}  // namespace rejig
