// Statements: what a program does to a record, in place. See interpreter.h and the language's
// manual.
//
// A rule is counted when its pattern is true, any other statement with an entry of its own when it
// changes the record or ends it. Tested by tests/cases/rules-*.test.
#include "eval/evaluator.h"
#include "eval/zipper.h"
#include "json/stack.h"

namespace rejig::eval {

using json::open_array;
using json::text_of;

void Evaluator::begin(const RecordPlace& place, Arena& arena, const json::Index* source,
                      std::span<const json::Slot> slots) {
  source_ = source;
  slots_ = slots;
  bench_.begin(arena);
  place_ = place;
  fatal_ = false;
  user_labels_ = 0;
  broken_ = {};
  revisions_.clear();
  where_ = &root_path_;
  eaches_ = 0;
  stack_floor_ = json::stack_floor();
}

namespace {

// The least that a container takes which fromjson reads: two bytes and two places in the index.
constexpr size_t kContainer = 10;

bool within_depth(Value v, uint32_t left) {
  if (v.kind() < Kind::array) return true;
  if (left == 0) return false;
  if (v.tag == Tag::raw_array || v.tag == Tag::raw_object) return json::is_within_depth(*v.source, v.size, left);
  json::need_stack();
  if (v.tag == Tag::array)
    for (uint32_t i = 0; i < v.array->size; ++i)
      if (!within_depth(v.array->items[i].value, left - 1)) return false;
  if (v.tag == Tag::object)
    for (uint32_t i = 0; i < v.object->size; ++i)
      if (!within_depth(v.object->items[i].value, left - 1)) return false;
  return true;
}

}  // namespace

// Whether the record, and what is made of it, may have so many containers at all. The record as it was read was checked.
bool Evaluator::may_be_too_deep(Value record) const {
  if (slots_.empty()) return true;
  if (same_bits(record, Value::raw(*source_, slots_[0].begin))) return false;
  return bench_.arena->size() / kContainer + (slots_[0].end - slots_[0].begin) / 2 > kMaxDepth;
}

// What `body` does to the record; an error where it needs or makes too much.
template <class Body>
Evaluator::Step Evaluator::guarded(NodeId id, Value& record, Body body) {
  std::string_view why = "the record becomes nested too deeply";
  try {
    Step step = body();
    if (step == Step::fail || !may_be_too_deep(record) || within_depth(record, kMaxDepth)) return step;
  } catch (const json::Exhausted& exhausted) {
    why = exhausted.why;
  }
  fail(node(id), Value::of(why));
  return Step::fail;
}

Evaluator::Step Evaluator::statement(NodeId id, Frame*& env, Value& record) {
  return guarded(id, record, [&] { return run(id, env, record, kNoRule); });
}

Evaluator::Step Evaluator::rule(NodeId id, bool matched, Frame* env, Value& record) {
  return guarded(id, record, [&] { return run_branch(node(id), matched, env, record); });
}

bool Evaluator::value(NodeId id, Frame* env, Value in, Value& out) {
  return guarded(id, out, [&] { return eval1(id, env, in, out) ? Step::on : Step::fail; }) == Step::on;
}

// `around`: the entry of rules that the statement belongs to when it has none of its own.
Evaluator::Step Evaluator::run(NodeId id, Frame*& env, Value& record, uint32_t around) {
  const Node& n = node(id);
  Value before = record;
  Step step = Step::on;
  switch (n.op) {
    case Op::block:
      return block(n, env, record, around);
    case Op::rule:
      return run_rule(n, env, record);
    case Op::define:
      return Step::on;
    case Op::let: {
      Frame* frame = make_frame(env, 1);
      if (!exactly_one(n.a, env, record, frame->slots()[0].value)) return Step::fail;
      env = frame;
      return Step::on;
    }
    case Op::each:
      step = run_each(n, env, record);
      break;
    case Op::assign:
      step = run_assign(n, env, record);
      break;
    case Op::remove:
      step = run_remove(n, env, record);
      break;
    case Op::rename:
      step = run_rename(n, env, record);
      break;
    case Op::keep: {
      bool kept = false;
      if (!matches(n.a, env, record, kept)) return Step::fail;
      step = kept ? Step::on : Step::drop;
      break;
    }
    case Op::drop:
      step = Step::drop;
      break;
    case Op::next:
      step = Step::next;
      break;
    default: {  // fail
      Value message;
      if (exactly_one(n.a, env, record, message)) fail(n, message);
      step = Step::fail;
    }
  }
  bool changed = !same_bits(before, record);
  if (n.ref != around && (step != Step::on || changed)) ++fired_[n.ref];
  bool dropped = step == Step::drop;
  if (keeps_revisions_ && (changed || dropped)) revisions_.push_back({n.ref, eaches_, where_, before, record, dropped});
  return step;
}

Evaluator::Step Evaluator::block(const Node& n, Frame* env, Value& record, uint32_t around) {
  if (low_on_stack()) return too_deep(n), Step::fail;
  for (NodeId id : program_.list(n))
    if (Step step = run(id, env, record, around); step != Step::on) return step;
  return Step::on;
}

Evaluator::Step Evaluator::run_rule(const Node& n, Frame* env, Value& record) {
  bool matched = false;
  if (!matches(n.a, env, record, matched)) return Step::fail;
  return run_branch(n, matched, env, record);
}

Evaluator::Step Evaluator::run_branch(const Node& n, bool matched, Frame* env, Value& record) {
  fired_[n.ref] += matched;
  NodeId branch = matched ? n.b : n.c;
  return branch ? run(branch, env, record, n.ref) : Step::on;
}

// True when any output is neither false nor null.
bool Evaluator::matches(NodeId pattern, Frame* env, Value in, bool& out) {
  Value v;
  if (node(pattern).single) return eval1(pattern, env, in, v) && (out = v.truthy(), true);
  uint64_t label = new_label();
  return landed(values(pattern, env, in,
                       [&](Value test) {
                         out = test.truthy();
                         return out ? stop(label) : Flow::on;
                       }),
                label) == Flow::on;
}

bool Evaluator::exactly_one(NodeId id, Frame* env, Value in, Value& out) {
  if (node(id).single) return eval1(id, env, in, out);
  int count = 0;
  uint64_t label = new_label();
  Flow flow = values(id, env, in, [&](Value v) {
    out = v;
    return ++count == 2 ? stop(label) : Flow::on;
  });
  if (landed(flow, label) != Flow::on) return false;
  if (count == 1) return true;
  complain_at(node(id), "the right side gave {}", count == 0 ? "no value" : "more than one value");
  return false;
}

Evaluator::Step Evaluator::run_each(const Node& n, Frame* env, Value& record) {
  Outcome outcome{};
  auto edit = [&](Value old, Value& v, Outcome& inner) {
    v = old;
    Step step = block(node(n.b), env, v, n.ref);
    if (step == Step::drop) inner = Outcome::remove;
    return step != Step::fail;
  };
  ++eaches_;
  bool done = change_paths(n.a, env, record, edit, n, record, outcome);
  --eaches_;
  if (!done) return Step::fail;
  return outcome == Outcome::remove ? Step::drop : Step::on;
}

Evaluator::Step Evaluator::run_assign(const Node& n, Frame* env, Value& record) {
  const Node& assignment = node(n.a);
  Change change{assignment.op, {}, assignment.b, env, true, &assignment};
  if (change.op != Op::update && !exactly_one(assignment.b, env, record, change.value))
    return Step::fail;
  auto edit = [&](Value old, Value& v, Outcome& outcome) { return apply(change, old, v, outcome); };
  Outcome outcome{};
  if (!change_paths(assignment.a, env, record, edit, assignment, record, outcome))
    return Step::fail;
  if (outcome != Outcome::remove) return Step::on;
  return complain_at(assignment, "the right side gave no value"), Step::fail;
}

Evaluator::Step Evaluator::run_remove(const Node& n, Frame* env, Value& record) {
  Outcome outcome{};
  auto gone = [](Value old, Value& v, Outcome& inner) {
    return v = old, inner = Outcome::remove, true;
  };
  const Node& paths = node(n.a);
  bool last_is_key = paths.op == Op::field || paths.op == Op::index;
  if (last_is_key && is_chain(n.a))
    return change_paths(n.a, env, record, gone, n, record, outcome) ? Step::on : Step::fail;
  json::Array* doomed = json::make_array(arena(), 4);
  Flow flow = each_place(n.a, env, record, [&](Item place) {
    if (!place.path->before) outcome = Outcome::remove;
    json::push(*doomed, path_value(place.path), arena());
    return Flow::on;
  });
  if (flow != Flow::on) return Step::fail;
  if (outcome == Outcome::remove)
    return complain_at(n, "del would remove the whole record (write drop)"), Step::fail;
  return delete_paths(record, Value::of(doomed), arena(), record) || fail(n, record) ? Step::on
                                                                                     : Step::fail;
}

// ---- rename

bool Evaluator::rename_in(const Node& n, Value parent, Value from, Value to, Value& out) {
  out = parent;
  if (!parent.is_object() || !from.is_string() || !json::find(parent, text_of(from, arena()))) return true;
  if (!to.is_string()) return complain_at(n, "a member cannot be named {}", describe(to, arena())), false;
  std::string_view old = text_of(from, arena()), fresh = text_of(to, arena());
  if (old == fresh) return true;
  if (json::find(parent, fresh)) {
    complain_at(n, "cannot rename '{}': there is a member '{}' already", old, fresh);
    return false;
  }
  out = json::rename_member(parent, old, fresh, arena());
  return true;
}

// A path that ends in a member is cut before it, and its parent changed.
Evaluator::Step Evaluator::run_rename(const Node& n, Frame* env, Value& record) {
  Value to;
  if (!exactly_one(n.b, env, record, to)) return Step::fail;
  const Node& paths = node(n.a);
  if (paths.op == Op::field) {
    Value from = constants_[node(paths.b).ref];
    auto edit = [&](Value old, Value& v, Outcome& inner) {
      if (!rename_in(n, old, from, to, v)) return false;
      if (same_bits(old, v)) inner = Outcome::leave;
      return true;
    };
    Outcome outcome{};
    return change_paths(paths.a, env, record, edit, n, record, outcome) ? Step::on : Step::fail;
  }
  Zipper zipper(record, arena());
  Flow flow = each_place(n.a, env, record, [&](Item place) {
    Value parent, v;
    if (!place.path->before) return complain_at(n, "rename needs the path of a member");
    if (!zipper.go_to(place.path->before, parent)) return failed(n, parent);
    if (!rename_in(n, parent, place.path->key, to, v)) return Flow::fail;
    return same_bits(parent, v) || zipper.assign(v, v) ? Flow::on : failed(n, v);
  });
  if (flow != Flow::on) return Step::fail;
  return zipper.close(record) || fail(n, record) ? Step::on : Step::fail;
}

}  // namespace rejig::eval
