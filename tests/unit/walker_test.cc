#include "json/walker.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "rejig/diagnostic.h"
#include "json/diagnose.h"
#include "json/index.h"
#include "json/text.h"
#include "unit/refusals.h"

using namespace rejig::json;

namespace {

// A text walked as a block of one record: the slots' bytes, "-" for an absent one; or "bad".
std::string walk(std::string_view text, const PathTrie& trie) {
  std::string padded(text);
  padded.append(kPadding, '\n');
  Indexer indexer;
  if (!indexer.index(padded.data(), text.size())) return "bad";
  Index source{padded.data(), indexer.at()};
  Walker walker(trie);
  if (walker.walk(source, 0, indexer.lines().unicode_escapes) != indexer.count()) return "bad";
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
    CHECK(rejig::printable(fault->message) + (fault->open ? refusals::kHint : "") == row.message);
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
