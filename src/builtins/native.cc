#include "builtins/native.h"

#include "builtins/text.h"

namespace rejig::builtins {

std::string& scratch() {
  constexpr size_t kKeep = size_t{1} << 20;
  static thread_local std::string buffer;
  if (buffer.capacity() > kKeep) std::string().swap(buffer);
  buffer.clear();
  return buffer;
}

// A longer one ends in "..." and, for what has a closing mark, that.
std::string shown(Value v, Arena& arena) {
  constexpr size_t kShown = 29;
  std::string text;
  json::write_compact(v, text, arena);
  if (text.size() > kShown) {
    bool closed = v.is_string() || v.is_array() || v.is_object();
    char last = text.back();
    text.resize(first_bytes(text, kShown - 3 - closed).size());
    text += "...";
    if (closed) text += last;
  }
  return text;
}

std::string describe(Value v, Arena& arena) { return fmt::format("{} ({})", json::kind_name(v), shown(v, arena)); }

}  // namespace rejig::builtins
