// See interpreter.h.
#include "eval/interpreter.h"

#include "eval/evaluator.h"

namespace rejig::eval {
namespace {

// A literal that is spelled as the number would be written, as the number.
Value read_number(Value v) {
  if (v.tag != Tag::literal) return v;
  Value number = v;
  if (auto exact = json::to_integer(v))
    number = Value::of(*exact);
  else
    number = Value::of(json::to_double(v));
  std::string written;
  json::write_number(number, written);
  return written == std::string_view(v.text, v.size) ? number : v;
}

}  // namespace

Evaluator::Evaluator(const lang::Program& program, std::span<const uint32_t> slots_of_nodes)
    : program_(program),
      slots_of_nodes_(slots_of_nodes),
      constants_(program.constants),
      fired_(program.rules.size()) {
  for (Value& v : constants_) v = read_number(v);
}

Interpreter::Interpreter(const lang::Program& program, std::span<const uint32_t> slots_of_nodes)
    : program_(program), evaluator_(std::make_unique<Evaluator>(program, slots_of_nodes)) {}

Interpreter::~Interpreter() = default;

void Interpreter::begin(const RecordPlace& place, json::Arena& arena, const json::Index* source,
                        std::span<const json::Slot> slots) {
  evaluator_->begin(place, arena, source, slots);
  env_ = nullptr;
}

std::span<const uint32_t> Interpreter::statements() const {
  return program_.list(program_[program_.root]);
}

Interpreter::Step Interpreter::statement(size_t i, json::Value& record) {
  return evaluator_->statement(statements()[i], env_, record);
}

Interpreter::Step Interpreter::rule(size_t i, bool matched, json::Value& record) {
  return evaluator_->rule(statements()[i], matched, env_, record);
}

bool Interpreter::value(lang::NodeId expression, json::Value in, json::Value& out) {
  return evaluator_->value(expression, env_, in, out);
}

bool Interpreter::assign(lang::Op assignment, json::Value old, json::Value right, json::Value& out) {
  Evaluator::Outcome outcome{};
  return evaluator_->apply({.op = assignment, .value = right, .node = &program_[program_.root]}, old, out, outcome);
}

Verdict Interpreter::run(json::Value& record, const RecordPlace& place, json::Arena& arena) {
  begin(place, arena);
  json::Value result = record;
  Step step = Step::on;
  for (size_t i = 0; i < statements().size() && step == Step::on; ++i) step = statement(i, result);
  if (step == Step::drop) return Verdict::dropped;
  if (step == Step::fail) return Verdict::failed;
  record = result;
  return Verdict::kept;
}

const Failure& Interpreter::failure() const { return evaluator_->error_; }

void Interpreter::keep_revisions() { evaluator_->keeps_revisions_ = true; }

std::span<const Revision> Interpreter::revisions() const { return evaluator_->revisions_; }

std::span<const uint64_t> Interpreter::fired() const { return evaluator_->fired_; }

}  // namespace rejig::eval
