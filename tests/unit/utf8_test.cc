#include "base/utf8.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "json/index.h"

using namespace rejig;

namespace {

// The characters of a text as "CODE/SIZE ..."; "?" for a byte that is not UTF-8.
std::string characters(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    Character c = first_character(text);
    out += c.is_valid() ? fmt::format("{:X}/{} ", c.code, c.size) : "? ";
    text.remove_prefix(c.size);
  }
  return out;
}

std::string encoded(uint32_t code) {
  std::string out;
  append_code_point(code, out);
  return out;
}

std::string repaired(std::string_view bytes) {
  std::string out;
  append_repaired(bytes, out);
  return out;
}

}  // namespace

TEST_CASE("characters: what is well-formed, and each byte that is not") {
  struct Row {
    std::string_view text;
    const char* expected;
  };
  const Row rows[] = {
      {"a\x7F", "61/1 7F/1 "},
      {"é\u07FF", "E9/2 7FF/2 "},
      {"\u0800日\uD7FF\uE000\uFFFF", "800/3 65E5/3 D7FF/3 E000/3 FFFF/3 "},
      {"\U00010000😀\U0010FFFF", "10000/4 1F600/4 10FFFF/4 "},
      {"\x80", "? "},
      {"\xC0\x80", "? ? "},  // overlong
      {"\xC1\xBF", "? ? "},
      {"\xE0\x9F\xBF", "? ? ? "},
      {"\xF0\x8F\xBF\xBF", "? ? ? ? "},
      {"\xED\xA0\x80", "? ? ? "},        // a surrogate
      {"\xF4\x90\x80\x80", "? ? ? ? "},  // beyond U+10FFFF
      {"\xF8\x88\x80\x80\x80", "? ? ? ? ? "},
      {"\xFF\xFE", "? ? "},
      {"\xC3", "? "},  // cut short
      {"\xE3\x81", "? ? "},
      {"\xE3\x81"
       "a",
       "? ? 61/1 "},
      {"\xF0\x9F\x98", "? ? ? "},
  };
  for (const Row& row : rows) CHECK(characters(row.text) == row.expected);
}

TEST_CASE("every code point comes back from its bytes, and blocks are checked alike") {
  for (uint32_t code = 0; code < 0x110000; code += code < 0x11000 ? 1 : 61) {
    char bytes[4];
    std::string_view text(bytes, put_utf8(code, bytes) - bytes);
    CAPTURE(code);
    Character c = first_character(text);
    CHECK(c.is_valid() == !is_surrogate(code));
    CHECK(json::is_utf8(text) == c.is_valid());
    if (!c.is_valid()) continue;
    CHECK(c.code == code);
    CHECK(c.size == text.size());
    CHECK(sequence_length(text[0]) == text.size());
  }
}

TEST_CASE("code points are appended and counted") {
  CHECK(encoded(0x65E5) == "日");
  CHECK(encoded(0xD800) == "\uFFFD");
  CHECK(encoded(0x110000) == "\uFFFD");
  CHECK(joined_surrogates(0xD83D, 0xDE00) == 0x1F600);
  for (std::string_view text : {"", "a", "日本", "e\u0301 😀é", "0123456789日本語0123456789"}) {
    size_t count = 0;
    for (size_t i = 0; i < text.size(); ++count) next_code_point(text, i);
    CHECK(count_code_points(text) == count);
  }
}

TEST_CASE("a beginning has whole characters") {
  for (size_t size : {0, 1, 2}) CHECK(first_bytes("日a", size) == "");
  CHECK(first_bytes("日a", 3) == "日");
  CHECK(first_bytes("日a", 4) == "日a");
  CHECK(first_bytes("日a", 9) == "日a");
}

TEST_CASE("each broken part becomes one U+FFFD") {
  struct Row {
    std::string_view bytes;
    std::string_view expected;
  };
  const Row rows[] = {
      {"a\xE3\x81\x82", "a\xE3\x81\x82"},
      {"\xFF\xFE", "\uFFFD\uFFFD"},
      {"\xE3\x81", "\uFFFD"},
      {"\xE3\x81"
       "a",
       "\uFFFDa"},
      {"\xF0\x80\x80\x80", "\uFFFD"},
      {"\xED\xA0\x80", "\uFFFD"},
      {"\xC0\x80", "\uFFFD\uFFFD"},
      {"\xE2\x82\xA1\xE2\x82", "\u20A1\uFFFD"},
      {"\xF4\x90\x80\x80", "\uFFFD"},
      {"a\xE3\x81\xE3", "a\uFFFD\uFFFD"},
  };
  for (const Row& row : rows) CHECK(repaired(row.bytes) == row.expected);
}

TEST_CASE("names compare without case and composition") {
  CHECK(fold_case("ÄÉÑ ΩЖ ＡＢ é") == fold_case("äéñ ωж ａｂ É"));
  CHECK(fold_case("Cafe\u0301") == fold_case("CAFÉ"));
  CHECK(fold_case("日本") != fold_case("日木"));
  CHECK(fold_case("\xFF\xFE") == "\xFF\xFE");
  CHECK(fold_case("") == "");
}
