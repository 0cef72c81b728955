// Builtins that are functions of values: the input and the arguments in, one value or an error out.
// Builtins that take expressions (generators, paths, control) live in the evaluator instead; the
// evaluator runs a native once for every combination of its arguments' outputs.
#pragma once

#include <fmt/format.h>

#include <span>
#include <string_view>

#include "json/value.h"

namespace rejig::builtins {

using json::Arena;
using json::Kind;
using json::Tag;
using json::Value;

// One call. `error` is what `catch` sees; `result` is what the function returns.
struct Call {
  Arena& arena;
  Value input;
  std::span<const Value> args;
  Value result;
  Value error;

  // return call.give(v); return call.fail("{} cannot ...", ...);
  bool give(Value v) {
    result = v;
    return true;
  }
  template <class... Args>
  bool fail(fmt::format_string<Args...> format, Args&&... args) {
    error = Value::of(arena.copy(fmt::format(format, std::forward<Args>(args)...)));
    return false;
  }
};

// For functions that are not called by programs: false, and the error in place of the result.
template <class... Args>
bool complain(Arena& arena, Value& out, fmt::format_string<Args...> format, Args&&... args) {
  out = Value::of(arena.copy(fmt::format(format, std::forward<Args>(args)...)));
  return false;
}

// What `run` does as a call without input.
template <class F>
bool run_call(Arena& arena, Value& out, F run) {
  Call call{arena, {}, {}, {}, {}};
  bool good = run(call);
  out = good ? call.result : call.error;
  return good;
}

// How deep jq 1.8 goes into values in one step.
constexpr uint32_t kMaxDepth = 10'000;

// A value in an error, cut to 29 bytes as jq 1.8 does.
std::string shown(Value v, Arena& arena);
// "object ({\"a\":1})"
std::string describe(Value v, Arena& arena);

}  // namespace rejig::builtins
