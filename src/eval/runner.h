// The program on one checked record: what the plan can answer from slots is answered there, the rest goes
// to the interpreter. One Runner a thread; Plan and Program are shared.
// Tested by tests/unit/runner_test.cc against the interpreter alone.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "eval/interpreter.h"
#include "eval/plan.h"
#include "json/walker.h"
#include "lang/program.h"

namespace rejig::eval {

// Bytes [begin, end) of the record's source become `text`, which lives as long as the record's arena. `action`
// says whose edit it is: the rule and the path.
struct Edit {
  uint32_t begin, end;
  std::string_view text;
  const Action* action;
};

class Runner {
 public:
  // `edit_bytes`: changes may come as edits(); else they are always in the record's value.
  Runner(const lang::Program& program, const Plan& plan, bool edit_bytes);

  // On the record that is `slots[0]` in `source`. Where its value stays as it was, edits() are what is to be changed
  // in its bytes.
  Verdict run(const json::Index& source, std::span<const json::Slot> slots, const RecordPlace& place,
              json::Arena& arena);

  // What the last run made of the record.
  bool is_raw() const { return raw_; }
  json::Value record() const { return raw_ ? raw() : record_; }

  // From now on all changes are in the record's value, and revisions() say which rule made them.
  void keep_revisions();
  std::span<const Revision> revisions() const { return begun_ ? interpreter_.revisions() : std::span<const Revision>{}; }

  // Of the last run, by place; two at one place in order.
  std::span<const Edit> edits() const { return edits_; }

  // After a `failed`: what to tell the user, and where in the program it arose.
  std::string message(json::Arena& arena) const;
  lang::Span failed_at() const { return interpreter_.failure().at; }

  // Firings per rule since the last call.
  void take_fired(std::vector<uint64_t>& fired);

 private:
  enum class Answer : uint8_t { no, yes, unknown };
  using Flow = Interpreter::Step;

  json::Value raw() const { return json::Value::raw(*source_, slots_[0].begin); }
  Verdict run_steps();
  const StepSet& possible();
  const StepSet& look_up();
  Flow step(size_t i);
  Flow interpret(size_t i);
  Flow interpret_rule(size_t i, bool matched);
  Flow act(size_t i);
  void begin();
  Flow settle();
  Flow settle_one(size_t i);
  void count_acted();
  bool edit(const Action& action);
  bool add_member(const Action& action);
  bool insert(Edit edit);
  bool appended(const Action& action, std::string_view& text);
  bool assigned(const Action& action, std::string_view& text);
  bool right_side(const Action& action, bool uses_old, json::Value& out);
  json::Value old_value(const Action& action) const;

  Answer answer(uint32_t test) const;
  Answer truth(const Test& test) const;
  Answer equality(const Test& test) const;
  // What stands at a slot; nothing where only the interpreter knows, for it may be an error.
  std::optional<json::Value> value_at(uint32_t slot) const;

  const Plan& plan_;
  bool edit_bytes_;
  Interpreter interpreter_;
  std::vector<uint64_t> fired_;
  std::vector<uint64_t> taken_;
  StepSet possible_;
  std::vector<Edit> edits_;
  std::vector<size_t> acted_;  // the steps that edits_ come from, in order
  const Action* ended_ = nullptr;  // the drop or next that ended the run
  std::string text_;

  // of the record at hand
  const json::Index* source_ = nullptr;
  std::span<const json::Slot> slots_;
  json::Arena* arena_ = nullptr;
  const RecordPlace* place_ = nullptr;
  bool begun_ = false;   // the interpreter, on it
  bool raw_ = true;      // no statement has made another value of the record
  json::Value record_;   // as the interpreter left it, once it has begun
};

}  // namespace rejig::eval
