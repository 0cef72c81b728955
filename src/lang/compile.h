// Turns program text into a Program. Entry: compile. Throws CompileError, nothing else.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "lang/program.h"

namespace rejig::lang {

// What the language half needs to know about the other half. The tables must outlive the Program.
// `prelude`: builtins written in jq ("def map(f): [.[] | f]; ..."), each compiled only when used;
// every definition begins with "def " at the start of a line, and no other line does.
struct Environment {
  std::span<const BuiltinName> builtins;
  std::string_view prelude;
  std::vector<Global> globals;
};

// Parses and resolves; sources run in order, as if written one after the other.
Program compile(std::vector<Source> sources, const Environment& environment);

}  // namespace rejig::lang
