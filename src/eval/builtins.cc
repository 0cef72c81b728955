// The table of builtins. See builtins.h.
#include "eval/builtins.h"

#include <vector>

#include "eval/evaluator.h"

namespace rejig::eval {
namespace {

bool set_path_native(Call& call) {
  return set_path(call.input, call.args[0], call.args[1], call.arena, call.result) ||
         (call.error = call.result, false);
}

bool delete_paths_native(Call& call) {
  return delete_paths(call.input, call.args[0], call.arena, call.result) ||
         (call.error = call.result, false);
}

constexpr Native kPathNatives[] = {{"setpath", 2, set_path_native},
                                   {"delpaths", 1, delete_paths_native}};

Builtin one(std::string_view name, uint8_t arity, Builtin::Value1 run) {
  return {name, arity, true, nullptr, run, nullptr, 0, nullptr};
}
Builtin many(std::string_view name, uint8_t arity, Builtin::Generator run) {
  return {name, arity, false, nullptr, nullptr, run, 0, nullptr};
}
// One output where the arguments give one each.
Builtin same(std::string_view name, uint8_t arity, Builtin::Generator run) {
  return {name, arity, true, nullptr, nullptr, run, 0, nullptr};
}

// Passes on values of these kinds.
template <class... Kinds>
Builtin only(std::string_view name, Kinds... kinds) {
  uint8_t bits = static_cast<uint8_t>((... | (1u << static_cast<unsigned>(kinds))));
  return {name, 0, false, nullptr, nullptr, &Evaluator::of_kind, bits, nullptr};
}

// Those that take expressions, or look at more than their input.
std::vector<Builtin> own_builtins() {
  using E = Evaluator;
  // clang-format off
  return {
      one("IN", 1, &E::is_in), one("IN", 2, &E::is_in),
      one("add", 0, &E::add_all), one("add", 1, &E::add_all),
      only("arrays", Kind::array), only("objects", Kind::object), only("strings", Kind::string),
      only("numbers", Kind::number), only("nulls", Kind::null), only("booleans", Kind::false_, Kind::true_),
      only("iterables", Kind::array, Kind::object),
      only("scalars", Kind::null, Kind::false_, Kind::true_, Kind::number, Kind::string),
      only("values", Kind::false_, Kind::true_, Kind::number, Kind::string, Kind::array, Kind::object),
      one("all", 0, &E::all_of), one("all", 1, &E::all_of), one("all", 2, &E::all_of),
      one("any", 0, &E::any_of), one("any", 1, &E::any_of), one("any", 2, &E::any_of),
      one("builtins", 0, &E::list_builtins),
      one("del", 1, &E::remove_paths),
      many("empty", 0, &E::empty),
      one("env", 0, &E::environment),
      same("error", 0, &E::error_with), same("error", 1, &E::error_with),
      same("first", 1, &E::first),
      many("fromstream", 1, &E::from_stream),
      same("getpath", 1, &E::get_path_of),
      one("group_by", 1, &E::by_keys),
      many("gsub", 2, &E::substitute), many("gsub", 3, &E::substitute),
      one("input_filename", 0, &E::input_name),
      one("input_line_number", 0, &E::input_line),
      one("isempty", 1, &E::is_empty),
      same("last", 1, &E::last),
      many("limit", 2, &E::limit),
      one("map", 1, &E::map),
      one("map_values", 1, &E::map_values),
      one("max_by", 1, &E::by_keys),
      one("min_by", 1, &E::by_keys),
      many("nth", 2, &E::nth),
      same("path", 1, &E::paths_to),
      many("paths", 0, &E::all_paths), many("paths", 1, &E::all_paths),
      one("pick", 1, &E::pick),
      many("range", 1, &E::range), many("range", 2, &E::range), many("range", 3, &E::range),
      many("recurse", 0, &E::recurse_by), many("recurse", 1, &E::recurse_by),
      many("repeat", 1, &E::repeat),
      many("select", 1, &E::select),
      many("skip", 2, &E::skip),
      one("sort_by", 1, &E::by_keys),
      same("sub", 2, &E::substitute), same("sub", 3, &E::substitute),
      many("tostream", 0, &E::to_stream),
      one("unique_by", 1, &E::by_keys),
      same("until", 2, &E::until),
      same("walk", 1, &E::walk),
      one("with_entries", 1, &E::with_entries),
  };
  // clang-format on
}

std::vector<Builtin> all_builtins() {
  std::vector<Builtin> all = own_builtins();
  const std::span<const Native> tables[] = {kPathNatives,        math_natives(), string_natives(),
                                            format_natives(),    date_natives(), regex_natives(),
                                            collection_natives()};
  for (auto table : tables)
    for (const Native& n : table)
      all.push_back({n.name, n.arity, true, n.run, nullptr, nullptr, 0, nullptr});
  return all;
}

// sort_by finds _sort_by, and so on.
std::vector<Builtin> linked_builtins() {
  std::vector<Builtin> all = all_builtins();
  for (Builtin& b : all) {
    if (b.value != &Evaluator::by_keys) continue;
    for (const Builtin& native : all)
      if (native.name[0] == '_' && native.name.substr(1) == b.name) b.by_keys = &native;
  }
  return all;
}

}  // namespace

std::span<const Builtin> builtins() {
  static const std::vector<Builtin> all = linked_builtins();
  return all;
}

std::span<const lang::BuiltinName> builtin_names() {
  static const std::vector<lang::BuiltinName> names = [] {
    std::vector<lang::BuiltinName> list;
    for (const Builtin& b : builtins()) list.push_back({b.name, b.arity, b.single});
    return list;
  }();
  return names;
}

const Builtin* find_builtin(std::string_view name, uint32_t arity) {
  for (const Builtin& b : builtins())
    if (b.name == name && b.arity == arity) return &b;
  return nullptr;
}

}  // namespace rejig::eval
