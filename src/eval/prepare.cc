#include "eval/prepare.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "builtins/regex.h"
#include "lang/compile.h"

namespace rejig::eval {
namespace {

using lang::Node;
using lang::NodeId;
using lang::Op;
using lang::Program;

// A function whose first argument is a regular expression; `flags`: the argument that holds those.
struct Matcher {
  std::string_view name;
  uint32_t flags;
  uint32_t least_arity = 1;
};

constexpr Matcher kMatchers[] = {{"capture", 1}, {"gsub", 2},   {"match", 1}, {"scan", 1},
                                 {"split", 1, 2}, {"splits", 1}, {"sub", 2},   {"test", 1}};

// The library's function that the node calls.
std::string_view called(const Program& program, const Node& node) {
  if (node.op == Op::builtin) return program.builtins[node.ref].name;
  if (node.op != Op::call) return {};
  const lang::Function& function = program.functions[node.ref];
  return function.span.source == program.prelude ? std::string_view(function.name) : std::string_view();
}

// The text, if the node is a constant string; null counts as "".
std::optional<std::string_view> constant(const Program& program, NodeId id, Arena& arena) {
  const Node& node = program.nodes[id];
  if (node.op != Op::literal) return {};
  const Value& value = program.constants[node.ref];
  if (value.tag == Tag::null) return "";
  if (!value.is_string()) return {};
  return json::text_of(value, arena);
}

void check_call(const Program& program, const Node& node, Arena& arena) {
  std::string_view name = called(program, node);
  auto matcher = std::find_if(std::begin(kMatchers), std::end(kMatchers),
                              [&](const Matcher& m) { return m.name == name; });
  if (matcher == std::end(kMatchers) || node.list_size < matcher->least_arity) return;
  auto arguments = program.list(node);
  auto pattern = constant(program, arguments[0], arena);
  bool with_flags = arguments.size() > matcher->flags;
  auto flags = with_flags ? constant(program, arguments[matcher->flags], arena) : std::string_view();
  if (!pattern || !flags) return;
  if (auto error = prepare_regex(*pattern, *flags))
    throw lang::CompileError{program.nodes[arguments[0]].span, *error, {}, {}, {}};
}

// Calls `visit` with all nodes that the program's statements and functions are made of, but for the library's; those
// that nothing refers to have no meaning. `tried`: with those below `try` and `?`.
template <class Visit>
void each_node(const Program& program, bool tried, Visit visit) {
  std::vector<NodeId> open{program.root};
  for (const lang::Function& function : program.functions)
    if (function.span.source != program.prelude) open.push_back(function.body);
  while (!open.empty()) {
    const Node& node = program.nodes[open.back()];
    open.pop_back();
    visit(node);
    for (NodeId child : {node.op == Op::attempt && !tried ? 0 : node.a, node.b, node.c, node.d})
      if (child != 0) open.push_back(child);
    for (NodeId child : program.list(node))
      if (child != 0) open.push_back(child);
  }
}

}  // namespace

void prepare(const Program& program) {
  Arena arena;
  each_node(program, false, [&](const Node& node) { check_call(program, node, arena); });
}

bool asks_for_line(const Program& program) {
  bool asks = false;
  each_node(program, true, [&](const Node& node) { asks |= called(program, node) == "input_line_number"; });
  return asks;
}

}  // namespace rejig::eval
