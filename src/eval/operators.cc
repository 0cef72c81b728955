// Arithmetic and comparison. See operators.h.
#include "eval/operators.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "builtins/native.h"
#include "builtins/text.h"
#include "json/stack.h"

namespace rejig::eval {

using json::Array;
using json::Object;
using json::open_array;
using json::open_object;
using json::text_of;
using lang::Op;

namespace {

bool refuse(Value a, Value b, std::string_view done, Arena& arena, Value& out) {
  return complain(arena, out, "{} and {} cannot be {}", describe(a, arena), describe(b, arena),
                  done);
}

Value add_arrays(Value a, Value b, Arena& arena) {
  const Array& more = open_array(b, arena);
  if (more.size == 0) return a;
  Value sum = json::append(a, more.items[0].value, arena);
  auto& grown = const_cast<Array&>(*sum.array);  // made just now, nobody else has seen it
  for (uint32_t i = 1; i < more.size; ++i) json::push(grown, more.items[i].value, arena);
  return sum;
}

Value add_objects(Value a, Value b, Arena& arena) {
  const Object& more = open_object(b, arena);
  if (more.size == 1) return json::with_member(a, more.items[0].key, more.items[0].value, arena);
  if (more.size == 0) return a;
  Object* sum = own_version(open_object(a, arena), arena);
  for (uint32_t i = 0; i < more.size; ++i)
    json::put(*sum, more.items[i].key, more.items[i].value, arena);
  return Value::of(sum);
}

bool merge(Value a, Value b, uint32_t depth, Arena& arena, Value& out) {
  json::need_stack();
  if (depth > kMaxDepth) return complain(arena, out, "Object merge too deep");
  const Object& more = open_object(b, arena);
  Object* sum = own_version(open_object(a, arena), arena);
  for (uint32_t i = 0; i < more.size; ++i) {
    auto [key, value, origin] = more.items[i];
    const json::Member* old = json::find_member(*sum, key);
    bool both = old && old->value.is_object() && value.is_object();
    if (both && !merge(old->value, value, depth + 1, arena, value)) return out = value, false;
    json::put(*sum, key, value, arena);
  }
  return out = Value::of(sum), true;
}

Value subtract_arrays(Value a, Value b, Arena& arena) {
  const Array& from = open_array(a, arena);
  const Array& gone = open_array(b, arena);
  Array* left = json::make_array(arena, from.size);
  for (uint32_t i = 0; i < from.size; ++i) {
    auto matches = [&](const json::Element& e) {
      return json::equal(from.items[i].value, e.value, arena);
    };
    if (std::none_of(gone.items, gone.items + gone.size, matches))
      json::push(*left, from.items[i].value, arena);
  }
  return Value::of(left);
}

bool repeat(Value text, Value count, Arena& arena, Value& out) {
  return run_call(arena, out, [&](Call& call) { return multiply_string(call, text, count); });
}

// Towards zero, clamped; nan is 0.
int64_t whole(Value number) {
  if (auto exact = json::to_integer(number)) return *exact;
  double d = json::to_double(number);
  if (std::isnan(d)) return 0;
  if (d >= 9223372036854775808.0) return std::numeric_limits<int64_t>::max();
  if (d < -9223372036854775808.0) return std::numeric_limits<int64_t>::min();
  return static_cast<int64_t>(d);
}

bool add_numbers(Value a, Value b, Value& out) {
  auto x = json::to_integer(a), y = json::to_integer(b);
  int64_t sum;
  if (x && y && !__builtin_add_overflow(*x, *y, &sum)) return out = Value::of(sum), true;
  out = Value::of(json::to_double(a) + json::to_double(b));
  return true;
}

bool subtract_numbers(Value a, Value b, Value& out) {
  auto x = json::to_integer(a), y = json::to_integer(b);
  int64_t difference;
  if (x && y && !__builtin_sub_overflow(*x, *y, &difference))
    return out = Value::of(difference), true;
  out = Value::of(json::to_double(a) - json::to_double(b));
  return true;
}

bool multiply_numbers(Value a, Value b, Value& out) {
  auto x = json::to_integer(a), y = json::to_integer(b);
  int64_t product;
  if (x && y && !__builtin_mul_overflow(*x, *y, &product) && product != 0)
    return out = Value::of(product), true;
  out = Value::of(json::to_double(a) * json::to_double(b));  // 0 * -1 is -0
  return true;
}

bool divide_numbers(Value a, Value b, Arena& arena, Value& out) {
  double divisor = json::to_double(b);
  if (divisor == 0) return refuse(a, b, "divided because the divisor is zero", arena, out);
  auto x = json::to_integer(a), y = json::to_integer(b);
  if (x && y && *x != 0 && *y != -1 && *x % *y == 0) return out = Value::of(*x / *y), true;
  out = Value::of(json::to_double(a) / divisor);
  return true;
}

bool modulo(Value a, Value b, Arena& arena, Value& out) {
  if (std::isnan(json::to_double(a)) || std::isnan(json::to_double(b)))
    return out = Value::of(std::numeric_limits<double>::quiet_NaN()), true;
  int64_t divisor = whole(b);
  if (divisor == 0)
    return refuse(a, b, "divided (remainder) because the divisor is zero", arena, out);
  out = Value::of(divisor == -1 ? int64_t{0} : whole(a) % divisor);
  return true;
}

// The most frequent cases by far; false for all others.
bool compute_integers(Op op, int64_t a, int64_t b, Value& out) {
  int64_t n;
  if (op == Op::add && !__builtin_add_overflow(a, b, &n)) return out = Value::of(n), true;
  if (op == Op::subtract && !__builtin_sub_overflow(a, b, &n)) return out = Value::of(n), true;
  if (op == Op::multiply && !__builtin_mul_overflow(a, b, &n) && n != 0)
    return out = Value::of(n), true;
  return false;
}

bool add(Value a, Value b, Workbench& bench, Value& out) {
  Arena& arena = *bench.arena;
  if (a.tag == Tag::null) return out = b, true;
  if (b.tag == Tag::null) return out = a, true;
  if (a.kind() != b.kind()) return refuse(a, b, "added", arena, out);
  switch (a.kind()) {
    case Kind::number:
      return add_numbers(a, b, out);
    case Kind::string:
      return out = concatenate(text_of(a, arena), text_of(b, arena), bench), true;
    case Kind::array:
      return out = add_arrays(a, b, arena), true;
    case Kind::object:
      return out = add_objects(a, b, arena), true;
    default:
      return refuse(a, b, "added", arena, out);
  }
}

bool subtract(Value a, Value b, Arena& arena, Value& out) {
  if (a.is_number() && b.is_number()) return subtract_numbers(a, b, out);
  if (a.is_array() && b.is_array()) return out = subtract_arrays(a, b, arena), true;
  return refuse(a, b, "subtracted", arena, out);
}

bool multiply(Value a, Value b, Arena& arena, Value& out) {
  if (a.is_number() && b.is_number()) return multiply_numbers(a, b, out);
  if (a.is_string() && b.is_number()) return repeat(a, b, arena, out);
  if (a.is_number() && b.is_string()) return repeat(b, a, arena, out);
  if (a.is_object() && b.is_object()) return merge(a, b, 0, arena, out);
  return refuse(a, b, "multiplied", arena, out);
}

bool divide(Value a, Value b, Arena& arena, Value& out) {
  if (a.is_number() && b.is_number()) return divide_numbers(a, b, arena, out);
  if (a.is_string() && b.is_string())
    return out = split_text(text_of(a, arena), text_of(b, arena), arena), true;
  return refuse(a, b, "divided", arena, out);
}

bool equal_values(Value a, Value b, Arena& arena) {
  if (a.kind() != b.kind()) return false;
  if (a.tag == Tag::string && b.tag == Tag::string)
    return a.size == b.size && std::memcmp(a.text, b.text, a.size) == 0;
  return json::equal(a, b, arena);
}

bool holds_for(Op op, std::strong_ordering order) {
  switch (op) {
    case Op::equal:
      return order == 0;
    case Op::not_equal:
      return order != 0;
    case Op::less:
      return order < 0;
    case Op::less_equal:
      return order <= 0;
    case Op::greater:
      return order > 0;
    default:
      return order >= 0;
  }
}

}  // namespace

Value concatenate(std::string_view a, std::string_view b, Workbench& bench) {
  if (b.empty()) return Value::of(a);
  if (a.empty()) return Value::of(b);
  bool again = a.data() + a.size() == bench.text_end;
  size_t size = a.size() + b.size();
  if (!again || b.size() > static_cast<size_t>(bench.text_limit - bench.text_end)) {
    size_t room = again ? 2 * size : (size + 7) & ~size_t{7};
    char* bytes = bench.arena->make_array<char>(room);
    std::memcpy(bytes, a.data(), a.size());
    bench.text_end = bytes + a.size();
    bench.text_limit = bytes + room;
  }
  std::memcpy(bench.text_end, b.data(), b.size());
  bench.text_end += b.size();
  return Value::of(std::string_view(bench.text_end - size, size));
}

bool operate(Op op, Value a, Value b, Workbench& bench, Value& out) {
  if (a.tag == Tag::integer && b.tag == Tag::integer &&
      compute_integers(op, a.integer, b.integer, out))
    return true;
  Arena& arena = *bench.arena;
  switch (op) {
    case Op::add:
      return add(a, b, bench, out);
    case Op::subtract:
      return subtract(a, b, arena, out);
    case Op::multiply:
      return multiply(a, b, arena, out);
    case Op::divide:
      return divide(a, b, arena, out);
    default:
      if (a.is_number() && b.is_number()) return modulo(a, b, arena, out);
      return refuse(a, b, "divided (remainder)", arena, out);
  }
}

bool negate(Value v, Arena& arena, Value& out) {
  if (!v.is_number()) return complain(arena, out, "{} cannot be negated", describe(v, arena));
  return out = json::negated(v, arena), true;
}

bool holds(Op op, Value a, Value b, Arena& arena) {
  if (a.tag == Tag::integer && b.tag == Tag::integer) return holds_for(op, a.integer <=> b.integer);
  switch (op) {
    case Op::equal:
      return equal_values(a, b, arena);
    case Op::not_equal:
      return !equal_values(a, b, arena);
    default:
      return holds_for(op, json::compare(a, b, arena));
  }
}

}  // namespace rejig::eval
