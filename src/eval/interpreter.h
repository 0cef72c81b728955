// Runs a Program on records: statements in order, each on the record as the ones before left it.
// One Interpreter per thread; the Program is shared. Nothing here prints or touches files.
//
//   Interpreter interpreter(program);
//   switch (interpreter.run(record, {file, line}, arena)) ...
//
// Tested by tests/unit/interpreter_test.cc and tests/cases.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "json/value.h"
#include "json/walker.h"
#include "lang/program.h"

namespace rejig::eval {

// What stopped a record, and the place in the program where it arose.
struct Failure {
  json::Value message;  // borrows from the record's arena
  lang::Span at;
};

struct Path;

// What a statement made of the record, or in `each` of a part of it. What is within an `each` comes before it;
// changes() (changes.h) puts them together.
struct Revision {
  uint32_t rule;   // in Program::rules
  uint32_t depth;  // so many `each` are around it
  const Path* at;  // the part, in the record as the `each` around it found it
  json::Value before, after;
  bool dropped;
};

enum class Verdict : uint8_t { kept, dropped, failed };

struct RecordPlace {
  std::string_view file;
  uint64_t line = 0;
};

class Evaluator;

class Interpreter {
 public:
  // `slots_of_nodes`: which of a record's slots holds what a node reads of the record, 0 for none; by node.
  explicit Interpreter(const lang::Program& program, std::span<const uint32_t> slots_of_nodes = {});
  ~Interpreter();

  // All statements. `record` becomes what they make of it; as it was where it is not `kept`.
  Verdict run(json::Value& record, const RecordPlace& place, json::Arena& arena);

  // The same one statement at a time, for a caller that answers some without the interpreter:
  // begin, then statement(i) for i in [0, statements().size()), or not, in order.
  enum class Step : uint8_t { on, drop, next, fail };
  // `slots`: of the record, which is `slots[0]` in `source`; or none.
  void begin(const RecordPlace& place, json::Arena& arena, const json::Index* source = nullptr,
             std::span<const json::Slot> slots = {});
  std::span<const uint32_t> statements() const;
  Step statement(size_t i, json::Value& record);
  // Statement i's pattern was answered elsewhere: runs its block or its else part.
  Step rule(size_t i, bool matched, json::Value& record);

  // What an expression that gives exactly one output gives for `in`; false where it fails.
  bool value(lang::NodeId expression, json::Value in, json::Value& out);
  // What `old` becomes by `ASSIGNMENT right`, any but an update; false where that fails.
  bool assign(lang::Op assignment, json::Value old, json::Value right, json::Value& out);

  const Failure& failure() const;
  // From now on revisions() are those of the last record, in order: one for each statement that changed a byte
  // or dropped something. They live as long as the record's arena.
  void keep_revisions();
  std::span<const Revision> revisions() const;
  // How often each of Program::rules has fired since construction.
  std::span<const uint64_t> fired() const;

 private:
  const lang::Program& program_;
  std::unique_ptr<Evaluator> evaluator_;
  struct Frame* env_ = nullptr;
};

}  // namespace rejig::eval
