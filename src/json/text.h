// JSON text that was checked: strings without their escapes or compared as they are spelled, ends of values.
// Tested by tests/unit/strings_test.cc.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "base/bytes.h"
#include "base/escapes.h"
#include "json/arena.h"
#include "json/value.h"

namespace rejig::json {

// What stands between the quotes of a string, without its escapes; lone surrogates become U+FFFD.
std::string_view decode_escapes(std::string_view raw, Arena& arena);

// Whether the decoded text of `raw` would be escaped exactly as it stands: no \u, no \/, no DEL games.
// Such a string can be appended to without being decoded.
bool escapes_are_ours(std::string_view raw);

// A constant string as most records spell it, to be compared with what stands behind a quote. `p` is that
// place in an indexed text.
class Spelled {
 public:
  Spelled() = default;
  explicit Spelled(std::string_view utf8);

  char first_byte() const { return quoted_[0]; }
  // The bytes, of the first eight, in which it differs from `first_bytes`.
  uint64_t differs(uint64_t first_bytes) const { return (first_bytes ^ first_bytes_) & mask_; }
  // The rest of it, and the quote, where the first bytes did not differ.
  bool continues(const char* p) const {
    if (quoted_.size() <= 8) return true;
    if (quoted_.size() <= 16) return load_bytes(p + quoted_.size() - 8) == last_bytes_;
    return std::strncmp(p + 8, quoted_.c_str() + 8, quoted_.size() - 8) == 0;
  }

  // Whether the string at `p` is the same spelling; `undecided`: it is not, but may be another spelling.
  enum class Answer : uint8_t { no, yes, undecided };
  Answer compare(const char* p) const {
    uint64_t different = differs(load_bytes(p));
    if (different == 0) return continues(p) ? Answer::yes : Answer::undecided;
    return escaped_ || p[std::countr_zero(different) / 8] == '\\' ? Answer::undecided : Answer::no;
  }

 private:
  uint64_t first_bytes_ = 0;  // of quoted_, the rest zero
  uint64_t mask_ = 0;
  uint64_t last_bytes_ = 0;  // of quoted_, where it has eight
  bool escaped_ = false;
  std::string quoted_;  // with the quote behind it
};

// Offset just behind the value that starts at structural index i and is a string or scalar: the white
// space before the next structural character does not belong to it.
inline uint32_t end_of_scalar(const Index& source, uint32_t i) {
  uint32_t end = source.at[i + 1];
  while (is_space(source.text[end - 1])) --end;
  return end;
}

// Structural index behind the value at i.
uint32_t skip_value(const Index& source, uint32_t i);
// Whether no more than `most` containers stand in each other there.
bool is_within_depth(const Index& source, uint32_t i, uint32_t most);

// Bytes of the value at structural index i, for a string with its quotes.
inline std::string_view bytes_at(const Index& source, uint32_t i) {
  const char* begin = source.text + source.at[i];
  bool container = *begin == '{' || *begin == '[';
  uint32_t end = container ? source.at[skip_value(source, i) - 1] + 1 : end_of_scalar(source, i);
  return {begin, end - source.at[i]};
}

}  // namespace rejig::json
