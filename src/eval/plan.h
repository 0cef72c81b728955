// What of a program needs no interpreter: patterns that compare members with constants are answered from the
// slots that the walk fills, and appending or assigning a constant there is an edit of bytes. Equality tests
// of many rules on one path share a look-up. Immutable; made once, shared by all threads.
// Tested by tests/unit/runner_test.cc against the interpreter alone.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "json/text.h"
#include "json/walker.h"
#include "lang/program.h"

namespace rejig::eval {

// One comparison of a pattern, in Plan::tests, and where its answer leads: to another, or to the pattern's.
struct Test {
  enum class Op : uint8_t { truthy, equal, equal_text } op;
  uint32_t slot = 0;
  uint32_t yes = 0, no = 0;
  json::Value constant{};   // equal: a scalar
  json::Spelled spelled{};  // equal_text: the constant, a string
};
constexpr uint32_t kMatches = UINT32_MAX, kDoesNotMatch = UINT32_MAX - 1;

constexpr uint32_t kNoEntry = UINT32_MAX;

// What a statement does to bytes. The text is constant, or what `value` gives: a scalar; of the value at the slot
// for an update, else of the record. To append what is no string is to operate.
struct Action {
  enum class Op : uint8_t { append, assign, update, operate, drop, next } op;
  lang::Op assignment = lang::Op::set;
  uint32_t slot = 0;
  uint32_t rule = kNoEntry;  // the entry of its own in Program::rules
  std::string text{};        // where it is constant: as JSON; append: without quotes
  std::string key{};         // as JSON, of a member of the record that is put in where it is absent
  lang::NodeId value = 0;
  std::vector<uint32_t> reads{};  // slots at or above what `value` reads
};

// One top-level statement.
struct Step {
  bool has_pattern = false;
  std::optional<uint32_t> test;  // the first of its pattern in Plan::tests; nothing: the interpreter's
  std::string why_pattern;       // is the interpreter's
  std::string why_block;         // or the statement, where it does not act
  bool independent = false;      // no earlier statement can write what the test reads
  bool has_else = false;
  bool by_lookup = false;
  bool acts = false;             // `actions` is all of its block, or of a statement without a pattern
  uint32_t rule = 0;
  std::vector<Action> actions;
};

// Steps as bits.
using StepSet = std::vector<uint64_t>;

// The equality tests of many rules on one slot: which steps a value leaves possible.
struct Lookup {
  uint32_t slot = 0;
  StepSet others;  // steps without such a test; possible whatever the value is
  std::unordered_map<std::string, StepSet> by_value;  // key_of the constant; others are included
};

// Equal values have equal keys: decoded text of a string, value of a number.
std::string key_of(json::Value scalar, json::Arena& arena);

class Plan {
 public:
  explicit Plan(const lang::Program& program);

  const json::PathTrie& trie() const { return trie_; }
  const std::vector<Step>& steps() const { return steps_; }
  // Whether one of two paths is at or below the other.
  bool overlap(uint32_t slot, uint32_t other) const;
  const std::vector<Test>& tests() const { return tests_; }
  const std::vector<Lookup>& lookups() const { return lookups_; }
  // For each node that reads a path of the record, mostly: its slot. 0 for all others.
  std::span<const uint32_t> slots_of_nodes() const { return slots_of_nodes_; }

  // What --explain prints: a line a top-level statement, "PLACE-OR-LABEL: how (why)".
  std::string explain(const lang::Program& program) const;

 private:
  friend class Planner;
  json::PathTrie trie_;
  std::vector<Step> steps_;
  std::vector<Test> tests_;
  std::vector<Lookup> lookups_;
  std::vector<uint32_t> slots_of_nodes_;
};

}  // namespace rejig::eval
