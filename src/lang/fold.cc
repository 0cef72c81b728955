// See fold.h.

#include "lang/fold.h"

#include <optional>
#include <string>

namespace rejig::lang {
namespace {

using json::Tag;
using json::Value;

const Value* constant(const Program& program, NodeId id) {
  const Node& node = program[id];
  return node.op == Op::literal ? &program.constants[node.ref] : nullptr;
}

std::optional<int64_t> small_integer(const Value& v) {
  constexpr int64_t kExact = int64_t{1} << 53;
  auto n = v.is_number() ? json::to_integer(v) : std::nullopt;
  return n && *n <= kExact && *n >= -kExact ? n : std::nullopt;
}

Value spelled_number(Program& program, const std::string& text) {
  Value v = Value::of(program.arena.copy(text));
  v.tag = Tag::literal;
  return v;
}

std::optional<Value> joined(Program& program, const Value& a, const Value& b) {
  constexpr size_t kLongest = size_t{64} << 10;
  if (a.tag != Tag::string || b.tag != Tag::string || a.size + b.size > kLongest) return {};
  std::string text(a.text, a.size);
  return Value::of(program.arena.copy(text.append(b.text, b.size)));
}

std::optional<Value> arithmetic(Program& program, Op op, const Value& a, const Value& b) {
  if (op == Op::add && a.is_string()) return joined(program, a, b);
  auto x = small_integer(a), y = small_integer(b);
  if (!x || !y) return {};
  int64_t result = 0;
  if (op == Op::multiply && __builtin_mul_overflow(*x, *y, &result)) return {};
  if (op != Op::multiply) result = op == Op::add ? *x + *y : *x - *y;
  if (!small_integer(Value::of(result))) return {};
  // A product of 0 and a negative number is -0 in jq.
  if (op == Op::multiply && result == 0) return {};
  return spelled_number(program, std::to_string(result));
}

}  // namespace

bool fold(Program& program, NodeId id) {
  const Node& node = program[id];
  bool sign = node.op == Op::negate;
  if (!sign && node.op != Op::add && node.op != Op::subtract && node.op != Op::multiply)
    return false;
  const Value* a = constant(program, node.a);
  const Value* b = sign ? a : constant(program, node.b);
  if (!a || !b) return false;
  if (sign && !a->is_number()) return false;
  auto result = sign ? std::optional(json::negated(*a, program.arena))
                     : arithmetic(program, node.op, *a, *b);
  if (!result) return false;
  program.constants.push_back(*result);
  Node& folded = program.nodes[id];
  folded.op = Op::literal;
  folded.a = folded.b = 0;
  folded.ref = static_cast<uint32_t>(program.constants.size() - 1);
  return true;
}

}  // namespace rejig::lang
