#include "json/render.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace rejig::json;

namespace {

std::string rendered(std::string_view text, Rendering how, int level = 0) {
  Arena arena;
  auto value = parse(text, arena);
  REQUIRE(value);
  std::string out;
  render(*value, how, level, out, arena);
  return out;
}

}  // namespace

TEST_CASE("one line, keys sorted by code point at every level, spelling kept") {
  Rendering sorted{true, false, 0};
  CHECK(rendered(R"({ "b" : 1.0, "a":[ {"z":1e2,"y":"\u3042\/"} ], "\u0041": null })", sorted) ==
        R"({"\u0041":null,"a":[{"y":"\u3042\/","z":1e2}],"b":1.0})");
  CHECK(rendered(R"({"a":1,"b":2,"a":3})", sorted) == R"({"a":3,"b":2})");
  CHECK(rendered(R"({"b":{"d":[{}],"c":[[]]},"a":[{"f":1,"e":2},{"h":1,"g":2}]})", sorted) ==
        R"({"a":[{"e":2,"f":1},{"g":2,"h":1}],"b":{"c":[[]],"d":[{}]}})");
  CHECK(rendered(R"(["x" , true])", sorted) == R"(["x",true])");
}

TEST_CASE("of duplicate keys the place is the first one's, the spelling and value the last one's") {
  CHECK(rendered(R"({"b":1,"a":2,"c":{"x":1,"x":2},"\u0061":4,"b":[5, 6]})", {}) ==
        R"({"b":[5,6],"\u0061":4,"c":{"x":2}})");
  std::string many, once;
  for (int i = 0; i < 100; ++i) many += fmt::format("{}\"k{}\" : {}", i > 0 ? ", " : "", i % 40, i);
  for (int i = 0; i < 40; ++i) once += fmt::format("{}\"k{}\":{}", i > 0 ? "," : "", i, i < 20 ? 80 + i : 40 + i);
  CHECK(rendered("{" + many + "}", {}) == "{" + once + "}");
}

TEST_CASE("what was made is rendered as what is raw, and what is raw needs no memory of the arena") {
  Arena arena;
  auto raw = parse(R"([ {"b" : [1, {}], "a": "x"}, [ ] ])", arena);
  REQUIRE(raw);
  auto as_sorted = [&](Value v) {
    std::string out;
    render(v, {true, false, 0}, 0, out, arena);
    return out;
  };
  CHECK(as_sorted(*raw) == R"([{"a":"x","b":[1,{}]},[]])");
  Value changed = with_element(*raw, 2, with_member(*at(*raw, 0), "a", *at(*raw, 1), arena), arena);
  CHECK(as_sorted(changed) == R"([{"a":"x","b":[1,{}]},[],{"a":[],"b":[1,{}]}])");
  std::string text = "[";
  for (int i = 0; i < 50000; ++i) text += "{\"a\":[1]},";
  auto large = parse(text += "{}]", arena);
  REQUIRE(large);
  size_t before = arena.size();
  CHECK(as_sorted(*large) == text);
  CHECK(arena.size() == before);
}

TEST_CASE("indented as Python's json.dump and jq do") {
  CHECK(rendered(R"({"b":[1,2],"a":{},"c":[]})", {true, false, 2}) ==
        "{\n  \"a\": {},\n  \"b\": [\n    1,\n    2\n  ],\n  \"c\": []\n}");
  CHECK(rendered(R"({"a":1})", {false, false, 4}, 1) == "{\n        \"a\": 1\n    }");
}

TEST_CASE("ASCII only, surrogate pairs beyond the basic plane, escapes as they were") {
  CHECK(rendered("{\"é\":\"日\\n😀\x7f\"}", {false, true, 0}) == "{\"\\u00e9\":\"\\u65e5\\n\\ud83d\\ude00\x7f\"}");
}
