#include "json/walker.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cctype>
#include <cstring>

#include "json/diagnose.h"
#include "json/index.h"
#include "json/lines.h"
#include "json/text.h"

using namespace rejig::json;

namespace {

// A text walked as a block of one record: the slots' bytes, "-" for an absent one; or "bad".
std::string walk(std::string_view text, const PathTrie& trie) {
  std::string padded(text);
  padded.append(kPadding, '\n');
  Lines lines;
  scan_lines(text, lines);
  Indexer indexer;
  if (!lines.escapes_valid || !indexer.index(padded.data(), text.size())) return "bad";
  Index source{padded.data(), indexer.at()};
  Walker walker(trie);
  if (walker.walk(source, 0, lines.unicode_escapes) != indexer.count()) return "bad";
  std::string out;
  for (Slot slot : walker.slots().subspan(1))
    out += fmt::format("{}{}", out.empty() ? "" : "|",
                       slot.begin == kAbsent ? "-" : bytes_at(source, slot.begin));
  return out;
}

std::string nested(size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

}  // namespace

TEST_CASE("slots of keys, nested keys and positions") {
  PathTrie trie;
  uint32_t a = trie.member(0, "a");
  trie.member(a, "b");
  uint32_t list = trie.member(0, "messages");
  trie.member(trie.element(list, 1), "role");
  CHECK(trie.member(0, "a") == a);
  // a | a.b | messages | messages[1] | messages[1].role
  CHECK(walk(R"({"a":{"b":1}})", trie) == R"({"b":1}|1|-|-|-)");
  CHECK(walk(R"({"a":{"b":1},"a":{"c":2}})", trie) == R"({"c":2}|-|-|-|-)");
  CHECK(walk(R"({"\u0061":{"\u0062" : [ 2 ] }})", trie) == R"({"\u0062" : [ 2 ] }|[ 2 ]|-|-|-)");
  CHECK(walk(R"({"ab":1,"a\"":2,"b":3,"":4})", trie) == "-|-|-|-|-");
  CHECK(walk(R"({"messages":[{"role":"s"},{"role":"u"},3]})", trie) ==
        R"(-|-|[{"role":"s"},{"role":"u"},3]|{"role":"u"}|"u")");
  CHECK(walk(R"({"messages":[],"a":1})", trie) == "1|-|[]|-|-");
  CHECK(walk(R"([{"a":1}])", trie) == "-|-|-|-|-");
  CHECK(walk("17", trie) == "-|-|-|-|-");
}

TEST_CASE("walker and diagnosis agree on what is valid, and the diagnosis says where") {
  PathTrie trie;
  trie.member(trie.member(0, "a"), "b");
  struct Row {
    std::string text;
    int offset;  // -1: valid
    const char* message = "";
  };
  const Row rows[] = {
      {"{}", -1},
      {" [ ] ", -1},
      {"\"\"", -1},
      {"-0.0e-1", -1},
      {"[1,2.5,-3e+7,true,false,null,\"\\u00e9\\\\\\\"\"]", -1},
      {R"({"a":{"b":[{}]},"c":"日本語"})", -1},
      {nested(10000), -1},
      {nested(10001), 10000, "nested deeper than 10000 levels"},
      {R"({"output":"He said "Hi" to"})", 20, "expected ',' or '}' after a member, got 'H'"},
      {"{\"a\":1,}", 7, "expected a key, got '}'"},
      {"{\"a\" 1}", 5, "expected ':' after a key, got '1'"},
      {"{\"a\":}", 5, "expected a value, got '}'"},
      {"{a:1}", 1, "expected a key or '}', got 'a'"},
      {"[1 2]", 3, "expected ',' or ']' after an element, got '2'"},
      {"[1,]", 3, "expected a value, got ']'"},
      {"[,1]", 1, "expected a value or ']', got ','"},
      {"[1}", 2, "expected ',' or ']' after an element, got '}'"},
      {"{\"a\":1]", 6, "expected ',' or '}' after a member, got ']'"},
      {"[1", 2, "expected ',' or ']' after an element, got end of line"},
      {"{\"a\":{\"b\":1}", 12, "expected ',' or '}' after a member, got end of line"},
      {"{} {}", 3, "expected one value on a line, got '{'"},
      {"1 2", 2, "expected one value on a line, got '2'"},
      {"{}}", 2, "expected end of line after the value, got '}'"},
      {"01", 0, "a number must not start with 0"},
      {"-", 1, "expected a digit, got end of line"},
      {"+1", 0, "expected a JSON value, got '+'"},
      {"1.", 2, "expected a digit after the decimal point, got end of line"},
      {"[.5]", 1, "expected a value or ']', got '.'"},
      {"1e", 2, "expected a digit in the exponent, got end of line"},
      {"1x", 1, "expected end of line after the value, got 'x'"},
      {"NaN", 0, "expected a JSON value, got 'NaN'"},
      {"{\"a\":NaN}", 5, "expected a value, got 'NaN'"},
      {"truex", 0, "expected a value, got 'truex'"},
      {"nul", 0, "expected a JSON value, got 'nul'"},
      {"\"abc", 0, "string is not closed"},
      {"{\"a\":\"x}", 5, "string is not closed"},
      {"\"a\tb\"", 2, "control character 0x09 in a string must be escaped"},
      {"\"\\x\"", 1, "invalid escape: '\\' before 'x'"},
      {"\"\\u12g4\"", 1, "expected four hexadecimal digits after '\\u'"},
      {"\"\\", 1, "invalid escape: '\\' before end of line"},
      {"\"\xff\"", 1, "invalid UTF-8: byte 0xff"},
      {"\"\xc0\xaf\"", 1, "invalid UTF-8: byte 0xc0"},
      {"\"\xed\xa0\x80\"", 1, "invalid UTF-8: byte 0xed"},
      {"\"\xf5\x80\x80\x80\"", 1, "invalid UTF-8: byte 0xf5"},
      {"\"\xe3\x81\"", 1, "invalid UTF-8: byte 0xe3"},
      {"[1]\x01", 3, "expected end of line after the value, got byte 0x01"},
      {"\xef\xbb\xbf{}", 0, "expected a JSON value, got '\xef\xbb\xbf'"},
      {"[1\\]", 2, "expected ',' or ']' after an element, got '\\'"},
      {"[\"a\"\"b\"]", 4, "expected ',' or ']' after an element, got '\"'"},
      {"1\"a\"", 1, "expected one value on a line, got '\"'"},
      {"{1:2}", 1, "expected a key or '}', got '1'"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text.substr(0, 60));
    auto fault = diagnose(row.text);
    CHECK((walk(row.text, trie) == "bad") == (row.offset >= 0));
    REQUIRE(fault.has_value() == (row.offset >= 0));
    if (!fault) continue;
    CHECK(static_cast<int>(fault->offset) == row.offset);
    CHECK(fault->message == row.message);
  }
  CHECK(diagnose("{\"a\":[1,")->open);
  CHECK(diagnose("{\"a\"")->open);
  CHECK_FALSE(diagnose("{\"a\":\"x")->open);
  CHECK_FALSE(diagnose("{]")->open);
}

TEST_CASE("the scan finds line ends and bad escapes anywhere in a block") {
  for (size_t before : {0, 1, 61, 62, 63, 64, 65, 127, 500}) {
    CAPTURE(before);
    std::string text = std::string(before, 'x') + "\\n\n" + std::string(70, 'y') + "\n\\\\\n";
    Lines lines;
    scan_lines(text, lines);
    CHECK(lines.escapes_valid);
    CHECK_FALSE(lines.unicode_escapes);
    auto at = static_cast<uint32_t>(before);
    CHECK(lines.ends == std::vector<uint32_t>{at + 2, at + 73, at + 76});
    scan_lines(text + "\\u00e9", lines);
    CHECK(lines.unicode_escapes);
    scan_lines(text + "\\u00g9", lines);
    CHECK_FALSE(lines.escapes_valid);
    scan_lines(std::string(before, 'x') + "\\\\\\q", lines);
    CHECK_FALSE(lines.escapes_valid);
  }
}

// scan_lines by the letter: byte after byte.
Lines scan_plainly(std::string_view text) {
  Lines lines;
  auto hex = [&](size_t i) { return i < text.size() && std::isxdigit(static_cast<unsigned char>(text[i])); };
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') lines.ends.push_back(static_cast<uint32_t>(i));
    if (text[i] != '\\') continue;
    char c = ++i < text.size() ? text[i] : 'x';
    bool unicode = c == 'u';
    if (!std::strchr("\"\\/bfnrtu", c) || c == '\0') lines.escapes_valid = false;
    if (unicode && !(hex(i + 1) && hex(i + 2) && hex(i + 3) && hex(i + 4))) lines.escapes_valid = false;
    lines.unicode_escapes |= unicode || c == '/';
    if (c == '\n') lines.ends.push_back(static_cast<uint32_t>(i));
  }
  return lines;
}

TEST_CASE("the scan sees every escape as one reading byte after byte does") {
  std::vector<std::string> ends = {"", "u", "u00", "u00e", "u00e9", "u00E9u", "u00g9", "uD83D\\uDE00", "u00e\\", "n\\u123\n"};
  for (int c = 0; c < 256; ++c) ends.push_back(std::string(1, static_cast<char>(c)));
  for (size_t before : {0, 3, 58, 59, 60, 61, 62, 63, 64, 126}) {
    for (size_t run : {1, 2, 3, 4, 62, 63, 64, 65, 128, 129}) {
      for (const std::string& end : ends) {
        for (size_t behind : {0, 1, 70}) {
          std::string text = std::string(before, 'x') + std::string(run, '\\') + end + std::string(behind, '0');
          Lines lines;
          scan_lines(text, lines);
          Lines plain = scan_plainly(text);
          CAPTURE(text);
          REQUIRE(lines.escapes_valid == plain.escapes_valid);
          REQUIRE(lines.ends == plain.ends);
          if (plain.escapes_valid) REQUIRE(lines.unicode_escapes == plain.unicode_escapes);
        }
      }
    }
  }
}
