#include "base/escapes.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace rejig;
using namespace std::string_literals;

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  write_escaped(text, out);
  return out;
}

std::string unicode_escape(uint32_t code) {
  std::string out;
  write_unicode_escape(code, out);
  return out;
}

}  // namespace

TEST_CASE("escapes are decoded; lone surrogates have no character") {
  struct Row {
    const char* raw;
    const char* expected;
  };
  const Row rows[] = {
      {"", ""},
      {R"(plain 日)", "plain 日"},
      {R"(a\n\t\"\\\/\b\f\r)", "a\n\t\"\\/\b\f\r"},
      {R"(\u0041\u00e9\u3042\u00E9)", "A\u00e9\u3042\u00e9"},
      {R"(\ud83d\ude00x)", "\U0001F600x"},
      {R"(\udc00)", "\uFFFD"},
      {R"(\ud83d)", "\uFFFD"},
      {R"(\ud83dx)", "\uFFFDx"},
      {R"(\ud83d\n)", "\uFFFD\n"},
      {R"(\ud83d\u0041)", "\uFFFDA"},
      {R"(\ud83d\ud83d\ude00)", "\uFFFD\U0001F600"},
  };
  for (const Row& row : rows) CHECK(decode_escapes(row.raw) == row.expected);
}

TEST_CASE("only what must be is escaped, in the short form where there is one") {
  CHECK(escaped("") == "");
  CHECK(escaped("plain / 日 \x7F") == "plain / 日 \x7F");
  CHECK(escaped("\"\\\b\f\n\r\t") == R"(\"\\\b\f\n\r\t)");
  CHECK(escaped("\0\x01\v\x1F"s) == R"(\u0000\u0001\u000b\u001f)");
  for (int c = 0; c < 128; ++c) {
    std::string text(9, 'x');
    text += static_cast<char>(c);
    CAPTURE(c);
    CHECK((find_escape(text, 0) < text.size()) == needs_escape(static_cast<unsigned char>(c)));
    CHECK(decode_escapes(escaped(text)) == text);
  }
}

TEST_CASE("the first byte that needs an escape is found at any place") {
  for (size_t size = 0; size < 40; ++size) {
    for (size_t at = 0; at < size; ++at) {
      std::string text(size, '~');
      text[at] = '"';
      CHECK(find_escape(text, 0) == at);
      CHECK(find_escape(text, at + 1) == size);
    }
  }
}

TEST_CASE("a code point as escapes") {
  CHECK(unicode_escape(0x1B) == R"(\u001b)");
  CHECK(unicode_escape(0xFFFD) == R"(\ufffd)");
  CHECK(unicode_escape(0x1F600) == R"(\ud83d\ude00)");
  CHECK(unicode_escape(0x10FFFF) == R"(\udbff\udfff)");
}

TEST_CASE("four hexadecimal digits, no fewer") {
  CHECK(read_hex4("00e9") == 0xE9);
  CHECK(read_hex4("FFFFx") == 0xFFFF);
  for (const char* text : {"", "00e", "-0e9", "00g9", " 0e9", "0x1F"}) CHECK(read_hex4(text) < 0);
}
