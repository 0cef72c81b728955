#include "lang/program.h"

#include <fmt/format.h>

#include <algorithm>

namespace rejig::lang {

namespace {

bool on_one_line(const Program& program, const Rule& a, const Rule& b) {
  if (a.span.source != b.span.source) return false;
  auto [from, to] = std::minmax(a.span.begin, b.span.begin);
  return std::string_view(program.sources[a.span.source].text).substr(from, to - from).find('\n') == std::string_view::npos;
}

}  // namespace

std::string rule_name(const Program& program, uint32_t rule) {
  const Rule& r = program.rules[rule];
  if (!r.label.empty()) return r.label;
  const Source& source = program.sources[r.span.source];
  std::string_view before = std::string_view(source.text).substr(0, r.span.begin);
  std::string name = fmt::format("{}:{}", source.name, 1 + std::count(before.begin(), before.end(), '\n'));
  bool alone = std::none_of(program.rules.begin(), program.rules.end(), [&](const Rule& other) {
    return &other != &r && other.label.empty() && on_one_line(program, r, other);
  });
  return alone ? name : fmt::format("{}:{}", name, before.size() - (before.rfind('\n') + 1) + 1);
}

}  // namespace rejig::lang
