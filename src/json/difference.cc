#include "json/difference.h"

#include <utility>

#include "json/stack.h"

namespace rejig::json {
namespace {

class Comparison {
 public:
  Comparison(Value at, Arena& arena) : arena_(arena) {
    const Array& keys = open_array(at, arena);
    for (uint32_t i = 0; i < keys.size; ++i) keys_.push_back(keys.items[i].value);
  }

  void compare(Value before, Value after) {
    if (same_bits(before, after)) return;
    need_stack();
    if (before.is_object() && after.is_object()) return compare_objects(before, after);
    if (before.is_array() && after.is_array()) return compare_arrays(before, after);
    if (!written_alike(before, after)) differ(before, after);
  }

  std::vector<Difference> take() { return std::move(found_); }

 private:
  void differ(std::optional<Value> before, std::optional<Value> after) {
    Array* path = make_array(arena_, static_cast<uint32_t>(keys_.size()));
    for (Value key : keys_) push(*path, key, arena_);
    found_.push_back({Value::of(path), before, after});
  }

  template <class Do>
  void at(Value key, Do found) {
    keys_.push_back(key);
    found();
    keys_.pop_back();
  }

  void compare_objects(Value before, Value after) {
    const Object& old = open_object(before, arena_);
    const Object& fresh = open_object(after, arena_);
    for (uint32_t i = 0; i < old.size; ++i) {
      const Member& member = old.items[i];
      const Member* now = find_member(fresh, member.key);
      at(Value::of(member.key), [&] { now ? compare(member.value, now->value) : differ(member.value, {}); });
    }
    for (uint32_t i = 0; i < fresh.size; ++i) {
      const Member& member = fresh.items[i];
      if (!find_member(old, member.key)) at(Value::of(member.key), [&] { differ({}, member.value); });
    }
  }

  void compare_arrays(Value before, Value after) {
    const Array& old = open_array(before, arena_);
    const Array& fresh = open_array(after, arena_);
    for (uint32_t i = 0, k = 0; i < old.size || k < fresh.size;) {
      auto [old_end, fresh_end] = next_common(old, i, fresh, k);
      for (; i < old_end && k < fresh_end; ++i, ++k) compare_elements(old, i, fresh, k);
      for (; i < old_end; ++i) at(index(i), [&] { differ(old.items[i].value, {}); });
      for (; k < fresh_end; ++k) at(index(k), [&] { differ({}, fresh.items[k].value); });
      if (i < old.size) compare_elements(old, i++, fresh, k++);
    }
  }

  void compare_elements(const Array& old, uint32_t i, const Array& fresh, uint32_t k) {
    at(index(i), [&] { compare(old.items[i].value, fresh.items[k].value); });
  }

  // The next element from i and from k that stood at the same place, or the ends of both.
  static std::pair<uint32_t, uint32_t> next_common(const Array& old, uint32_t i, const Array& fresh, uint32_t k) {
    bool related = same_bits(old.from, fresh.from);
    while (related && i < old.size && k < fresh.size) {
      uint32_t stood = old.items[i].origin, stands = fresh.items[k].origin;
      if (stood == stands && stood != kNoOrigin) return {i, k};
      if (stood == kNoOrigin || (stands != kNoOrigin && stood < stands)) ++i;
      else ++k;
    }
    return {old.size, fresh.size};
  }

  static Value index(uint32_t i) { return Value::of(int64_t{i}); }

  Arena& arena_;
  std::vector<Value> keys_;
  std::vector<Difference> found_;
};

}  // namespace

std::vector<Difference> differences(Value at, Value before, Value after, Arena& arena) {
  Comparison comparison(at, arena);
  comparison.compare(before, after);
  return comparison.take();
}

}  // namespace rejig::json
