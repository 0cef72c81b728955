#include "json/walker.h"

#include <algorithm>
#include <cstring>

#include "json/text.h"

namespace rejig::json {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What may stand behind a number or literal. Anything else there is part of the token.
bool ends_token(char c) {
  return is_space(c) || c == ',' || c == '}' || c == ']' || c == ':';
}

// number = [ "-" ] ( "0" | digit1-9 *digit ) [ "." 1*digit ] [ ("e" | "E") [ "+" | "-" ] 1*digit ]
bool is_number(const char* p) {
  if (*p == '-') ++p;
  if (*p == '0') {
    ++p;
  } else {
    if (!is_digit(*p)) return false;
    while (is_digit(*p)) ++p;
  }
  if (*p == '.') {
    if (!is_digit(*++p)) return false;
    while (is_digit(*p)) ++p;
  }
  if (*p == 'e' || *p == 'E') {
    ++p;
    if (*p == '+' || *p == '-') ++p;
    if (!is_digit(*p)) return false;
    while (is_digit(*p)) ++p;
  }
  return ends_token(*p);
}

bool is_word(const char* p, std::string_view word) {
  return std::memcmp(p, word.data(), word.size()) == 0 && ends_token(p[word.size()]);
}

bool is_scalar(const char* p) {
  switch (*p) {
    case '"': return true;
    case 't': return is_word(p, "true");
    case 'f': return is_word(p, "false");
    case 'n': return is_word(p, "null");
    default: return is_number(p);
  }
}

// Checks the value at i, inside `outer` containers, without noting anything; returns the index behind it
// or 0. Flat: the open containers are a stack of flags, so depth costs no calls.
uint32_t check(const char* text, const uint32_t* at, uint32_t i, uint32_t outer) {
  bool in_object[kMaxDepth + 1];
  uint32_t depth = outer;
value:
  switch (text[at[i]]) {
    case '{':
      if (++depth > kMaxDepth) return 0;
      in_object[depth] = true;
      if (text[at[++i]] == '}') goto close;
      goto member;
    case '[':
      if (++depth > kMaxDepth) return 0;
      in_object[depth] = false;
      if (text[at[++i]] == ']') goto close;
      goto value;
    case '"': break;
    default:
      if (!is_scalar(text + at[i])) return 0;
  }
  ++i;
  if (depth == outer) return i;
next:
  switch (text[at[i]]) {
    case ',':
      ++i;
      if (!in_object[depth]) goto value;
      goto member;
    case '}':
      if (!in_object[depth]) return 0;
      goto close;
    case ']':
      if (in_object[depth]) return 0;
      goto close;
    default: return 0;
  }
close:
  ++i;
  if (--depth == outer) return i;
  goto next;
member:
  if (text[at[i]] != '"' || text[at[i + 1]] != ':') return 0;
  i += 2;
  goto value;
}

// As check; most values are strings or scalars.
inline uint32_t skip(const char* text, const uint32_t* at, uint32_t i, uint32_t outer) {
  const char* first = text + at[i];
  if (*first == '"') return i + 1;
  if (*first == '{' || *first == '[') return check(text, at, i, outer);
  return is_scalar(first) ? i + 1 : 0;
}

uint64_t bit_of(char first_byte) { return uint64_t{1} << (first_byte & 63); }

}  // namespace

uint32_t PathTrie::member(uint32_t parent, std::string_view key) {
  for (const Edge& edge : nodes_[parent].edges)
    if (edge.is_key && edge.key == key) return edge.child;
  Edge edge{};
  edge.key = key;
  edge.spelled = Spelled(key);
  nodes_[parent].has_keys = true;
  nodes_[parent].first_bytes |= bit_of(edge.spelled.first_byte());
  return add(parent, std::move(edge));
}

uint32_t PathTrie::element(uint32_t parent, uint32_t position) {
  for (const Edge& edge : nodes_[parent].edges)
    if (!edge.is_key && edge.position == position) return edge.child;
  Edge edge{};
  edge.position = position;
  edge.is_key = false;
  nodes_[parent].has_positions = true;
  return add(parent, std::move(edge));
}

uint32_t PathTrie::add(uint32_t parent, Edge edge) {
  uint32_t child = size();
  edge.child = child;
  nodes_.push_back(Node{parent, edge.is_key, false, false, 0, {}});
  nodes_[parent].edges.push_back(std::move(edge));
  return child;
}

uint32_t Walker::walk(const Index& source, uint32_t i, bool odd_keys) {
  source_ = &source;
  text_ = source.text;
  at_ = source.at;
  odd_keys_ = odd_keys;
  has_duplicates_ = false;
  std::fill(slots_.begin(), slots_.end(), Slot{});
  return value(i, 0, 0);
}

uint32_t Walker::value(uint32_t i, uint32_t slot, uint32_t depth) {
  const PathTrie::Node& node = trie_[slot];
  char first = text_[at_[i]];
  uint32_t end = first == '{' && node.has_keys         ? object(i, node, depth + 1)
                 : first == '[' && node.has_positions ? array(i, node, depth + 1)
                                                      : skip(text_, at_, i, depth);
  slots_[slot] = {i, end};
  return end;
}

// The value of a path, at i.
inline uint32_t Walker::named(uint32_t i, uint32_t slot, uint32_t depth) {
  const PathTrie::Node& node = trie_[slot];
  bool is_duplicate = slots_[slot].begin != kAbsent;
  has_duplicates_ |= is_duplicate;
  if (!node.edges.empty()) {
    if (is_duplicate) clear_below(slot);
    return value(i, slot, depth);
  }
  uint32_t end = skip(text_, at_, i, depth);
  slots_[slot] = {i, end};
  return end;
}

// `key`: behind its opening quote, which is at structural index i.
uint32_t Walker::find_key(const PathTrie::Node& node, const char* key, uint32_t i) const {
  uint64_t first_bytes = load_bytes(key);
  for (const auto& edge : node.edges)
    if (edge.spelled.differs(first_bytes) == 0 && edge.spelled.continues(key) && edge.is_key) return edge.child;
  return odd_keys_ ? find_odd_key(node, i) : 0;
}

// A key that may be spelled with escapes.
uint32_t Walker::find_odd_key(const PathTrie::Node& node, uint32_t i) const {
  std::string_view quoted = bytes_at(*source_, i);
  std::string_view raw = quoted.substr(1, quoted.size() - 2);
  if (raw.find('\\') == raw.npos) return 0;
  Arena scratch;
  std::string_view decoded = decode_escapes(raw, scratch);
  for (const auto& edge : node.edges)
    if (edge.is_key && edge.key == decoded) return edge.child;
  return 0;
}

// Recursion is bounded by the depth of the trie, not of the record. Most members are not looked for, and most
// values are strings.
uint32_t Walker::object(uint32_t i, const PathTrie::Node& node, uint32_t depth) {
  const char* text = text_;
  const uint32_t* at = at_;
  const uint64_t first_bytes = odd_keys_ ? ~uint64_t{0} : node.first_bytes;
  if (text[at[++i]] == '}') return i + 1;
  for (;; ++i) {
    const char* key = text + at[i];
    if (*key != '"' || text[at[i + 1]] != ':') return 0;
    uint32_t child = (first_bytes & bit_of(key[1])) != 0 ? find_key(node, key + 1, i) : 0;
    i += 2;
    if (child != 0) {
      i = named(i, child, depth);
    } else {
      i = skip(text, at, i, depth);
    }
    if (i == 0) return 0;
    char c = text[at[i]];
    if (c == ',') continue;
    return c == '}' ? i + 1 : 0;
  }
}

uint32_t Walker::array(uint32_t i, const PathTrie::Node& node, uint32_t depth) {
  if (text_[at_[++i]] == ']') return i + 1;
  for (uint32_t position = 0;; ++position, ++i) {
    uint32_t child = 0;
    for (const auto& edge : node.edges)
      if (!edge.is_key && edge.position == position) child = edge.child;
    i = child ? value(i, child, depth) : skip(text_, at_, i, depth);
    if (i == 0) return 0;
    char c = text_[at_[i]];
    if (c == ']') return i + 1;
    if (c != ',') return 0;
  }
}

void Walker::clear_below(uint32_t slot) {
  for (const auto& edge : trie_[slot].edges) {
    slots_[edge.child] = Slot{};
    clear_below(edge.child);
  }
}

}  // namespace rejig::json
