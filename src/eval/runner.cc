#include "eval/runner.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "json/splice.h"
#include "json/text.h"

namespace rejig::eval {

using json::Slot;
using json::Value;

Runner::Runner(const lang::Program& program, const Plan& plan, bool edit_bytes)
    : plan_(plan),
      edit_bytes_(edit_bytes),
      interpreter_(program, plan.slots_of_nodes()),
      fired_(program.rules.size()),
      taken_(program.rules.size()),
      possible_((plan.steps().size() + 63) / 64) {
  for (size_t i = 0; i < plan.steps().size(); ++i) possible_[i / 64] |= uint64_t{1} << (i % 64);
}

void Runner::count_acted() {
  auto count = [&](const Action* action) {
    if (action->rule != kNoEntry) ++fired_[action->rule];
  };
  for (size_t i : acted_)
    if (plan_.steps()[i].has_pattern) ++fired_[plan_.steps()[i].rule];
  for (const Edit& edit : edits_) count(edit.action);
  if (ended_) count(ended_);
}

// The steps that the look-ups leave; those not looked up are always among them.
inline const StepSet& Runner::possible() { return plan_.lookups().empty() ? possible_ : look_up(); }

const StepSet& Runner::look_up() {
  std::fill(possible_.begin(), possible_.end(), ~uint64_t{0});
  for (const Lookup& lookup : plan_.lookups()) {
    auto value = value_at(lookup.slot);
    if (!value) continue;
    auto found = lookup.by_value.find(key_of(*value, *arena_));
    const StepSet& steps = found == lookup.by_value.end() ? lookup.others : found->second;
    for (size_t word = 0; word < steps.size(); ++word) possible_[word] &= steps[word];
  }
  if (size_t last = plan_.steps().size() % 64) possible_.back() &= (uint64_t{1} << last) - 1;
  return possible_;
}

inline Runner::Answer Runner::equality(const Test& test) const {
  Slot slot = slots_[test.slot];
  if (test.op == Test::Op::equal_text && slot.begin != json::kAbsent) {
    const char* bytes = source_->text + source_->at[slot.begin];
    if (*bytes != '"') return Answer::no;
    auto same = test.spelled.compare(bytes + 1);
    if (same != json::Spelled::Answer::undecided)
      return same == json::Spelled::Answer::yes ? Answer::yes : Answer::no;
  }
  auto value = value_at(test.slot);
  if (!value) return Answer::unknown;
  return json::equal(*value, test.constant, *arena_) ? Answer::yes : Answer::no;
}

inline Runner::Answer Runner::answer(uint32_t id) const {
  const Test* tests = plan_.tests().data();
  do {
    const Test& test = tests[id];
    Answer answer = test.op == Test::Op::truthy ? truth(test) : equality(test);
    if (answer == Answer::unknown) return answer;
    id = answer == Answer::yes ? test.yes : test.no;
  } while (id < kDoesNotMatch);
  return id == kMatches ? Answer::yes : Answer::no;
}

inline Runner::Flow Runner::step(size_t i) {
  const Step& step = plan_.steps()[i];
  bool bytes_will_do = step.acts && raw_ && edit_bytes_;
  if (!step.test || !(step.independent || (raw_ && edits_.empty())))
    return !step.has_pattern && bytes_will_do ? act(i) : interpret(i);
  Answer matches = answer(*step.test);
  if (matches == Answer::no && !step.has_else) return Flow::on;
  if (matches == Answer::unknown) return interpret(i);
  if (matches == Answer::yes && bytes_will_do) return act(i);
  return interpret_rule(i, matches == Answer::yes);
}

inline Verdict Runner::run_steps() {
  const StepSet& possible_steps = possible();
  for (size_t word = 0; word < possible_steps.size(); ++word) {
    for (uint64_t bits = possible_steps[word]; bits != 0; bits &= bits - 1) {
      switch (step(64 * word + std::countr_zero(bits))) {
        case Flow::on: break;
        case Flow::drop: return Verdict::dropped;
        case Flow::next: return Verdict::kept;
        case Flow::fail: return Verdict::failed;
      }
    }
  }
  return Verdict::kept;
}

Verdict Runner::run(const json::Index& source, std::span<const Slot> slots, const RecordPlace& place,
                    json::Arena& arena) {
  source_ = &source;
  slots_ = slots;
  arena_ = &arena;
  raw_ = true;
  edits_.clear();
  acted_.clear();
  place_ = &place;
  begun_ = false;
  ended_ = nullptr;
  Verdict verdict = run_steps();
  if (!acted_.empty()) count_acted();
  return verdict;
}

Runner::Flow Runner::interpret_rule(size_t i, bool matched) {
  begin();
  if (Flow flow = settle(); flow != Flow::on) return flow;
  Flow flow = interpreter_.rule(i, matched, record_);
  raw_ = raw_ && json::same_bits(record_, raw());
  return flow;
}

Runner::Flow Runner::interpret(size_t i) {
  begin();
  if (Flow flow = settle(); flow != Flow::on) return flow;
  Flow flow = interpreter_.statement(i, record_);
  raw_ = raw_ && json::same_bits(record_, raw());
  return flow;
}

void Runner::begin() {
  if (begun_) return;
  interpreter_.begin(*place_, *arena_, source_, slots_);
  record_ = raw();
  begun_ = true;
}

// What was noted as edits becomes part of the record's value: their rules run again, interpreted.
Runner::Flow Runner::settle() {
  if (!raw_) return Flow::on;
  edits_.clear();
  std::vector<size_t> rules;
  rules.swap(acted_);
  for (size_t i : rules)
    if (Flow flow = settle_one(i); flow != Flow::on) return flow;
  raw_ = raw_ && json::same_bits(record_, raw());
  return Flow::on;
}

Runner::Flow Runner::settle_one(size_t i) {
  return plan_.steps()[i].has_pattern ? interpreter_.rule(i, true, record_) : interpreter_.statement(i, record_);
}

// All the step does as edits of bytes, or interpreted where one of them is not to be had.
Runner::Flow Runner::act(size_t i) {
  const Step& step = plan_.steps()[i];
  for (const Action& action : step.actions) {
    if (action.op == Action::Op::drop || action.op == Action::Op::next) {
      ended_ = &action;
      acted_.push_back(i);
      return action.op == Action::Op::drop ? Flow::drop : Flow::next;
    }
    if (edit(action)) continue;
    std::erase_if(edits_, [&](const Edit& e) {
      return e.action >= step.actions.data() && e.action < step.actions.data() + step.actions.size();
    });
    return step.has_pattern ? interpret_rule(i, true) : interpret(i);
  }
  acted_.push_back(i);
  return Flow::on;
}

// Notes the edit, if one of bytes does it: the value is there, or is a new member of the record, and no other
// edit overlaps.
bool Runner::edit(const Action& action) {
  Slot slot = slots_[action.slot];
  if (slot.begin == json::kAbsent) return add_member(action);
  std::string_view bytes = json::bytes_at(*source_, slot.begin);
  auto begin = static_cast<uint32_t>(bytes.data() - source_->text);
  uint32_t end = begin + static_cast<uint32_t>(bytes.size());
  std::string_view text;
  if (action.op == Action::Op::append && bytes[0] == '"') {
    if (!json::escapes_are_ours(bytes.substr(1, bytes.size() - 2)) || !appended(action, text)) return false;
    return insert({end - 1, end - 1, text, &action});
  }
  if (!assigned(action, text)) return false;
  return insert({begin, end, text, &action});
}

// Behind the last member of the record, spaced as they are.
bool Runner::add_member(const Action& action) {
  uint32_t open = slots_[0].begin, last = slots_[0].end - 2;
  if (action.key.empty() || source_->text[source_->at[open]] != '{' || last <= open) return false;
  std::string_view value;
  if (!assigned(action, value)) return false;
  char first = source_->text[source_->at[last]];
  uint32_t end = first == '}' || first == ']' ? source_->at[last] + 1 : json::end_of_scalar(*source_, last);
  json::Spacing spacing = json::spacing_of(*source_, open);
  text_.assign(spacing.comma).append(action.key).append(spacing.colon).append(value);
  return insert({end, end, arena_->copy(text_), &action});
}

// Into edits_ at its place, if it changes anything. Two appends to one string are fine, as are two new members; any
// other two edits of one slot are not.
bool Runner::insert(Edit edit) {
  auto after = std::find_if(edits_.begin(), edits_.end(), [&](const Edit& e) { return e.begin > edit.begin; });
  bool clash = std::any_of(edits_.begin(), edits_.end(), [&](const Edit& e) {
    bool both_append = e.action->op == Action::Op::append && edit.action->op == Action::Op::append;
    return e.action->slot == edit.action->slot ? !both_append : e.begin < edit.end && edit.begin < e.end;
  });
  if (clash) return false;
  if (std::string_view(source_->text + edit.begin, edit.end - edit.begin) != edit.text) edits_.insert(after, edit);
  return true;
}

// The text to append to a string. False as below, or where it is no string.
bool Runner::appended(const Action& action, std::string_view& text) {
  text = action.text;
  if (action.value == 0) return true;
  Value v;
  if (!right_side(action, false, v) || !v.is_string()) return false;
  text_.clear();
  json::write_escaped(json::text_of(v, *arena_), text_);
  text = arena_->copy(text_);
  return true;
}

// The text of what the action makes of the value at its slot. False where that fails, is no scalar, or depends
// on what an edit has changed.
bool Runner::assigned(const Action& action, std::string_view& text) {
  text = action.text;
  if (action.value == 0) return action.op == Action::Op::assign;
  Value v;
  if (!right_side(action, action.op != Action::Op::assign, v)) return false;
  if (action.op != Action::Op::update && !interpreter_.assign(action.assignment, old_value(action), v, v)) return false;
  if (v.kind() >= json::Kind::array || (v.tag == json::Tag::real && !std::isfinite(v.real))) return false;
  text_.clear();
  json::write_spliced(v, text_, *arena_);
  text = arena_->copy(text_);
  return true;
}

// What the action's right side gives, unless it, or what it is applied to, depends on what an edit has changed.
bool Runner::right_side(const Action& action, bool uses_old, Value& out) {
  for (const Edit& e : edits_) {
    if (uses_old && plan_.overlap(e.action->slot, action.slot)) return false;
    for (uint32_t slot : action.reads)
      if (plan_.overlap(e.action->slot, slot)) return false;
  }
  begin();
  Value in = action.op == Action::Op::update ? old_value(action) : raw();
  return interpreter_.value(action.value, in, out);
}

Value Runner::old_value(const Action& action) const {
  uint32_t begin = slots_[action.slot].begin;
  return begin == json::kAbsent ? Value{} : Value::raw(*source_, begin);
}

Runner::Answer Runner::truth(const Test& test) const {
  auto value = value_at(test.slot);
  return !value ? Answer::unknown : value->truthy() ? Answer::yes : Answer::no;
}

std::optional<Value> Runner::value_at(uint32_t slot) const {
  if (slots_[slot].begin != json::kAbsent) return Value::raw(*source_, slots_[slot].begin);
  const auto& node = plan_.trie()[slot];
  auto parent = value_at(node.parent);
  if (!parent) return std::nullopt;
  bool gives_null = parent->tag == json::Tag::null ||
                    (node.is_member ? parent->is_object() : parent->is_array());
  return gives_null ? std::optional(Value{}) : std::nullopt;
}

void Runner::keep_revisions() {
  edit_bytes_ = false;
  interpreter_.keep_revisions();
}

std::string Runner::message(json::Arena& arena) const {
  Value message = interpreter_.failure().message;
  if (message.is_string()) return std::string(json::text_of(message, arena));
  std::string out;
  json::write_compact(message, out, arena);
  return out + " (not a string)";
}

void Runner::take_fired(std::vector<uint64_t>& fired) {
  auto interpreted = interpreter_.fired();
  fired.resize(fired_.size());
  for (size_t i = 0; i < fired.size(); ++i) {
    uint64_t now = fired_[i] + interpreted[i];
    fired[i] = now - taken_[i];
    taken_[i] = now;
  }
}

}  // namespace rejig::eval
