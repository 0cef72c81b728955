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
  if (!v.is_number()) return is_scalar(v) ? std::string(1, "nft"[static_cast<size_t>(v.kind())]) : "[";
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
    step.rule = entry_of(id);
    step.has_pattern = node.op == Op::rule;
    required_.emplace_back();
    if (step.has_pattern) {
      reads_.clear();
      step.test = test(node.a, kMatches, kDoesNotMatch, true);
      std::erase_if(required_.back(), [&](uint32_t test) { return may_fail_before(test); });
      step.has_else = node.c != 0;
      if (!step.test) step.why_pattern = why_not_;
      step.independent = std::none_of(reads_.begin(), reads_.end(), [&](uint32_t slot) {
        return std::any_of(written_.begin(), written_.end(),
                           [&](uint32_t w) { return plan_.overlap(w, slot) || part_by_kind(w, slot); });
      });
      step.acts = actions(node.b, node.ref, step.actions);
    } else {
      step.acts = node.op == Op::block ? actions(id, kNoEntry, step.actions)
                                       : action(id, kNoEntry, step.actions);
    }
    if (!step.acts) step.why_block = why_not_;
    collect_writes(id);
    return step;
  }

  // The rule that stands for a statement in what people read: a block's is that of its first statement.
  uint32_t entry_of(NodeId id) const {
    const Node& node = program_[id];
    if (node.op == Op::define) return kNoEntry;
    if (node.op != Op::block) return node.ref;
    return node.list_size == 0 ? kNoEntry : entry_of(program_.list(node)[0]);
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

  // ---- patterns

  std::optional<uint32_t> add(Test test) {
    reads_.push_back(test.slot);
    plan_.tests_.push_back(std::move(test));
    return static_cast<uint32_t>(plan_.tests_.size() - 1);
  }

  // pattern = path | path ("==" | "!=") constant | pattern ("and" | "or") pattern
  // The first of its tests; the last ones lead to `yes` and `no`. `required`: the whole pattern holds only if
  // this part does.
  std::optional<uint32_t> test(NodeId id, uint32_t yes, uint32_t no, bool required) {
    const Node& node = program_[id];
    switch (node.op) {
      case Op::both: {
        auto second = test(node.b, yes, no, required);
        return second ? test(node.a, *second, no, required) : second;
      }
      case Op::either: {
        auto second = test(node.b, yes, no, false);
        return second ? test(node.a, yes, *second, false) : second;
      }
      case Op::equal: {
        auto equal = comparison(node.a, node.b, yes, no);
        if (equal && required) required_.back().push_back(*equal);
        return equal;
      }
      case Op::not_equal: return comparison(node.a, node.b, no, yes);
      default: break;
    }
    auto slot = path(id);
    if (!slot) return not_from_slots("the pattern is more than comparisons of members with constants");
    return add({Test::Op::truthy, *slot, yes, no});
  }

  // Whether a test that the pattern makes before this one may fail where this one does not: then the record must
  // not be passed over. The tests are there from the last to the first.
  bool may_fail_before(uint32_t test) const {
    for (size_t before = test + 1; before < plan_.tests_.size(); ++before)
      if (!holds_wherever(plan_.tests_[before].slot, plan_.tests_[test].slot)) return true;
    return false;
  }

  // Whether `slot` has a value, be it null, wherever `other` has: then its parent is passed on the way to `other`,
  // by a step of the same kind.
  bool holds_wherever(uint32_t slot, uint32_t other) const {
    if (slot == 0) return true;
    const auto& node = plan_.trie_[slot];
    while (other > node.parent) {
      const auto& step = plan_.trie_[other];
      if (step.parent == node.parent) return step.is_member == node.is_member;
      other = step.parent;
    }
    return false;
  }

  // Whether the paths part with a member and an element of one value: to write the one may make an object or
  // array of null, of which to read the other is an error.
  bool part_by_kind(uint32_t slot, uint32_t other) const {
    const json::PathTrie& trie = plan_.trie_;
    while (trie[slot].parent != trie[other].parent) {
      uint32_t& deeper = trie[slot].parent > trie[other].parent ? slot : other;
      deeper = trie[deeper].parent;
    }
    return trie[slot].is_member != trie[other].is_member;
  }

  std::optional<uint32_t> not_from_slots(std::string why) {
    why_not_ = std::move(why);
    return std::nullopt;
  }

  std::optional<uint32_t> comparison(NodeId a, NodeId b, uint32_t yes, uint32_t no) {
    if (program_[a].op == Op::literal) std::swap(a, b);
    if (program_[b].op != Op::literal) return not_from_slots("a comparison is not with a constant");
    json::Value constant = program_.constants[program_[b].ref];
    if (!is_scalar(constant)) return not_from_slots("a comparison is with an array or object");
    auto slot = path(a);
    if (!slot) return not_from_slots("a comparison is not of a member");
    if (!constant.is_string()) return add({Test::Op::equal, *slot, yes, no, constant});
    return add({Test::Op::equal_text, *slot, yes, no, constant, json::Spelled(json::text_of(constant, scratch_))});
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
      case Op::assign:
        if (program_[node.a].op == Op::update) return may_remove(program_[node.a].a);
        return written_.push_back(prefix(program_[node.a].a));
      case Op::each:
      case Op::remove: return may_remove(node.a);
      case Op::rename:  // may write any member beside it
        return written_.push_back(plan_.trie_[prefix(node.a)].parent);
      default: return;
    }
  }

  // What goes from an array moves those behind it.
  void may_remove(NodeId paths) {
    uint32_t slot = prefix(paths);
    const json::PathTrie::Node& node = plan_.trie_[slot];
    written_.push_back(slot == 0 || node.is_member ? slot : node.parent);
  }

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

  // False where the block does anything else. `around`: the entry of the rule it belongs to.
  bool actions(NodeId block, uint32_t around, std::vector<Action>& out) {
    for (NodeId id : program_.list(program_[block]))
      if (!action(id, around, out)) return out.clear(), false;
    return true;
  }

  bool action(NodeId id, uint32_t around, std::vector<Action>& out) {
    const Node& node = program_[id];
    Action action{Action::Op::drop};
    if (node.ref != around) action.rule = node.ref;
    if (node.op == Op::next) action.op = Action::Op::next;
    else if (node.op == Op::assign && !assignment(program_[node.a], action)) return false;
    else if (node.op != Op::drop && node.op != Op::assign) return cannot("a statement is no assignment, drop or next");
    out.push_back(std::move(action));
    return true;
  }

  bool cannot(std::string why) { return why_not_ = std::move(why), false; }

  bool assignment(const Node& node, Action& action) {
    auto slot = path(node.a);
    if (!slot || *slot == 0) return cannot("an assignment is not to one member");
    action.slot = *slot;
    const Node& value = program_[node.b];
    bool literal = value.op == Op::literal;
    action.assignment = node.op;
    action.op = node.op == Op::set || (node.op == Op::update && literal) ? Action::Op::assign
              : node.op == Op::update                                    ? Action::Op::update
              : node.op == Op::set_add                                   ? Action::Op::append
                                                                         : Action::Op::operate;
    if (plan_.trie_[*slot].parent == 0 && plan_.trie_[*slot].is_member)
      json::write_string(json::text_of(program_.constants[program_[program_[node.a].b].ref], scratch_), action.key);
    if (value.op == Op::array || value.op == Op::object || (literal && !is_scalar(program_.constants[value.ref])))
      return cannot("an array or object is assigned");
    if (literal && constant(program_.constants[value.ref], action)) return true;
    action.value = node.b;
    if (node.op != Op::update) collect_reads_of(node.b, action.reads);
    return value.single || cannot("what is assigned may be none or more than one value");
  }

  // Whether the bytes of the constant are what is put in.
  bool constant(json::Value v, Action& action) {
    if (action.op == Action::Op::append && v.is_string()) {
      json::write_escaped(json::text_of(v, scratch_), action.text);
    } else if (action.op == Action::Op::assign) {
      json::write_compact(v, action.text, scratch_);
    }
    return !action.text.empty();
  }

  // The slots at or above what the expression may read; the record's own, 0, where that is not known.
  void collect_reads_of(NodeId id, std::vector<uint32_t>& out) {
    if (id == 0) return;
    const Node& node = program_[id];
    switch (node.op) {
      case Op::field:
      case Op::index:
        if (auto slot = path(id)) return out.push_back(*slot);
        break;
      case Op::pipe: return collect_reads_of(node.a, out);
      case Op::literal: case Op::variable: case Op::global: case Op::slice: case Op::format_text:
      case Op::negate: case Op::add: case Op::subtract:
      case Op::multiply: case Op::divide: case Op::modulo: case Op::equal: case Op::not_equal:
      case Op::less: case Op::less_equal: case Op::greater: case Op::greater_equal: case Op::both:
      case Op::either: case Op::alternative: case Op::condition: case Op::attempt:
        break;
      default: return out.push_back(0);
    }
    for (NodeId child : {node.a, node.b, node.c}) collect_reads_of(child, out);
    for (NodeId child : program_.list(node)) collect_reads_of(child, out);
  }

  // ---- look-ups

  bool may_look_up(const Step& step) const {
    return step.test && step.independent && !step.has_else;
  }

  void find_lookups() {
    std::vector<size_t> rules(plan_.trie_.size());
    for (size_t i = 0; i < plan_.steps_.size(); ++i)
      if (may_look_up(plan_.steps_[i]))
        for (uint32_t slot : required_slots(i)) ++rules[slot];
    for (uint32_t slot = 0; slot < rules.size(); ++slot)
      if (rules[slot] >= kWorthLookup) plan_.lookups_.push_back(lookup(slot));
  }

  std::vector<uint32_t> required_slots(size_t step) const {
    std::vector<uint32_t> slots;
    for (uint32_t test : required_[step]) slots.push_back(plan_.tests_[test].slot);
    std::sort(slots.begin(), slots.end());
    slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
    return slots;
  }

  Lookup lookup(uint32_t slot) {
    Lookup lookup{slot, StepSet((plan_.steps_.size() + 63) / 64), {}};
    for (size_t i = 0; i < plan_.steps_.size(); ++i) {
      Step& step = plan_.steps_[i];
      const Test* on_slot = may_look_up(step) ? required_on(i, slot) : nullptr;
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

  const Test* required_on(size_t step, uint32_t slot) const {
    for (uint32_t test : required_[step])
      if (plan_.tests_[test].slot == slot) return &plan_.tests_[test];
    return nullptr;
  }

  const lang::Program& program_;
  Plan& plan_;
  json::Arena scratch_;
  std::string why_not_;
  std::vector<uint32_t> reads_;                  // slots that the pattern at hand reads
  std::vector<std::vector<uint32_t>> required_;  // by step: the equality tests without which its pattern does not hold
  std::vector<uint32_t> written_;  // slots that the statements so far may write at or below
};

Plan::Plan(const lang::Program& program) { Planner(program, *this).run(); }

bool Plan::overlap(uint32_t slot, uint32_t other) const {
  if (slot < other) std::swap(slot, other);
  while (slot > other) slot = trie_[slot].parent;  // whose number is the smaller one
  return slot == other;
}

std::string Plan::explain(const lang::Program& program) const {
  std::string out;
  for (const Step& step : steps_) {
    if (step.rule == kNoEntry) continue;
    std::string block = step.acts ? "by edits of bytes" : fmt::format("by the evaluator ({})", step.why_block);
    std::string how = block;
    if (step.has_pattern) how = fmt::format("by the evaluator ({})", step.why_pattern);
    if (step.test) {
      how = step.by_lookup ? "pattern by look-up" : "pattern from slots";
      if (!step.independent) how += ", by the evaluator once an earlier statement has changed the record";
      how += "; block " + block;
    }
    out += fmt::format("{}: {}\n", rule_name(program, step.rule), how);
  }
  return out;
}

}  // namespace rejig::eval
