#include "json/difference.h"

#include <functional>
#include <string>
#include <utility>

#include "json/splice.h"
#include "json/stack.h"

namespace rejig::json {
namespace {

// Where the bytes stand of a part of a record, which says that it is that part. Null where it is none.
const char* bytes_of(Value v) {
  switch (v.tag) {
    case Tag::literal:
    case Tag::string:
    case Tag::raw_string: return v.text;
    case Tag::raw_array:
    case Tag::raw_object: return v.source->text + v.source->at[v.size];
    default: return nullptr;
  }
}

bool written_as(Value before, Value after, Arena& arena) {
  if (before.kind() >= Kind::array || after.kind() >= Kind::array) return false;
  std::string one, other;
  write_spliced(before, one, arena);
  write_spliced(after, other, arena);
  return one == other;
}

class Comparison {
 public:
  explicit Comparison(Arena& arena) : arena_(arena) {}

  void compare(const Place* place, Value before, Value after) {
    need_stack();
    if (before.is_object() && after.is_object()) return compare_objects(place, before, after);
    if (before.is_array() && after.is_array()) return compare_arrays(place, before, after);
    if (!written_as(before, after, arena_)) found_.push_back({place, before, after});
  }

  std::vector<Difference> take() { return std::move(found_); }

 private:
  const Place* at(const Place* around, Value key) { return arena_.make(Place{around, key}); }
  static Value index(uint32_t i) { return Value::of(int64_t{i}); }

  void compare_part(const Place* around, Value key, Value before, Value after) {
    if (!same_bits(before, after)) compare(at(around, key), before, after);
  }
  void gone(const Place* around, Value key, Value v) { found_.push_back({at(around, key), v, {}}); }
  void fresh(const Place* around, Value key, Value v) { found_.push_back({at(around, key), {}, v}); }

  void compare_objects(const Place* place, Value before, Value after) {
    const Object& old = open_object(before, arena_);
    const Object& now = open_object(after, arena_);
    for (uint32_t i = 0; i < old.size; ++i) {
      const Member& member = old.items[i];
      const Member* same = find_member(now, member.key);
      Value key = Value::of(member.key);
      same ? compare_part(place, key, member.value, same->value) : gone(place, key, member.value);
    }
    for (uint32_t i = 0; i < now.size; ++i) {
      const Member& member = now.items[i];
      if (!find_member(old, member.key)) fresh(place, Value::of(member.key), member.value);
    }
  }

  void compare_arrays(const Place* place, Value before, Value after) {
    const Array& old = open_array(before, arena_);
    const Array& now = open_array(after, arena_);
    for (uint32_t i = 0, k = 0; i < old.size || k < now.size;) {
      auto [old_end, now_end] = next_common(old, i, now, k);
      for (; i < old_end && k < now_end; ++i, ++k)
        compare_part(place, index(i), old.items[i].value, now.items[k].value);
      for (; i < old_end; ++i) gone(place, index(i), old.items[i].value);
      for (; k < now_end; ++k) fresh(place, index(k), now.items[k].value);
      if (i == old.size) continue;
      compare_part(place, index(i), old.items[i].value, now.items[k].value);
      ++i, ++k;
    }
  }

  // The next element from i and from k that stood at the same place, or the ends of both. Places go up in most
  // arrays; where they do not, fewer are found.
  static std::pair<uint32_t, uint32_t> next_common(const Array& old, uint32_t i, const Array& now, uint32_t k) {
    while (i < old.size && k < now.size) {
      const char* stood = stands_at(old, i);
      const char* stands = stands_at(now, k);
      if (stood && stood == stands) return {i, k};
      if (!stood || (stands && std::less<>{}(stood, stands))) ++i;
      else ++k;
    }
    return {old.size, now.size};
  }

  // Where the element stood in the record, whatever it is now.
  static const char* stands_at(const Array& array, uint32_t i) {
    const Element& element = array.items[i];
    if (element.origin == kNoOrigin || array.from.tag != Tag::raw_array) return bytes_of(element.value);
    return array.from.source->text + array.from.source->at[element.origin];
  }

  Arena& arena_;
  std::vector<Difference> found_;
};

}  // namespace

std::vector<Difference> differences(Value before, Value after, Arena& arena) {
  Comparison comparison(arena);
  if (!same_bits(before, after)) comparison.compare(nullptr, before, after);
  return comparison.take();
}

}  // namespace rejig::json
