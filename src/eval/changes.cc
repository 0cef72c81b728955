#include "eval/changes.h"

#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "eval/evaluator.h"

namespace rejig::eval {
namespace {

// The text of a member's key or an element's position; nothing for what names no single one (slices, places from the
// end), which then stands for what it is in.
std::optional<std::string> name_of(Value key, Arena& arena) {
  if (key.is_string()) return "." + std::string(json::text_of(key, arena));
  auto position = key.is_number() ? json::to_integer(key) : std::nullopt;
  if (position && *position >= 0) return "[" + std::to_string(*position);
  return std::nullopt;
}

// The revisions within one statement by where they work, to find whose a difference is.
class Inner {
 public:
  Inner(std::span<const Revision> revisions, Arena& arena) : arena_(arena) {
    for (const Revision& revision : revisions) nodes_[node_of(revision.at)].revisions.push_back(&revision);
  }

  // The rule of the innermost part that touched the place last, or `otherwise`.
  uint32_t rule_of(const json::Difference& difference, uint32_t otherwise) {
    std::vector<Value> rest;  // of the keys, from the last one to that below the node
    const json::Place* place = difference.place;
    for (; place && !known(place); place = place->around) rest.push_back(place->key);
    for (size_t node = place ? *known(place) : 0;; node = nodes_[node].parent) {
      if (const Revision* last = last_on(nodes_[node], rest)) return last->rule;
      if (node == 0) return otherwise;
      rest.push_back(place->key);
      place = place->around;
    }
  }

 private:
  struct Node {
    size_t parent = 0;
    std::vector<const Revision*> revisions;
  };

  // The last revision there that touches these keys; of an `each`, what it does within.
  const Revision* last_on(const Node& node, const std::vector<Value>& keys) {
    const Revision* last = nullptr;
    for (size_t k = node.revisions.size(); k-- > 0;) {
      const Revision* revision = node.revisions[k];
      if (last && revision->depth <= last->depth) break;
      if (touches(*revision, keys)) last = revision;
    }
    return last;
  }

  size_t node_of(const Path* path) {
    std::vector<const Path*> up;  // not seen yet
    for (; path->before && !seen_.contains(path); path = path->before) up.push_back(path);
    size_t node = path->before ? seen_[path] : 0;
    for (size_t i = up.size(); i-- > 0;) {
      if (auto name = name_of(up[i]->key, arena_)) {
        auto [found, is_new] = children_.try_emplace({node, *name}, nodes_.size());
        if (is_new) nodes_.push_back({node, {}});
        node = found->second;
      } else {
        unnamed_.insert(up[i]);
      }
      if (unnamed_.contains(up[i]->before)) unnamed_.insert(up[i]);
      seen_[up[i]] = node;
    }
    return node;
  }

  // The node at the place, where there is one.
  std::optional<size_t> known(const json::Place* place) {
    std::vector<const json::Place*> up;
    for (; place && !known_.contains(place); place = place->around) up.push_back(place);
    std::optional<size_t> node = place ? known_[place] : 0;
    for (size_t i = up.size(); i-- > 0;) {
      auto name = node ? name_of(up[i]->key, arena_) : std::nullopt;
      auto found = name ? children_.find({*node, *name}) : children_.end();
      node = found == children_.end() ? std::nullopt : std::optional(found->second);
      known_[up[i]] = node;
    }
    return node;
  }

  // Whether the revision changed what is at these keys, of which the last comes first.
  bool touches(const Revision& revision, const std::vector<Value>& keys) {
    if (unnamed_.contains(revision.at)) return revision.dropped || !same_bits(revision.before, revision.after);
    if (revision.dropped) return keys.empty();
    std::optional<Value> before = revision.before, after = revision.after;
    for (size_t i = keys.size(); i-- > 0 && before && after && !same_bits(*before, *after);) {
      before = part(*before, keys[i]);
      after = part(*after, keys[i]);
    }
    return before && after ? !same_bits(*before, *after) : before.has_value() != after.has_value();
  }

  std::optional<Value> part(Value v, Value key) {
    if (v.is_object() && key.is_string()) return json::find(v, json::text_of(key, arena_));
    return v.is_array() && key.tag == Tag::integer ? json::at(v, static_cast<uint32_t>(key.integer)) : std::nullopt;
  }

  Arena& arena_;
  std::vector<Node> nodes_{1};
  std::map<std::pair<size_t, std::string>, size_t> children_;
  std::unordered_map<const Path*, size_t> seen_;
  std::unordered_set<const Path*> unnamed_;  // of those: what has no node of its own
  std::unordered_map<const json::Place*, std::optional<size_t>> known_;
};

// The rule that dropped the whole record, within an `each` where it did so.
uint32_t dropping_rule(const Revision& statement, std::span<const Revision> inner) {
  for (size_t i = inner.size(); i-- > 0;)
    if (inner[i].dropped && !inner[i].at->before) return inner[i].rule;
  return statement.rule;
}

}  // namespace

std::vector<Change> changes(std::span<const Revision> revisions, Arena& arena) {
  std::vector<Change> changes;
  size_t begin = 0;
  for (size_t i = 0; i < revisions.size(); ++i) {
    const Revision& statement = revisions[i];
    if (statement.depth > 0) continue;
    auto within = revisions.subspan(begin, i - begin);
    begin = i + 1;
    if (statement.dropped) {
      changes.push_back({dropping_rule(statement, within), nullptr, statement.before, {}});
      continue;
    }
    Inner inner(within, arena);
    for (const json::Difference& d : json::differences(statement.before, statement.after, arena))
      changes.push_back({inner.rule_of(d, statement.rule), d.place, d.before, d.after});
  }
  return changes;
}

}  // namespace rejig::eval
