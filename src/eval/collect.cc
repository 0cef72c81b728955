// Builtins that run an expression over the parts of a value and put the outputs together: map, with_entries,
// walk, add, sort_by and its kin, pick, del, sub and gsub. See evaluator.h.
#include <algorithm>

#include "eval/evaluator.h"
#include "eval/text.h"

namespace rejig::eval {

using json::open_array;
using json::open_object;
using json::text_of;

// ---- map and relatives

bool Evaluator::map(const Node& n, Frame* env, Value in, Value& out) {
  json::Array* array = json::make_array(arena(), in.is_array() ? json::length(in) : 4);
  NodeId f = program_.list(n)[0];
  Flow flow = iterate(n, {in}, [&](Item item) {
    return values(f, env, item.value, [&](Value v) {
      json::push(*array, v, arena());
      return Flow::on;
    });
  });
  return out = Value::of(array), flow == Flow::on;
}

bool Evaluator::map_values(const Node& n, Frame* env, Value in, Value& out) {
  Change change{Op::update, {}, program_.list(n)[0], env, false, &n};
  auto edit = [&](Value old, Value& v, bool& removed) { return apply(change, old, v, removed); };
  if (in.is_array()) return change_elements(in, edit, out);
  if (in.is_object()) return change_members(in, edit, out);
  return cannot_iterate(in, arena(), out) || fail(n, out);
}

Value Evaluator::entry(Value key, Value v) {
  json::Object* entry = json::make_object(arena(), 2);
  json::put(*entry, "key", key, arena());
  json::put(*entry, "value", v, arena());
  return Value::of(entry);
}

// Calls `visit` with {"key": k, "value": v} for each part.
Flow Evaluator::each_entry(const Node& n, Value in, FunctionRef<Flow(Value)> visit) {
  if (in.is_object()) {
    const json::Object& object = open_object(in, arena());
    for (uint32_t i = 0; i < object.size; ++i) {
      const json::Member& member = object.items[i];
      if (Flow flow = visit(entry(Value::of(member.key), member.value)); flow != Flow::on) return flow;
    }
    return Flow::on;
  }
  if (!in.is_array()) return complain_at(n, "{} has no keys", describe(in, arena()));
  const json::Array& array = open_array(in, arena());
  for (uint32_t i = 0; i < array.size; ++i) {
    Flow flow = visit(entry(Value::of(int64_t{i}), array.items[i].value));
    if (flow != Flow::on) return flow;
  }
  return Flow::on;
}

bool Evaluator::to_entries(const Node& n, Frame*, Value in, Value& out) {
  json::Array* entries = json::make_array(arena(), json::Kind::array <= in.kind() ? json::length(in) : 0);
  out = Value::of(entries);
  return each_entry(n, in, [&](Value e) { return json::push(*entries, e, arena()), Flow::on; }) == Flow::on;
}

// The first of these members that is neither null nor false; the first of those that is there.
bool Evaluator::add_entry(const Node& n, Value e, json::Object& into) {
  Value key, v;
  for (std::string_view name : {"key", "name", "Name", "Key"}) {
    if (!get_index(e, Value::of(name), arena(), key)) return fail(n, key);
    if (key.truthy()) break;
    key = Value{};
  }
  std::string_view text;
  if (!key_text(n, key, text)) return false;
  auto found = json::find(e, "value");
  if (!found) found = json::find(e, "Value");
  json::put(into, text, found.value_or(Value{}), arena());
  return true;
}

bool Evaluator::from_entries(const Node& n, Frame*, Value in, Value& out) {
  json::Object* object = json::make_object(arena(), in.is_array() ? json::length(in) : 4);
  out = Value::of(object);
  return iterate(n, {in}, [&](Item item) {
           return add_entry(n, item.value, *object) ? Flow::on : Flow::fail;
         }) == Flow::on;
}

bool Evaluator::with_entries(const Node& n, Frame* env, Value in, Value& out) {
  json::Object* object = json::make_object(arena(), in.kind() >= Kind::array ? json::length(in) : 4);
  out = Value::of(object);
  auto add = [&](Value e) { return add_entry(n, e, *object) ? Flow::on : Flow::fail; };
  return each_entry(n, in, [&](Value e) { return values(program_.list(n)[0], env, e, add); }) == Flow::on;
}

// ---- walk: inner parts first

Flow Evaluator::walk_from(NodeId f, Frame* env, Value v, Sink sink) {
  if (low_on_stack()) return too_deep(node(f)), Flow::fail;
  if (v.is_array() && !walk_elements(f, env, v, v)) return unwinding_;
  if (v.is_object() && !walk_members(f, env, v, v)) return unwinding_;
  return eval(f, env, {v}, sink);
}

bool Evaluator::walk_members(NodeId f, Frame* env, Value in, Value& out) {
  return change_members(in, [&](Value old, Value& v, bool& removed) {
    removed = true;
    uint64_t label = new_label();
    return landed(walk_from(f, env, old, [&](Item item) {
             v = item.value;
             removed = false;
             return stop(label);
           }), label) == Flow::on;
  }, out);
}

bool Evaluator::walk_elements(NodeId f, Frame* env, Value in, Value& out) {
  const json::Array& before = open_array(in, arena());
  json::Array* after = json::make_array(arena(), before.size);
  after->from = before.from;
  bool changed = false;
  for (uint32_t i = 0; i < before.size; ++i) {
    const json::Element& element = before.items[i];
    uint32_t start = after->size;
    Flow flow = walk_from(f, env, element.value, [&](Item item) {
      json::push(*after, item.value, arena());
      return Flow::on;
    });
    if (flow != Flow::on) return false;
    if (after->size > start) after->items[start].origin = element.origin;
    changed |= after->size != start + 1 || !same_bits(after->items[start].value, element.value);
  }
  return out = changed ? Value::of(after) : in, true;
}

Flow Evaluator::walk(const Node& n, Frame* env, Item item, Sink sink) {
  Closure f = closure(program_.list(n)[0], env);
  return walk_from(f.node, f.env, item.value, [&](Item v) { return sink(derived(v.value, item)); });
}

// ---- add

// Objects gather in one that nobody else has seen; strings and arrays grow in place by themselves.
bool Evaluator::add_all(const Node& n, Frame* env, Value in, Value& out) {
  Value sum;
  json::Object* gathering = nullptr;
  auto add = [&](Value v) {
    if (sum.is_object() && v.is_object()) {
      if (!gathering) gathering = own_version(open_object(sum, arena()), arena());
      const json::Object& more = open_object(v, arena());
      for (uint32_t i = 0; i < more.size; ++i)
        json::put(*gathering, more.items[i].key, more.items[i].value, arena());
      return sum = Value::of(gathering), Flow::on;
    }
    return operate(Op::add, sum, v, bench_, sum) ? Flow::on : failed(n, sum);
  };
  Flow flow = n.list_size == 0 ? iterate(n, {in}, [&](Item item) { return add(item.value); })
                               : values(program_.list(n)[0], env, in, add);
  return out = sum, flow == Flow::on;
}

// ---- by a key

// The key of each element; an array of all outputs where f gives other than one.
bool Evaluator::keyed(const Node& n, Frame* env, Value in, std::string_view cannot, std::span<Keyed>& out) {
  NodeId f = program_.list(n)[0];
  uint32_t count = 0;
  auto* items = arena().make_array<Keyed>(in.kind() >= Kind::array ? json::length(in) : 0);
  json::Array* keys = json::make_array(arena(), 1);
  Flow flow = iterate(n, {in}, [&](Item item) {
    Keyed& keyed = items[count];
    keyed = {{}, item.value, count};
    ++count;
    if (node(f).single) return eval1(f, env, item.value, keyed.key) ? Flow::on : unwinding_;
    json::Array* list = json::make_array(arena(), 2);
    keyed.key = Value::of(list);
    return collect(f, env, item.value, *list) ? Flow::on : unwinding_;
  });
  if (flow != Flow::on) return false;
  out = {items, count};
  if (in.is_array()) return true;
  for (const Keyed& k : out) {
    json::Array* one = json::make_array(arena(), 1);
    json::push(*one, k.key, arena());
    json::push(*keys, node(f).single ? Value::of(one) : k.key, arena());
  }
  complain_at(n, "{} and {} cannot be {}", describe(in, arena()), describe(Value::of(keys), arena()), cannot);
  return false;
}

bool Evaluator::in_order(const Node& n, Frame* env, Value in, std::span<Keyed>& out) {
  if (!keyed(n, env, in, "sorted, as they are not both arrays", out)) return false;
  std::sort(out.begin(), out.end(), [&](const Keyed& a, const Keyed& b) {
    auto order = json::compare(a.key, b.key, arena());
    return order != 0 ? order < 0 : a.place < b.place;
  });
  return true;
}

bool Evaluator::sort_by(const Node& n, Frame* env, Value in, Value& out) {
  std::span<Keyed> items;
  if (!in_order(n, env, in, items)) return false;
  json::Array* sorted = json::make_array(arena(), static_cast<uint32_t>(items.size()));
  for (const Keyed& item : items) json::push(*sorted, item.value, arena());
  return out = Value::of(sorted), true;
}

bool Evaluator::group_by(const Node& n, Frame* env, Value in, Value& out) {
  std::span<Keyed> items;
  if (!in_order(n, env, in, items)) return false;
  json::Array* groups = json::make_array(arena(), 4);
  json::Array* group = nullptr;
  for (size_t i = 0; i < items.size(); ++i) {
    if (!group || !json::equal(items[i - 1].key, items[i].key, arena())) {
      group = json::make_array(arena(), 2);
      json::push(*groups, Value::of(group), arena());
    }
    json::push(*group, items[i].value, arena());
  }
  return out = Value::of(groups), true;
}

bool Evaluator::unique_by(const Node& n, Frame* env, Value in, Value& out) {
  std::span<Keyed> items;
  if (!in_order(n, env, in, items)) return false;
  json::Array* unique = json::make_array(arena(), 4);
  for (size_t i = 0; i < items.size(); ++i)
    if (i == 0 || !json::equal(items[i - 1].key, items[i].key, arena()))
      json::push(*unique, items[i].value, arena());
  return out = Value::of(unique), true;
}

bool Evaluator::min_by(const Node& n, Frame* env, Value in, Value& out) {
  std::span<Keyed> items;
  if (!keyed(n, env, in, "iterated over", items)) return false;
  const Keyed* best = nullptr;
  for (const Keyed& item : items)
    if (!best || json::compare(item.key, best->key, arena()) < 0) best = &item;
  return out = best ? best->value : Value{}, true;
}

bool Evaluator::max_by(const Node& n, Frame* env, Value in, Value& out) {
  std::span<Keyed> items;
  if (!keyed(n, env, in, "iterated over", items)) return false;
  const Keyed* best = nullptr;
  for (const Keyed& item : items)
    if (!best || json::compare(item.key, best->key, arena()) >= 0) best = &item;
  return out = best ? best->value : Value{}, true;
}

// ---- by paths

bool Evaluator::pick(const Node& n, Frame* env, Value in, Value& out) {
  Value picked;
  Flow flow = each_path(program_.list(n)[0], env, in, [&](const Path* place) {
    Value v, path = path_value(place);
    bool good = get_path(in, path, arena(), v);
    if (good) good = set_path(picked, path, v, arena(), v);
    return good ? (picked = v, Flow::on) : failed(n, v);
  });
  return out = picked, flow == Flow::on;
}

bool Evaluator::remove_paths(const Node& n, Frame* env, Value in, Value& out) {
  json::Array* paths = json::make_array(arena(), 4);
  Flow flow = each_path(program_.list(n)[0], env, in, [&](const Path* path) {
    json::push(*paths, path_value(path), arena());
    return Flow::on;
  });
  if (flow != Flow::on) return false;
  return delete_paths(in, Value::of(paths), arena(), out) || fail(n, out);
}

// ---- sub and gsub

// {name: text} of the named groups of a match.
Value Evaluator::named_captures(Value match) {
  const json::Array& captures = open_array(*json::find(match, "captures"), arena());
  json::Object* named = json::make_object(arena(), captures.size);
  for (uint32_t i = 0; i < captures.size; ++i) {
    Value name = *json::find(captures.items[i].value, "name");
    if (name.is_string())
      json::put(*named, text_of(name, arena()), *json::find(captures.items[i].value, "string"), arena());
  }
  return Value::of(named);
}

// The i-th output of the replacement at every match makes the i-th result, as in jq.
Flow Evaluator::replace_matches(const Node& n, Frame* env, Value in, Value matches, FunctionRef<Flow(Value)> sink) {
  const json::Array& list = open_array(matches, arena());
  std::string_view text = text_of(in, arena());
  json::Array* results = json::make_array(arena(), 1);
  size_t at = 0, point = 0;
  for (uint32_t i = 0; i < list.size; ++i) {
    Value match = list.items[i].value;
    auto number = [&](std::string_view name) {
      return static_cast<size_t>(json::find(match, name)->integer);
    };
    size_t begin = at;
    for (; point < number("offset"); ++point) begin += sequence_length(text[begin]);
    Value gap = Value::of(text.substr(at, begin - at));
    uint32_t place = 0;
    Flow flow = values(program_.list(n)[1], env, named_captures(match), [&](Value insert) {
      Value piece;
      if (!operate(Op::add, gap, insert, bench_, piece)) return failed(n, piece);
      if (place == results->size) json::push(*results, Value{}, arena());
      Value& result = results->items[place++].value;
      return operate(Op::add, result, piece, bench_, result) ? Flow::on : failed(n, result);
    });
    if (flow != Flow::on) return flow;
    for (at = begin; point < number("offset") + number("length"); ++point) at += sequence_length(text[at]);
  }
  if (results->size == 0) return sink(in);
  for (uint32_t i = 0; i < results->size; ++i) {
    Value whole;
    operate(Op::add, results->items[i].value, Value::of(text.substr(at)), bench_, whole);
    if (Flow flow = sink(whole); flow != Flow::on) return flow;
  }
  return Flow::on;
}

// sub and gsub, with or without flags; the pattern is the outer loop.
Flow Evaluator::substitute(const Node& n, Frame* env, Item item, Sink sink) {
  static const Builtin* match = find_builtin("match", 2);
  auto list = program_.list(n);
  bool global = builtins_[n.ref].name == "gsub";
  auto run = [&](Value pattern, Value flags) {
    Value out;
    if (global && !operate(Op::add, flags, Value::of(std::string_view("g")), bench_, flags))
      return failed(n, flags);
    Value args[] = {pattern, flags};
    if (!run_native(n, *match, item.value, args, out)) return Flow::fail;
    return replace_matches(n, env, item.value, out, [&](Value v) { return sink(derived(v, item)); });
  };
  return values(list[0], env, item.value, [&](Value pattern) {
    if (list.size() == 2) return run(pattern, Value{});
    return values(list[2], env, item.value, [&](Value flags) { return run(pattern, flags); });
  });
}

}  // namespace rejig::eval
