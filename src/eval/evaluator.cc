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
      constants_(program.constants) {
  for (Value& v : constants_) v = read_number(v);
}

}  // namespace rejig::eval
