// See library.h.

#include "lang/library.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace rejig::lang {
namespace {

struct Signature {
  std::string_view name;
  uint32_t arity;
};

constexpr Signature kAlwaysOne[] = {
    {"add", 1},        {"all", 1},       {"all", 2},          {"any", 1},     {"any", 2},
    {"del", 1},        {"IN", 1},        {"IN", 2},           {"isempty", 1}, {"map", 1},
    {"map_values", 1}, {"group_by", 1},  {"max_by", 1},       {"min_by", 1},  {"pick", 1},
    {"sort_by", 1},    {"unique_by", 1}, {"with_entries", 1},
};

}  // namespace

Library::Library(const Environment& environment) {
  for (uint32_t i = 0; i < environment.builtins.size(); ++i) {
    entries_.push_back({environment.builtins[i].name, environment.builtins[i].arity, true, i});
  }
  scan(environment.prelude);
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.name, a.arity) < std::tie(b.name, b.arity);
  });
}

// Notes where the definitions are. Each reaches from a "def " at the start of a line to the next one.
void Library::scan(std::string_view prelude) {
  constexpr std::string_view kDef = "def ";
  size_t at = prelude.starts_with(kDef) ? 0 : prelude.find("\ndef ");
  while (at < prelude.size()) {
    at += prelude[at] == '\n';
    size_t next = std::min(prelude.find("\ndef ", at), prelude.size());
    std::string_view head = prelude.substr(at + kDef.size(), next - at - kDef.size());
    std::string_view name = head.substr(0, head.find_first_of("(: "));
    head.remove_prefix(name.size());
    uint32_t arity = 0;
    if (head.starts_with('(')) {
      std::string_view parameters = head.substr(0, head.find(')'));
      arity = 1 + static_cast<uint32_t>(std::count(parameters.begin(), parameters.end(), ';'));
    }
    Entry entry{name, arity, false};
    entry.begin = static_cast<uint32_t>(at);
    entry.end = static_cast<uint32_t>(next);
    entries_.push_back(entry);
    at = next;
  }
}

const Library::Entry* Library::find(std::string_view name, uint32_t arity) const {
  auto at = std::lower_bound(
      entries_.begin(), entries_.end(), std::tie(name, arity),
      [](const Entry& e, const auto& key) { return std::tie(e.name, e.arity) < key; });
  return at != entries_.end() && at->name == name && at->arity == arity ? &*at : nullptr;
}

std::vector<uint32_t> Library::arities(std::string_view name) const {
  std::vector<uint32_t> found;
  for (const Entry& e : entries_) {
    if (e.name == name) found.push_back(e.arity);
  }
  return found;
}

std::vector<std::string_view> Library::names() const {
  std::vector<std::string_view> found;
  for (const Entry& e : entries_) {
    if (!e.name.starts_with('_')) found.push_back(e.name);
  }
  return found;
}

std::vector<std::string> Library::signatures() const {
  std::vector<std::string> found;
  for (const Entry& e : entries_)
    if (!e.name.starts_with('_')) found.push_back(fmt::format("{}/{}", e.name, e.arity));
  return found;
}

bool Library::always_one(std::string_view name, uint32_t arity) {
  return std::any_of(std::begin(kAlwaysOne), std::end(kAlwaysOne),
                     [&](const Signature& s) { return s.name == name && s.arity == arity; });
}

}  // namespace rejig::lang
