// From program text to Program. Entry: compile. Throws CompileError, nothing else.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "lang/program.h"

namespace rejig::lang {

// A function the evaluator implements; the resolver needs its name and arity to refer to it, and whether
// it gives exactly one output when each of its arguments does (so `single` can be derived).
struct BuiltinName {
  std::string_view name;
  uint8_t arity;
  bool single;
};

// What the language half must be told about the other half; tables must outlive the Program.
// `prelude`: builtins written in jq ("def map(f): [.[] | f]; ..."), each compiled only when used.
// `left_out`: jq functions refused by name ("input", ...), with the reason shown as a hint.
struct Environment {
  std::span<const BuiltinName> builtins;
  std::string_view prelude;
  std::vector<Global> globals;
};

// Parses and resolves; sources run in order, as if written one after the other.
Program compile(std::vector<Source> sources, Environment environment);

}  // namespace rejig::lang
