// The functions that a program may call without defining them: the evaluator's builtins and the definitions of
// the prelude. Made for each compilation; it only scans the prelude for a `def` at the start of a line.
// Tested by tests/unit/resolver_test.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lang/compile.h"

namespace rejig::lang {

class Library {
 public:
  static constexpr uint32_t kNoFunction = UINT32_MAX;

  struct Entry {
    std::string_view name;
    uint32_t arity;
    bool builtin;
    uint32_t index = 0;                       // of a builtin, in eval's table
    uint32_t begin = 0, end = 0;              // of a definition, in the prelude
    mutable uint32_t function = kNoFunction;  // functions index, once it is parsed
  };

  explicit Library(const Environment& environment);

  const Entry* find(std::string_view name, uint32_t arity) const;
  std::vector<uint32_t> arities(std::string_view name) const;
  std::vector<std::string_view> names() const;
  std::vector<std::string> signatures() const;  // "map/1", without those for internal use

  // Whether it gives one output for any outputs of its arguments: map(f) collects, any(f) decides.
  static bool always_one(std::string_view name, uint32_t arity);

 private:
  void scan(std::string_view prelude);

  std::vector<Entry> entries_;  // by name, then arity
};

}  // namespace rejig::lang
