// UTF-8 as the natives need it: counting, decoding and writing code points of text that is known to
// be valid, and a buffer to build strings in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "builtins/native.h"
#include "json/text.h"

namespace rejig::eval {

inline bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

inline size_t count_code_points(std::string_view s) {
  // Continuations are 10xxxxxx; the product adds up the bytes.
  auto continuations = [](uint64_t bytes) {
    constexpr uint64_t kEach = 0x0101010101010101;
    return (bytes >> 7 & ~(bytes >> 6) & kEach) * kEach >> 56;
  };
  size_t count = s.size(), i = 0;
  for (; i + 8 <= s.size(); i += 8) count -= continuations(json::load_bytes(s.data() + i));
  return count - continuations(json::load_bytes(s.data() + i, s.size() - i));
}

// Bytes of the code point that begins with `lead`.
inline size_t sequence_length(char lead) {
  auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// The code point at s[i]; i moves behind it.
inline uint32_t next_code_point(std::string_view s, size_t& i) {
  auto byte = [&](size_t k) { return static_cast<unsigned char>(s[i + k]); };
  size_t length = sequence_length(s[i]);
  uint32_t c = length == 1 ? byte(0) : byte(0) & (0x7Fu >> length);
  for (size_t k = 1; k < length; ++k) c = c << 6 | (byte(k) & 0x3F);
  i += length;
  return c;
}

// Surrogates and what lies beyond U+10FFFF become U+FFFD.
inline void append_code_point(uint32_t c, std::string& out) {
  if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) c = 0xFFFD;
  auto put = [&](uint32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xC0 | c >> 6);
  } else {
    if (c < 0x10000) {
      put(0xE0 | c >> 12);
    } else {
      put(0xF0 | c >> 18);
      put(0x80 | (c >> 12 & 0x3F));
    }
    put(0x80 | (c >> 6 & 0x3F));
  }
  put(0x80 | (c & 0x3F));
}

// An empty buffer, one per thread: whoever fills it copies it out before anybody else can ask for
// it.
std::string& scratch();

// Ends a native whose result was built in `built`.
inline bool give_text(Call& call, std::string_view built) {
  return call.give(Value::of(call.arena.copy(built)));
}

// ---- what operators share with builtins

// "ab" * n; null where n is negative or not a number. Fails where the result would be too long.
bool multiply_string(Call& call, Value string, Value number);

// string / separator, also split/1: an array; of code points where the separator is empty.
Value split_text(std::string_view text, std::string_view separator, Arena& arena);

// Where `part` is found: positions of equal elements, sub-arrays, or substrings counted in code
// points.
bool find_indices(Call& call, Value whole, Value part);

// Bytes that need not be UTF-8, each maximal broken part replaced by one U+FFFD.
void append_repaired(std::string_view bytes, std::string& out);

// ---- natives that have a file of their own, for string_natives()

bool contains_part(Call& call);    // contains(part)
bool inside_whole(Call& call);     // inside(whole)
bool indices_of(Call& call);       // indices(part)
bool find_text(Call& call);        // _strindices(part)
bool first_index_of(Call& call);   // index(part)
bool last_index_of(Call& call);    // rindex(part)
bool parse_json_text(Call& call);  // fromjson

}  // namespace rejig::eval
