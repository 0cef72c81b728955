// The table of builtins: natives by subject (native.h), those that take expressions (the
// evaluator's), and the prelude of those written in jq. A node's `ref` is an index here. Entry:
// builtins(), prelude().
#pragma once

#include <span>
#include <string_view>

#include "builtins/native.h"
#include "lang/compile.h"

namespace rejig::eval {

class Evaluator;
struct Frame;
struct Item;
enum class Flow : uint8_t;
template <class Signature>
class FunctionRef;

constexpr uint32_t kMaxArity = 8;

// Exactly one of native, value (always one output) and generator is set.
struct Builtin {
  using Value1 = bool (Evaluator::*)(const lang::Node&, Frame*, Value in, Value& out);
  using Generator = Flow (Evaluator::*)(const lang::Node&, Frame*, Item, FunctionRef<Flow(Item)>);

  std::string_view name;
  uint8_t arity = 0;
  bool single = false;  // exactly one output when every argument gives exactly one
  bool (*native)(Call&) = nullptr;
  Value1 value = nullptr;
  Generator generator = nullptr;
  uint8_t kinds = 0;                 // of strings, numbers, ...: bits by Kind
  const Builtin* by_keys = nullptr;  // of sort_by and its kin: the native that takes all keys
};

std::span<const Builtin> builtins();
const Builtin* find_builtin(std::string_view name, uint32_t arity);  // null where there is none
// builtins() as the language half wants it, same order.
std::span<const lang::BuiltinName> builtin_names();
std::string_view prelude();

}  // namespace rejig::eval
