// See builtins.h.
#include "eval/builtins.h"

#include "eval/evaluator.h"

namespace rejig::eval {
namespace {

constexpr Implementation implementation(Special special) {
  using E = Evaluator;
  switch (special) {
    case Special::none: return {};
    case Special::each: return &E::each_of;
    case Special::by_keys: return &E::by_keys;
    case Special::of_kind: return &E::of_kind;
    case Special::add: return &E::add_all;
    case Special::all: return &E::all_of;
    case Special::any: return &E::any_of;
    case Special::builtins: return &E::list_builtins;
    case Special::del: return &E::remove_paths;
    case Special::empty: return &E::empty;
    case Special::env: return &E::environment;
    case Special::error: return &E::error_with;
    case Special::first: return &E::first;
    case Special::fromstream: return &E::from_stream;
    case Special::getpath: return &E::get_path_of;
    case Special::gsub: return &E::substitute;
    case Special::in: return &E::is_in;
    case Special::input_filename: return &E::input_name;
    case Special::input_line_number: return &E::input_line;
    case Special::isempty: return &E::is_empty;
    case Special::last: return &E::last;
    case Special::limit: return &E::limit;
    case Special::map: return &E::map;
    case Special::map_values: return &E::map_values;
    case Special::nth: return &E::nth;
    case Special::path: return &E::paths_to;
    case Special::paths: return &E::all_paths;
    case Special::pick: return &E::pick;
    case Special::range: return &E::range;
    case Special::recurse: return &E::recurse_by;
    case Special::repeat: return &E::repeat;
    case Special::select: return &E::select;
    case Special::skip: return &E::skip;
    case Special::sub: return &E::substitute;
    case Special::tostream: return &E::to_stream;
    case Special::until: return &E::until;
    case Special::walk: return &E::walk;
    case Special::with_entries: return &E::with_entries;
  }
  return {};
}

}  // namespace

constexpr std::array<Implementation, builtins::kSpecials> kImplementations = [] {
  std::array<Implementation, builtins::kSpecials> all;
  for (size_t i = 0; i < all.size(); ++i) all[i] = implementation(static_cast<Special>(i));
  return all;
}();

}  // namespace rejig::eval
