#include "eval/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "json/text.h"

namespace rejig::eval {
namespace {

using lang::Node;
using lang::NodeId;
using lang::Op;

// Rules on one path from which a look-up pays.
constexpr size_t kWorthLookup = 4;
constexpr size_t kDeepestSlot = 64;

bool is_scalar(json::Value v) { return !v.is_array() && !v.is_object(); }

void set_bit(StepSet& set, size_t i) { set[i / 64] |= uint64_t{1} << (i % 64); }

}  // namespace

std::string key_of(json::Value v, json::Arena& arena) {
  if (v.is_string()) return "\"" + std::string(json::text_of(v, arena));
  if (!v.is_number()) return std::string(1, "nft"[static_cast<size_t>(v.kind())]);
  if (auto n = json::to_integer(v)) return fmt::format("{}", *n);
  return fmt::format("{}", json::to_double(v));
}

// Reads the program once and fills the plan.
class Planner {
 public:
  Planner(const lang::Program& program, Plan& plan) : program_(program), plan_(plan) {}

  void run() {
    for (NodeId id : program_.list(program_[program_.root])) plan_.steps_.push_back(step(id));
    find_lookups();
    plan_.slots_of_nodes_.resize(program_.nodes.size());
    note_reads(program_.root);
  }

 private:
  Step step(NodeId id) {
    const Node& node = program_[id];
    Step step;
    step.rule = node.ref;
    if (node.op == Op::rule) {
      step.test = test(node.a);
      step.has_else = node.c != 0;
      if (!step.test) step.why = why_not_;
      reads_.clear();
      if (step.test) collect_reads(*step.test);
      step.independent = std::none_of(reads_.begin(), reads_.end(), [&](uint32_t slot) {
        return std::any_of(written_.begin(), written_.end(),
                           [&](uint32_t w) { return is_above(w, slot) || is_above(slot, w); });
      });
      step.acts = actions(node.b, step.actions);
    } else {
      step.why = "not a rule with a pattern";
    }
    collect_writes(id);
    return step;
  }

  // ---- paths

  // The slot of a path of literal keys and positions from the record down; nothing for any other.
  std::optional<uint32_t> path(NodeId id) {
    const Node& node = program_[id];
    if (node.op == Op::identity) return 0;
    if (node.op != Op::field && node.op != Op::index) return std::nullopt;
    const Node& key = program_[node.b];
    if (key.op != Op::literal) return std::nullopt;
    json::Value constant = program_.constants[key.ref];
    auto parent = path(node.a);
    if (!parent || depth(*parent) >= kDeepestSlot) return std::nullopt;
    if (constant.is_string())
      return plan_.trie_.member(*parent, json::text_of(constant, scratch_));
    auto position = constant.is_number() ? json::to_integer(constant) : std::nullopt;
    if (!position || *position < 0 || *position >= UINT32_MAX) return std::nullopt;
    return plan_.trie_.element(*parent, static_cast<uint32_t>(*position));
  }

  size_t depth(uint32_t slot) const {
    size_t depth = 0;
    for (; slot != 0; slot = plan_.trie_[slot].parent) ++depth;
    return depth;
  }

  bool is_above(uint32_t slot, uint32_t below) const {
    while (below > slot) below = plan_.trie_[below].parent;
    return below == slot;
  }

  // ---- patterns

  std::optional<uint32_t> no(std::string why) {
    why_not_ = std::move(why);
    return std::nullopt;
  }

  std::optional<uint32_t> add(Test test) {
    plan_.tests_.push_back(std::move(test));
    return static_cast<uint32_t>(plan_.tests_.size() - 1);
  }

  // pattern = path | path ("==" | "!=") constant | pattern ("and" | "or") pattern 
  std::optional<uint32_t> test(NodeId id) {
    const Node& node = program_[id];
    switch (node.op) {
      case Op::both: return pair(Test::Op::both, node);
      case Op::either: return pair(Test::Op::either, node);
      case Op::equal: return comparison(Test::Op::equal, node.a, node.b);
      case Op::not_equal: return comparison(Test::Op::not_equal, node.a, node.b);
      default: break;
    }
    auto slot = path(id);
    if (!slot) return no("the pattern is more than comparisons of members with constants");
    return add({Test::Op::truthy, *slot});
  }

  std::optional<uint32_t> pair(Test::Op op, const Node& node) {
    auto a = test(node.a);
    if (!a) return a;
    auto b = test(node.b);
    if (!b) return b;
    return add({.op = op, .a = *a, .b = *b});
  }

  std::optional<uint32_t> comparison(Test::Op op, NodeId a, NodeId b) {
    if (program_[a].op == Op::literal) std::swap(a, b);
    if (program_[b].op != Op::literal) return no("a comparison is not with a constant");
    json::Value constant = program_.constants[program_[b].ref];
    if (!is_scalar(constant)) return no("a comparison is with an array or object");
    auto slot = path(a);
    if (!slot) return no("a comparison is not of a member");
    Test test{op, *slot, constant};
    if (constant.is_string()) test.spelled = json::Spelled(json::text_of(constant, scratch_));
    return add(std::move(test));
  }

  void collect_reads(uint32_t id) {
    const Test& test = plan_.tests_[id];
    if (test.op == Test::Op::both || test.op == Test::Op::either) {
      collect_reads(test.a);
      collect_reads(test.b);
    } else {
      reads_.push_back(test.slot);
    }
  }

  // ---- writes

  void collect_writes(NodeId id) {
    if (id == 0) return;
    const Node& node = program_[id];
    switch (node.op) {
      case Op::block:
        for (NodeId statement : program_.list(node)) collect_writes(statement);
        return;
      case Op::rule:
        collect_writes(node.b);
        collect_writes(node.c);
        return;
      case Op::assign: return written_below(program_[node.a].a);
      case Op::each:
      case Op::remove: return written_below(node.a);
      case Op::rename:  // may write any member beside it
        return written_.push_back(plan_.trie_[prefix(node.a)].parent);
      default: return;
    }
  }

  void written_below(NodeId paths) { written_.push_back(prefix(paths)); }

  // The slot that all paths of the expression are at or below: the record itself where that is not known.
  uint32_t prefix(NodeId id) {
    if (auto slot = path(id)) return *slot;
    const Node& node = program_[id];
    switch (node.op) {
      case Op::field:
      case Op::index:
      case Op::slice:
      case Op::iterate:
      case Op::pipe:
      case Op::attempt: return prefix(node.a);
      default: return 0;
    }
  }

  // ---- reads

  // Gives slots to what the evaluator will read of the record. Where the input is something else it does not
  // use them, so one too many is only a waste of time.
  void note_reads(NodeId id) {
    if (id == 0) return;
    const Node& node = program_[id];
    switch (node.op) {
      case Op::field:
      case Op::index:
        if (auto slot = path(id)) plan_.slots_of_nodes_[id] = *slot;
        break;
      case Op::pipe:
      case Op::attempt:
        return note_reads(node.a);
      case Op::reduce:
      case Op::foreach:
        note_reads(node.a);
        return note_reads(node.b);
      case Op::set: case Op::set_add: case Op::set_subtract: case Op::set_multiply:
      case Op::set_divide: case Op::set_modulo: case Op::set_alternative:
        return note_reads(node.b);
      case Op::update: case Op::each: case Op::remove: case Op::rename:
        return;
      default: break;
    }
    for (NodeId child : {node.a, node.b, node.c, node.d}) note_reads(child);
    for (NodeId child : program_.list(node)) note_reads(child);
  }

  // ---- actions

  // False where the block does anything else.
  bool actions(NodeId block, std::vector<Action>& out) {
    for (NodeId id : program_.list(program_[block]))
      if (!action(id, out)) return out.clear(), false;
    return true;
  }

  bool action(NodeId id, std::vector<Action>& out) {
    const Node& node = program_[id];
    if (node.op == Op::drop) return out.push_back({Action::Op::drop, 0, {}}), true;
    if (node.op == Op::next) return out.push_back({Action::Op::next, 0, {}}), true;
    if (node.op != Op::assign) return false;
    const Node& assignment = program_[node.a];
    const Node& value = program_[assignment.b];
    if (value.op != Op::literal) return false;
    json::Value constant = program_.constants[value.ref];
    bool appends = assignment.op == Op::set_add && constant.is_string();
    if (!appends && (assignment.op != Op::set || !is_scalar(constant))) return false;
    auto slot = path(assignment.a);
    if (!slot || *slot == 0) return false;
    Action action{appends ? Action::Op::append : Action::Op::assign, *slot, {}};
    if (appends) {
      json::write_escaped(json::text_of(constant, scratch_), action.text);
    } else {
      json::write_compact(constant, action.text, scratch_);
    }
    out.push_back(std::move(action));
    return true;
  }

  // ---- look-ups

  // The equality tests that must all hold for the pattern to.
  void conjuncts(uint32_t id, std::vector<const Test*>& out) const {
    const Test& test = plan_.tests_[id];
    if (test.op == Test::Op::both) {
      conjuncts(test.a, out);
      conjuncts(test.b, out);
    } else if (test.op == Test::Op::equal) {
      out.push_back(&test);
    }
  }

  bool may_look_up(const Step& step) const {
    return step.test && step.independent && !step.has_else;
  }

  void find_lookups() {
    std::vector<size_t> rules(plan_.trie_.size());
    for (const Step& step : plan_.steps_)
      if (may_look_up(step))
        for (uint32_t slot : equality_slots(step)) ++rules[slot];
    for (uint32_t slot = 0; slot < rules.size(); ++slot)
      if (rules[slot] >= kWorthLookup) plan_.lookups_.push_back(lookup(slot));
  }

  std::vector<uint32_t> equality_slots(const Step& step) const {
    std::vector<const Test*> tests;
    conjuncts(*step.test, tests);
    std::vector<uint32_t> slots;
    for (const Test* test : tests) slots.push_back(test->slot);
    std::sort(slots.begin(), slots.end());
    slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
    return slots;
  }

  Lookup lookup(uint32_t slot) {
    Lookup lookup{slot, StepSet((plan_.steps_.size() + 63) / 64), {}};
    for (size_t i = 0; i < plan_.steps_.size(); ++i) {
      Step& step = plan_.steps_[i];
      const Test* on_slot = may_look_up(step) ? equality_on(step, slot) : nullptr;
      if (!on_slot) {
        set_bit(lookup.others, i);
        continue;
      }
      step.by_lookup = true;
      auto& steps = lookup.by_value[key_of(on_slot->constant, scratch_)];
      steps.resize(lookup.others.size());
      set_bit(steps, i);
    }
    for (auto& [key, steps] : lookup.by_value)
      for (size_t word = 0; word < steps.size(); ++word) steps[word] |= lookup.others[word];
    return lookup;
  }

  const Test* equality_on(const Step& step, uint32_t slot) const {
    std::vector<const Test*> tests;
    conjuncts(*step.test, tests);
    for (const Test* test : tests)
      if (test->slot == slot) return test;
    return nullptr;
  }

  const lang::Program& program_;
  Plan& plan_;
  json::Arena scratch_;
  std::string why_not_;
  std::vector<uint32_t> reads_;
  std::vector<uint32_t> written_;  // slots that the statements so far may write at or below
};

Plan::Plan(const lang::Program& program) { Planner(program, *this).run(); }

std::string Plan::explain(const lang::Program& program) const {
  std::string out;
  for (const Step& step : steps_) {
    std::string how = !step.test ? fmt::format("by the evaluator ({})", step.why)
                      : step.by_lookup ? "pattern by look-up"
                                       : "pattern from slots";
    if (step.test && !step.independent)
      how += ", by the evaluator once an earlier statement has changed the record";
    if (step.test)
      how += step.acts ? "; block by edits of bytes" : "; block by the evaluator";
    out += fmt::format("{}: {}\n", rule_name(program, step.rule), how);
  }
  return out;
}

}  // namespace rejig::eval
