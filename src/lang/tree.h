// Makes nodes in Program::nodes and watches the height of the tree. Used by the parser only.
// Tested by tests/unit/parser_test.cc.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "lang/names.h"
#include "lang/program.h"

namespace rejig::lang {

class Tree {
 public:
  Tree(Program& program, Names& names) : program_(program), names_(names), first_(program.nodes.size()) {}

  // Adds the node; its children must exist already. `list` becomes its list.
  NodeId add(Node node, std::span<const uint32_t> list = {});

  // Gives `parent` a child that it did not have when it was added.
  void adopt(NodeId parent, NodeId child);

  // Joins operands by one associative operator; at[i] is the operator after items[i]. A long chain becomes a balanced
  // tree, so that its height does not matter.
  NodeId chain(Op op, std::span<const NodeId> items, std::span<const Span> at);

  NodeId literal(json::Value value, Span span);
  NodeId string_literal(std::string_view text, Span span);

  Node& operator[](NodeId id) { return program_.nodes[id]; }

 protected:
  Program& program_;
  Names& names_;

 private:
  void grow(NodeId parent, NodeId child);

  size_t first_;                   // earlier nodes of program_ belong to others
  std::vector<uint16_t> heights_;  // of the nodes from first_ on
};

}  // namespace rejig::lang
