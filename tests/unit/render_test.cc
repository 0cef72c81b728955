#include "json/render.h"

#include <doctest/doctest.h>

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
  CHECK(rendered(R"(["x" , true])", sorted) == R"(["x",true])");
}

TEST_CASE("indented as Python's json.dump and jq do") {
  CHECK(rendered(R"({"b":[1,2],"a":{},"c":[]})", {true, false, 2}) ==
        "{\n  \"a\": {},\n  \"b\": [\n    1,\n    2\n  ],\n  \"c\": []\n}");
  CHECK(rendered(R"({"a":1})", {false, false, 4}, 1) == "{\n        \"a\": 1\n    }");
}

TEST_CASE("ASCII only, surrogate pairs beyond the basic plane, escapes as they were") {
  CHECK(rendered("{\"é\":\"日\\n😀\x7f\"}", {false, true, 0}) ==
        "{\"\\u00e9\":\"\\u65e5\\n\\ud83d\\ude00\x7f\"}");
}
