// Builtins that are functions of values: the input and the arguments in, one value or an error out.
// Builtins that take expressions (generators, paths, control) live in the interpreter instead; the
// interpreter runs a native once for every combination of its arguments' outputs.
#pragma once

#include <fmt/format.h>

#include <span>
#include <string_view>

#include "json/value.h"

namespace rejig::eval {

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

// How deep jq 1.8 goes into values in one step.
constexpr uint32_t kMaxDepth = 10'000;

struct Native {
  std::string_view name;
  uint8_t arity;
  bool (*run)(Call&);  // false: call.error is set
};

// A value in an error, cut to 29 bytes as jq 1.8 does.
std::string shown(Value v, Arena& arena);
// "object ({\"a\":1})"
std::string describe(Value v, Arena& arena);

// The tables of the files in this folder, by subject.
std::span<const Native> math_natives();
std::span<const Native> string_natives();
std::span<const Native> format_natives();
std::span<const Native> date_natives();
std::span<const Native> regex_natives();
std::span<const Native> collection_natives();

}  // namespace rejig::eval
