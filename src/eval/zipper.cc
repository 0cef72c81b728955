// See zipper.h.
#include "eval/zipper.h"

#include <algorithm>

namespace rejig::eval {
namespace {

bool same_key(Value a, Value b) {
  if (a.tag == Tag::string && b.tag == Tag::string)
    return std::string_view(a.text, a.size) == std::string_view(b.text, b.size);
  return same_bits(a, b);
}

}  // namespace

void Zipper::push(Value v) {
  if (depth_ == capacity_) {
    capacity_ = std::max<uint32_t>(8, 2 * capacity_);
    auto* more = arena_.make_array<Level>(capacity_);
    std::copy(levels_, levels_ + depth_, more);
    levels_ = more;
  }
  levels_[depth_++] = {v, {}};
}

// The item at the level's key becomes `v`. The first change copies the container, later ones do
// not.
bool Zipper::write(Level& level, Value v, Value& out) {
  bool member = level.value.is_object() && level.key.is_string();
  bool element = level.value.is_array() && level.key.tag == Tag::integer &&
                 level.key.integer >= 0 && level.key.integer <= json::length(level.value);
  if (!member && !element) {
    level.owned = false;
    level.changed = true;
    return set_index(level.value, level.key, v, arena_, level.value) || (out = level.value, false);
  }
  if (!level.owned) {
    level.value = member ? Value::of(own_version(json::open_object(level.value, arena_), arena_))
                         : Value::of(own_version(json::open_array(level.value, arena_), arena_));
    level.owned = level.changed = true;
  }
  if (member) {
    json::put(const_cast<json::Object&>(*level.value.object), json::text_of(level.key, arena_), v,
              arena_);
  } else if (auto& array = const_cast<json::Array&>(*level.value.array);
             level.key.integer < array.size) {
    array.items[level.key.integer].value = v;
  } else {
    json::push(array, v, arena_);
  }
  return true;
}

bool Zipper::leave(Value& out) {
  Level inner = levels_[--depth_];
  return !inner.changed || write(levels_[depth_ - 1], inner.value, out);
}

bool Zipper::go_to(const Path* path, Value& out) {
  uint32_t steps = 0;
  for (const Path* p = path; p->before; p = p->before) ++steps;
  auto* keys = arena_.make_array<Value>(steps);
  for (uint32_t i = steps; i-- > 0; path = path->before) keys[i] = path->key;
  uint32_t shared = 0;
  while (shared < steps && shared + 1 < depth_ && same_key(levels_[shared].key, keys[shared]))
    ++shared;
  while (depth_ > shared + 1)
    if (!leave(out)) return false;
  for (; shared < steps; ++shared) {
    Level& level = levels_[depth_ - 1];
    level.key = keys[shared];
    Value inner;
    if (!get_index(level.value, level.key, arena_, inner)) return out = inner, false;
    push(inner);
  }
  levels_[depth_ - 1].owned = false;  // about to be seen
  return out = levels_[depth_ - 1].value, true;
}

void Zipper::assign(Value v) {
  Level& level = levels_[depth_ - 1];
  bool sliced = depth_ > 1 && levels_[depth_ - 2].value.is_string();  // cannot be set, not even so
  if (!sliced && same_bits(level.value, v) && v.tag != Tag::null) return;
  level.value = v;
  level.changed = true;
}

bool Zipper::close(Value& out) {
  while (depth_ > 1)
    if (!leave(out)) return false;
  return out = levels_[0].value, true;
}

}  // namespace rejig::eval
