// Functions that jq lacks: `hash`, to sample and split records in a way that depends on their
// content only, and `rep`, to find text that says the same again and again. Tested by
// tests/unit/collections_test.cc.
#include <bit>
#include <cmath>

#include "builtins/collections.h"
#include "builtins/text.h"
#include "json/stack.h"

namespace rejig::eval {
namespace {

// The finaliser of splitmix64 (Steele, Lea, Flood 2014): every bit depends on every bit.
uint64_t mix(uint64_t x) {
  x += 0x9E3779B97F4A7C15;
  x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9;
  x = (x ^ x >> 27) * 0x94D049BB133111EB;
  return x ^ x >> 31;
}

// FNV-1a.
uint64_t hash_text(std::string_view text) {
  uint64_t h = 0xCBF29CE484222325;
  for (char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  return mix(h);
}

uint64_t hash_number(Value v) {
  if (auto exact = json::to_integer(v)) return mix(static_cast<uint64_t>(*exact));
  double d = json::to_double(v);
  if (std::isnan(d)) d = std::nan("");  // of one kind
  return mix(mix(std::bit_cast<uint64_t>(d)));
}

uint64_t hash_value(Value v, Arena& arena) {
  json::need_stack();
  uint64_t h = mix(static_cast<uint64_t>(v.kind()));
  switch (v.kind()) {
    case Kind::null:
    case Kind::false_:
    case Kind::true_:
      return h;
    case Kind::number:
      return mix(h ^ hash_number(v));
    case Kind::string:
      return mix(h ^ hash_text(json::text_of(v, arena)));
    case Kind::array: {
      const json::Array& items = json::open_array(v, arena);
      for (uint32_t i = 0; i < items.size; ++i)
        h = mix(h + hash_value(items.items[i].value, arena));
      return h;
    }
    case Kind::object:
      break;
  }
  const json::Object& members = json::open_object(v, arena);
  for (uint32_t i = 0; i < members.size; ++i) {
    const json::Member& member = members.items[i];
    h += mix(hash_text(member.key) + hash_value(member.value, arena));  // in any order
  }
  return mix(h);
}

// Counts distinct numbers: a table of hashes, open addressing, 0 for free.
class DistinctCounter {
 public:
  DistinctCounter(size_t most, Arena& arena)
      : mask_(std::bit_ceil(most * 2) - 1), table_(arena.make_array<uint64_t>(mask_ + 1)) {
    std::fill(table_, table_ + mask_ + 1, 0);
  }

  void add(uint64_t number) {
    uint64_t h = mix(number) | 1;
    size_t i = h >> 1 & mask_;
    while (table_[i] != 0 && table_[i] != h) i = (i + 1) & mask_;
    count_ += table_[i] == 0;
    table_[i] = h;
  }

  size_t count() const { return count_; }

 private:
  size_t mask_;
  uint64_t* table_;
  size_t count_ = 0;
};

// Each n-gram is known by a polynomial of its code points that moves on with one multiplication.
double repeated_share(std::string_view text, size_t n, Arena& arena) {
  constexpr uint64_t kBase = 0x9E3779B97F4A7C15;
  size_t size = count_code_points(text);
  if (size < n) return 0;
  uint32_t* points = arena.make_array<uint32_t>(size);
  for (size_t i = 0, count = 0; i < text.size(); ++count) points[count] = next_code_point(text, i);
  uint64_t leaving = 1;  // kBase to the n
  for (size_t i = 0; i < n; ++i) leaving *= kBase;
  size_t total = size - n + 1;
  DistinctCounter distinct(total, arena);
  uint64_t gram = 0;
  for (size_t i = 0; i < size; ++i) {
    gram = gram * kBase + mix(points[i]);
    if (i >= n) gram -= leaving * mix(points[i - n]);
    if (i + 1 >= n) distinct.add(gram);
  }
  return 1 - static_cast<double>(distinct.count()) / static_cast<double>(total);
}

}  // namespace

// A whole number from 0 to 2^53 - 1, so that jq's arithmetic on it is exact: `hash % 100 < 5` takes
// 5 %. The same for values that are equal: neither the order of keys nor the spelling of numbers
// and strings matters. Never changes from one version to the next.
bool hash_of(Call& call) {
  uint64_t h = hash_value(call.input, call.arena);
  return call.give(Value::of(static_cast<int64_t>(h >> 11)));
}

// rep, rep(f), rep(f; n): the share of the runs of n code points (10) in the text (the input) that are
// repetitions of others, 1 - distinct / all. 0 for a text shorter than n.
bool repetition(Call& call) {
  constexpr double kUsual = 10;
  Value string = call.args.empty() ? call.input : call.args[0];
  if (!string.is_string())
    return call.fail("{} is not a string to look for repetitions in", describe(string, call.arena));
  double n = kUsual;
  if (call.args.size() > 1) n = call.args[1].is_number() ? json::to_double(call.args[1]) : 0;
  if (!(n >= 1 && n <= 1e9 && n == std::floor(n)))
    return call.fail("{} is not a length of repetitions (a whole number from 1)",
                     describe(call.args[1], call.arena));
  std::string_view text = json::text_of(string, call.arena);
  return call.give(Value::of(repeated_share(text, static_cast<size_t>(n), call.arena)));
}

}  // namespace rejig::eval
