// Turns program text into a Program. Entry: compile. Throws CompileError, nothing else.
#pragma once

#include <span>
#include <vector>

#include "lang/program.h"

namespace rejig::lang {

// What a program may use without defining it.
struct Environment {
  std::vector<Global> globals{};
  std::span<const builtins::Builtin> builtins = builtins::table();  // which outlives the Program
};

// Parses and resolves; sources run in order, as if written one after the other.
Program compile(std::vector<Source> sources, const Environment& environment = {});

}  // namespace rejig::lang
