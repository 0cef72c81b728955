#include "json/walker.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cctype>
#include <cstring>

#include "json/diagnose.h"
#include "json/index.h"
#include "json/lines.h"
#include "json/text.h"
#include "unit/refusals.h"

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
  for (const auto& row : refusals::read()) {
    CAPTURE(row.text);
    auto fault = diagnose(row.text);
    CHECK((walk(row.text, trie) == "bad") == (row.column > 0));
    REQUIRE(fault.has_value() == (row.column > 0));
    if (!fault) continue;
    CHECK(fault->offset + 1 == row.column);
    CHECK(fault->message + (fault->open ? refusals::kHint : "") == row.message);
  }
}

TEST_CASE("depth has its limit") {
  PathTrie trie;
  CHECK(walk(nested(kMaxDepth), trie) != "bad");
  CHECK_FALSE(diagnose(nested(kMaxDepth)));
  CHECK(walk(nested(kMaxDepth + 1), trie) == "bad");
  auto fault = diagnose(nested(kMaxDepth + 1));
  REQUIRE(fault);
  CHECK(fault->offset == kMaxDepth);
  CHECK(fault->message == "nested deeper than 10000 levels");
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
  for (size_t before : {0, 3, 58, 59, 60, 61, 62, 63, 64, 126, 4031, 4093, 4095}) {
    for (size_t run : {1, 2, 3, 4, 62, 63, 64, 65, 128, 129}) {
      for (const std::string& end : ends) {
        for (size_t behind : {0, 1, 70}) {
          std::string text = std::string(before, 'x') + std::string(run, '\\') + end + std::string(behind, '0');
          Lines plain = scan_plainly(text);
          CAPTURE(text);
          for (auto* scan : {scan_lines, scan_lines_narrowly}) {
            Lines lines;
            scan(text, lines);
            REQUIRE(lines.escapes_valid == plain.escapes_valid);
            REQUIRE(lines.ends == plain.ends);
            if (plain.escapes_valid) REQUIRE(lines.unicode_escapes == plain.unicode_escapes);
          }
        }
      }
    }
  }
}
