#include "json/text.h"

#include <cstring>

namespace rejig::json {
namespace {

constexpr uint32_t kReplacement = 0xFFFD;

uint32_t hex4(const char* p) {
  uint32_t code = 0;
  for (int i = 0; i < 4; ++i) {
    auto c = static_cast<unsigned char>(p[i]);
    code = code * 16 + (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return code;
}

char* put_utf8(uint32_t code, char* out) {
  if (code < 0x80) {
    *out++ = static_cast<char>(code);
  } else if (code < 0x800) {
    *out++ = static_cast<char>(0xC0 | code >> 6);
    *out++ = static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    *out++ = static_cast<char>(0xE0 | code >> 12);
    *out++ = static_cast<char>(0x80 | (code >> 6 & 0x3F));
    *out++ = static_cast<char>(0x80 | (code & 0x3F));
  } else {
    *out++ = static_cast<char>(0xF0 | code >> 18);
    *out++ = static_cast<char>(0x80 | (code >> 12 & 0x3F));
    *out++ = static_cast<char>(0x80 | (code >> 6 & 0x3F));
    *out++ = static_cast<char>(0x80 | (code & 0x3F));
  }
  return out;
}

bool is_high_surrogate(uint32_t code) { return code >= 0xD800 && code < 0xDC00; }
bool is_low_surrogate(uint32_t code) { return code >= 0xDC00 && code < 0xE000; }

// Reads \uXXXX (and the low half of a pair) at p, which is behind the 'u'; moves p behind it.
uint32_t read_unicode_escape(const char*& p, const char* end) {
  uint32_t code = hex4(p);
  p += 4;
  if (is_low_surrogate(code)) return kReplacement;
  if (!is_high_surrogate(code)) return code;
  if (end - p < 6 || p[0] != '\\' || p[1] != 'u' || !is_low_surrogate(hex4(p + 2)))
    return kReplacement;
  uint32_t low = hex4(p + 2);
  p += 6;
  return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
}

char simple_escape(char letter) {
  switch (letter) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return letter;  // " \ /
  }
}

// The letter after the backslash, 0 where \u is needed, or the character itself where nothing is.
char escape_letter(unsigned char c) {
  switch (c) {
    case '"': case '\\': return static_cast<char>(c);
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return 0;
  }
}

bool needs_escape(unsigned char c) { return c < 0x20 || c == '"' || c == '\\'; }

}  // namespace

std::string_view decode_escapes(std::string_view raw, Arena& arena) {
  char* begin = arena.make_array<char>(raw.size());
  char* out = begin;
  const char* p = raw.data();
  const char* end = p + raw.size();
  while (p < end) {
    auto* backslash = static_cast<const char*>(std::memchr(p, '\\', end - p));
    size_t plain = (backslash ? backslash : end) - p;
    std::memcpy(out, p, plain);
    out += plain;
    p += plain;
    if (!backslash) break;
    char letter = p[1];
    p += 2;
    if (letter == 'u') {
      out = put_utf8(read_unicode_escape(p, end), out);
    } else {
      *out++ = simple_escape(letter);
    }
  }
  return {begin, static_cast<size_t>(out - begin)};
}

bool escapes_are_ours(std::string_view raw) {
  for (size_t at = raw.find('\\'); at != raw.npos; at = raw.find('\\', at + 2))
    if (raw[at + 1] == 'u' || raw[at + 1] == '/') return false;
  return true;
}

// Eight at a time: below(x, n) sets the high bit of the first byte of x that is less than n <= 0x80, and maybe of
// later ones.
size_t find_escape(std::string_view s, size_t i) {
  constexpr uint64_t kEach = 0x0101010101010101, kHigh = 0x80 * kEach;
  auto below = [](uint64_t x, uint64_t n) { return (x - n * kEach) & ~x & kHigh; };
  for (; i + 8 <= s.size(); i += 8) {
    uint64_t x = load_bytes(s.data() + i);
    uint64_t hits = below(x, 0x20) | below(x ^ '"' * kEach, 1) | below(x ^ '\\' * kEach, 1);
    if (hits != 0) return i + std::countr_zero(hits) / 8;
  }
  while (i < s.size() && !needs_escape(s[i])) ++i;
  return i;
}

void write_escaped(std::string_view utf8, std::string& out) {
  size_t copied = 0;
  for (size_t i; (i = find_escape(utf8, copied)) < utf8.size(); copied = i + 1) {
    out.append(utf8, copied, i - copied);
    auto c = static_cast<unsigned char>(utf8[i]);
    if (char letter = escape_letter(c)) {
      out += '\\';
      out += letter;
    } else {
      write_unicode_escape(c, out);
    }
  }
  out.append(utf8, copied);
}

void write_unicode_escape(uint32_t code, std::string& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  if (code >= 0x10000) {
    code -= 0x10000;
    write_unicode_escape(0xD800 + (code >> 10), out);
    code = 0xDC00 + (code & 0x3FF);
  }
  const char text[] = {'\\', 'u', kHex[code >> 12], kHex[code >> 8 & 15], kHex[code >> 4 & 15], kHex[code & 15]};
  out.append(text, sizeof text);
}

void write_string(std::string_view utf8, std::string& out) {
  out += '"';
  write_escaped(utf8, out);
  out += '"';
}

Spelled::Spelled(std::string_view utf8) {
  write_escaped(utf8, quoted_);
  escaped_ = quoted_.find('\\') != quoted_.npos;
  quoted_ += '"';
  char bytes[8] = {};
  std::memcpy(bytes, quoted_.data(), std::min<size_t>(8, quoted_.size()));
  first_bytes_ = load_bytes(bytes);
  if (quoted_.size() >= 8) last_bytes_ = load_bytes(quoted_.data() + quoted_.size() - 8);
  mask_ = quoted_.size() >= 8 ? ~uint64_t{0} : (uint64_t{1} << 8 * quoted_.size()) - 1;
}

uint32_t skip_value(const Index& source, uint32_t i) {
  uint32_t depth = 0;
  do {
    switch (source.text[source.at[i++]]) {
      case '{': case '[': ++depth; break;
      case '}': case ']': --depth; break;
      default: break;
    }
  } while (depth != 0);
  return i;
}

bool is_within_depth(const Index& source, uint32_t i, uint32_t most) {
  for (uint32_t depth = 0, end = skip_value(source, i); i < end; ++i) {
    char c = source.text[source.at[i]];
    depth += c == '{' || c == '[';
    if (depth > most) return false;
    depth -= c == '}' || c == ']';
  }
  return true;
}

}  // namespace rejig::json
