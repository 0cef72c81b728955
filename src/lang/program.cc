#include "lang/program.h"

#include <fmt/format.h>

#include <algorithm>

namespace rejig::lang {

std::string rule_name(const Program& program, uint32_t rule) {
  const Rule& r = program.rules[rule];
  if (!r.label.empty()) return r.label;
  const Source& source = program.sources[r.span.source];
  auto begin = source.text.begin();
  return fmt::format("{}:{}", source.name, 1 + std::count(begin, begin + r.span.begin, '\n'));
}

}  // namespace rejig::lang
