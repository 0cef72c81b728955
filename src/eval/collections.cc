// Builtins on arrays and objects, and on values of any kind. What needs an order is in order.cc,
// what jq lacks in extensions.cc; what takes an expression is the interpreter's. Entry:
// collection_natives(). Tested by tests/unit/collections_test.cc.
#include "eval/collections.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "eval/text.h"

namespace rejig::eval {
namespace {

Value integer(uint32_t n) { return Value::of(int64_t{n}); }

bool fail_to_index(Call& call, Value v, Value key) {
  return call.fail("Cannot index {} with {}", json::kind_name(v), describe(key, call.arena));
}

// ---- keys

bool give_indices(Call& call, uint32_t size) {
  json::Array* out = json::make_array(call.arena, size);
  for (uint32_t i = 0; i < size; ++i) json::push(*out, integer(i), call.arena);
  return call.give(Value::of(out));
}

bool keys_of(Call& call, bool sorted) {
  if (call.input.is_array()) return give_indices(call, json::length(call.input));
  if (!call.input.is_object()) return call.fail("{} has no keys", describe(call.input, call.arena));
  const json::Object& object = json::open_object(call.input, call.arena);
  auto* keys = call.arena.make_array<std::string_view>(object.size);
  for (uint32_t i = 0; i < object.size; ++i) keys[i] = object.items[i].key;
  if (sorted) std::sort(keys, keys + object.size);
  json::Array* out = json::make_array(call.arena, object.size);
  for (uint32_t i = 0; i < object.size; ++i) json::push(*out, Value::of(keys[i]), call.arena);
  return call.give(Value::of(out));
}

bool keys(Call& call) { return keys_of(call, true); }
bool keys_unsorted(Call& call) { return keys_of(call, false); }

bool give_presence(Call& call, Value container, Value key) {
  bool by_name = key.is_string();
  if (container.tag == Tag::null && (by_name || key.is_number()))
    return call.give(Value::boolean(false));
  if (container.is_object() && by_name) {
    auto found = json::find(container, json::text_of(key, call.arena));
    return call.give(Value::boolean(found.has_value()));
  }
  if (container.is_array() && key.is_number()) {
    double i = std::trunc(json::to_double(key));
    return call.give(Value::boolean(i >= 0 && i < json::length(container)));
  }
  return call.fail("Cannot check whether {} has a {} key", json::kind_name(container),
                   json::kind_name(key));
}

bool has(Call& call) { return give_presence(call, call.input, call.args[0]); }
bool is_in(Call& call) { return give_presence(call, call.args[0], call.input); }

// ---- entries

bool to_entries(Call& call) {
  Arena& arena = call.arena;
  auto entry = [&](Value key, Value value) {
    json::Object* object = json::make_object(arena, 2);
    json::put(*object, "key", key, arena);
    json::put(*object, "value", value, arena);
    return Value::of(object);
  };
  if (!call.input.is_array() && !call.input.is_object())
    return call.fail("{} has no keys", describe(call.input, arena));
  json::Array* out = json::make_array(arena, json::length(call.input));
  if (call.input.is_array()) {
    const json::Array& array = json::open_array(call.input, arena);
    for (uint32_t i = 0; i < array.size; ++i)
      json::push(*out, entry(integer(i), array.items[i].value), arena);
  } else {
    const json::Object& object = json::open_object(call.input, arena);
    for (uint32_t i = 0; i < object.size; ++i)
      json::push(*out, entry(Value::of(object.items[i].key), object.items[i].value), arena);
  }
  return call.give(Value::of(out));
}

// The first of an entry's members of these names that is neither null nor false; else the last
// one's.
template <size_t n>
Value first_true(Value entry, const std::string_view (&names)[n]) {
  Value v;
  for (std::string_view name : names) {
    auto found = json::find(entry, name);
    v = found ? *found : Value{};
    if (v.truthy()) break;
  }
  return v;
}

bool add_entry(Call& call, Value entry, json::Object& out) {
  constexpr std::string_view kNames[] = {"key", "Key", "name", "Name"};
  if (!entry.is_object() && entry.tag != Tag::null)
    return fail_to_index(call, entry, Value::of(kNames[0]));
  Value key = entry.is_object() ? first_true(entry, kNames) : Value{};
  if (!key.is_string()) return call.fail("Cannot use {} as object key", describe(key, call.arena));
  auto value = json::find(entry, "value");
  if (!value) value = json::find(entry, "Value");
  json::put(out, json::text_of(key, call.arena), value ? *value : Value{}, call.arena);
  return true;
}

bool from_entries(Call& call) {
  json::Object* out = json::make_object(call.arena, 4);
  return each_item(call, call.input, [&](Value v) { return add_entry(call, v, *out); }) &&
         call.give(Value::of(out));
}

// ---- add

// A sum under way. Strings grow in the scratch buffer, arrays and objects in a copy of our own.
class Sum {
 public:
  explicit Sum(Call& call) : call_(call), text_(scratch()) {}

  bool add(Value v) {
    if (v.tag == Tag::null) return true;
    if (total_.tag == Tag::null) return total_ = v, true;
    if (total_.is_number() && v.is_number()) return add_number(v);
    if (total_.is_string() && v.is_string()) return add_string(v);
    if (total_.is_array() && v.is_array()) return add_elements(v);
    if (total_.is_object() && v.is_object()) return add_members(v);
    return call_.fail("{} and {} cannot be added", describe(total(), call_.arena),
                      describe(v, call_.arena));
  }

  Value total() { return in_text_ ? Value::of(call_.arena.copy(text_)) : total_; }

 private:
  bool add_number(Value v) {
    auto a = json::to_integer(total_);
    auto b = json::to_integer(v);
    int64_t exact;
    bool fits = a && b && !__builtin_add_overflow(*a, *b, &exact);
    total_ = fits ? Value::of(exact) : Value::of(json::to_double(total_) + json::to_double(v));
    return true;
  }

  bool add_string(Value v) {
    if (!in_text_) text_ = json::text_of(total_, call_.arena);
    in_text_ = true;
    text_ += json::text_of(v, call_.arena);
    return true;
  }

  bool add_elements(Value v) {
    if (!array_) {
      array_ = json::make_array(call_.arena, json::length(total_) + json::length(v));
      append(total_);
      total_ = Value::of(array_);
    }
    append(v);
    return true;
  }

  void append(Value v) {
    const json::Array& items = json::open_array(v, call_.arena);
    for (uint32_t i = 0; i < items.size; ++i)
      json::push(*array_, items.items[i].value, call_.arena);
  }

  bool add_members(Value v) {
    if (!object_) {
      object_ = json::make_object(call_.arena, json::length(total_) + json::length(v));
      merge(total_);
      total_ = Value::of(object_);
    }
    merge(v);
    return true;
  }

  void merge(Value v) {
    const json::Object& members = json::open_object(v, call_.arena);
    for (uint32_t i = 0; i < members.size; ++i)
      json::put(*object_, members.items[i].key, members.items[i].value, call_.arena);
  }

  Call& call_;
  Value total_;  // a string that grew is in text_
  std::string& text_;
  bool in_text_ = false;
  json::Array* array_ = nullptr;
  json::Object* object_ = nullptr;
};

bool add(Call& call) {
  Sum sum(call);
  return each_item(call, call.input, [&](Value v) { return sum.add(v); }) && call.give(sum.total());
}

// ---- flatten

// Depths count down to 0; below 0 there is no end. Arrays that are open wait on a stack of our own.
void flatten_into(json::Array& out, const json::Array& root, double depth, Arena& arena) {
  struct Open {
    const json::Array* array;
    uint32_t next;
  };
  std::vector<Open> open = {{&root, 0}};
  while (!open.empty()) {
    Open& top = open.back();
    if (top.next == top.array->size) {
      open.pop_back();
      continue;
    }
    Value v = top.array->items[top.next++].value;
    if (v.is_array() && depth - static_cast<double>(open.size() - 1) != 0)
      open.push_back({&json::open_array(v, arena), 0});
    else
      json::push(out, v, arena);
  }
}

bool flatten_to(Call& call, double depth) {
  json::Array* top = json::make_array(call.arena, 4);
  bool good = each_item(call, call.input, [&](Value v) {
    json::push(*top, v, call.arena);
    return true;
  });
  if (!good) return false;
  json::Array* out = json::make_array(call.arena, top->size);
  flatten_into(*out, *top, depth, call.arena);
  return call.give(Value::of(out));
}

bool flatten(Call& call) { return flatten_to(call, -1); }

// In jq, `$depth - 1` fails where it is no number, but only once there is an array to open.
bool flatten_by(Call& call) {
  Value depth = call.args[0];
  bool negative = depth.is_number() ? !(json::to_double(depth) >= 0) : depth.kind() < Kind::number;
  if (negative) return call.fail("flatten depth must not be negative");
  if (depth.is_number()) return flatten_to(call, json::to_double(depth));
  return each_item(call, call.input,
                   [&](Value v) {
                     return !v.is_array() || call.fail("{} and number (1) cannot be subtracted",
                                                       describe(depth, call.arena));
                   }) &&
         flatten_to(call, -1);
}

// ---- turning

// What jq's `length` is for; nothing for booleans.
std::optional<double> length_of(Value v, Arena& arena) {
  switch (v.kind()) {
    case Kind::null:
      return 0;
    case Kind::false_:
    case Kind::true_:
      return {};
    case Kind::number:
      return std::fabs(json::to_double(v));
    case Kind::string:
      return static_cast<double>(count_code_points(json::text_of(v, arena)));
    case Kind::array:
    case Kind::object:
      break;
  }
  return json::length(v);
}

// jq indexes the input with length - 1 and so on, which works for arrays and null only.
bool reverse(Call& call) {
  if (call.input.is_array()) {
    const json::Array& items = json::open_array(call.input, call.arena);
    json::Array* out = json::make_array(call.arena, items.size);
    for (uint32_t i = items.size; i > 0; --i)
      json::push(*out, items.items[i - 1].value, call.arena);
    return call.give(Value::of(out));
  }
  auto length = length_of(call.input, call.arena);
  if (!length) return call.fail("{} has no length", describe(call.input, call.arena));
  if (*length > 0) return fail_to_index(call, call.input, Value::of(*length - 1));
  return call.give(Value::of(json::make_array(call.arena, 0)));
}

// One row's cell in column i; false where jq cannot index such a row.
bool cell_of(Call& call, Value row, uint32_t i, Value& cell) {
  cell = {};
  if (row.tag == Tag::null) return true;
  if (!row.is_array()) return fail_to_index(call, row, integer(i));
  const json::Array& cells = *row.array;  // opened by transpose
  if (i < cells.size) cell = cells.items[i].value;
  return true;
}

bool transpose(Call& call) {
  std::vector<Value> rows;
  double width = 0;
  bool good = each_item(call, call.input, [&](Value row) {
    auto length = length_of(row, call.arena);
    if (!length) return call.fail("{} has no length", describe(row, call.arena));
    width = std::max(width, *length);
    rows.push_back(row.is_array() ? Value::of(&json::open_array(row, call.arena)) : row);
    return true;
  });
  if (!good) return false;
  json::Array* out = json::make_array(call.arena, 4);
  for (uint32_t i = 0; i < width; ++i) {
    json::Array* column = json::make_array(call.arena, static_cast<uint32_t>(rows.size()));
    for (Value row : rows) {
      Value cell;
      if (!cell_of(call, row, i, cell)) return false;
      json::push(*column, cell, call.arena);
    }
    json::push(*out, Value::of(column), call.arena);
  }
  return call.give(Value::of(out));
}

// ---- any kind

bool any(Call& call) {
  bool found = false;
  auto look = [&](Value v) {
    found = found || v.truthy();
    return true;
  };
  return each_item(call, call.input, look) && call.give(Value::boolean(found));
}

bool all(Call& call) {
  bool found = false;
  auto look = [&](Value v) {
    found = found || !v.truthy();
    return true;
  };
  return each_item(call, call.input, look) && call.give(Value::boolean(!found));
}

bool type(Call& call) { return call.give(Value::of(json::kind_name(call.input))); }

bool to_array(Call& call) {
  if (call.input.is_array()) return call.give(call.input);
  json::Array* out = json::make_array(call.arena, 1);
  json::push(*out, call.input, call.arena);
  return call.give(Value::of(out));
}

constexpr Native kNatives[] = {
    {"_group_by", 1, group_by_keys},
    {"_max_by", 1, largest_by_keys},
    {"_min_by", 1, smallest_by_keys},
    {"_sort_by", 1, sort_by_keys},
    {"_unique_by", 1, unique_by_keys},
    {"add", 0, add},
    {"all", 0, all},
    {"any", 0, any},
    {"bsearch", 1, search_sorted},
    {"flatten", 0, flatten},
    {"flatten", 1, flatten_by},
    {"from_entries", 0, from_entries},
    {"has", 1, has},
    {"hash", 0, hash_of},
    {"in", 1, is_in},
    {"keys", 0, keys},
    {"keys_unsorted", 0, keys_unsorted},
    {"max", 0, largest_item},
    {"min", 0, smallest_item},
    {"rep", 0, repetition},
    {"rep", 1, repetition},
    {"reverse", 0, reverse},
    {"sort", 0, sort_items},
    {"to_entries", 0, to_entries},
    {"toarray", 0, to_array},  // jq 1.8.2 has none
    {"transpose", 0, transpose},
    {"type", 0, type},
    {"unique", 0, unique_items},
};

}  // namespace

std::span<const Native> collection_natives() { return kNatives; }

}  // namespace rejig::eval
