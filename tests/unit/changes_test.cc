#include "eval/changes.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

#include "oracle/oracle.h"

using namespace rejig;
using json::Arena;
using json::Value;

namespace {

std::string text_of(const std::optional<Value>& v) { return v ? oracle::canonical(*v) : "-"; }

std::string text_of(const json::Place* place) {
  std::string keys;
  for (; place; place = place->around) keys = oracle::canonical(place->key) + (keys.empty() ? "" : ",") + keys;
  return "[" + keys + "]";
}

// What the program's statements change in the record, a line a place: "RULE: PATH BEFORE AFTER".
std::string changes(std::string_view program_text, std::string_view record_text) {
  lang::Program program = oracle::compile(program_text);
  eval::Interpreter interpreter(program);
  interpreter.keep_revisions();
  Arena arena;
  Value record = *json::parse(record_text, arena);
  interpreter.run(record, {}, arena);
  std::string out;
  for (const eval::Change& c : eval::changes(interpreter.revisions(), arena))
    out += fmt::format("{}: {} {} {}\n", lang::rule_name(program, c.rule), text_of(c.place), text_of(c.before), text_of(c.after));
  return out;
}

}  // namespace

TEST_CASE("a change has its rule, its path, and what was and is there") {
  struct Row {
    const char *program, *record, *changes;
  };
  const Row rows[] = {
      {"r: .a = 2", R"({"a":1,"b":3})", "r: [\"a\"] 1 2\n"},
      {"r: .a = 1", R"({"a":1})", ""},
      {"r: .a.b.c = 1", R"({"a":{"x":[]}})", "r: [\"a\",\"b\"] - {\"c\":1}\n"},
      {"r: del(.a); s: .b += 1", R"({"a":1,"b":3})", "r: [\"a\"] 1 -\ns: [\"b\"] 3 4\n"},
      {"r: rename(.a; \"z\")", R"({"a":1,"b":3})", "r: [\"a\"] 1 -\nr: [\"z\"] - 1\n"},
      {"r: .a == 1 { .b = 2; del(.a) }", R"({"a":1,"b":1})", "r: [\"b\"] 1 2\nr: [\"a\"] 1 -\n"},
      {"r: .a == 2 { .b = 2 } else { .c = 1 }", R"({"a":1})", "r: [\"c\"] - 1\n"},
      {"o: .a { i: .b { .c = 1 } .d = 2 }", R"({"a":1,"b":1})", "i: [\"c\"] - 1\no: [\"d\"] - 2\n"},
      {"r: .a = \"x\"", R"({"a":{"b":1}})", "r: [\"a\"] {\"b\":1} \"x\"\n"},
      {"r: . = 7", R"({"a":1})", "r: [] {\"a\":1} 7\n"},
      {"r: .a |= map(. + 1)", R"({"a":[1,2]})", "r: [\"a\",0] 1 2\nr: [\"a\",1] 2 3\n"},
      {"r: .a |= [.[] | . * 1.0]", R"({"a":[1,2]})", ""},  // written alike
      {"r: .a = [1]", R"({"a":[ 1 ]})", ""},
      {"r: del(.a[0])", R"({"a":[7,8,9]})", "r: [\"a\",0] 7 -\n"},
      {"r: del(.a[0,2])", R"({"a":[7,8,9]})", "r: [\"a\",0] 7 -\nr: [\"a\",2] 9 -\n"},
      {"r: .a += [5]", R"({"a":[7,8]})", "r: [\"a\",2] - 5\n"},
      {"r: .a[1:2] = [1,2,3]", R"({"a":[7,8,9]})", "r: [\"a\",1] 8 1\nr: [\"a\",2] - 2\nr: [\"a\",3] - 3\n"},
      {"r: .a |= .[1:]", R"({"a":[7,8]})", "r: [\"a\",0] 7 -\n"},
      {"r: .a == 1 { drop }", R"({"a":1})", "r: [] {\"a\":1} -\n"},
      {"r: keep .a == 2", R"({"a":1})", "r: [] {\"a\":1} -\n"},
      {"r: each . { s: .a == 1 { drop } }", R"({"a":1})", "s: [] {\"a\":1} -\n"},
      {"r: .a == 1 { next } s: .b = 1", R"({"a":1})", ""},
      {"r: each .m[] { s: .x == 1 { .y = 2 } t: .x == 2 { drop } .z = 3 }", R"({"m":[{"x":1},{"x":2},{"x":3}]})",
       "s: [\"m\",0,\"y\"] - 2\nr: [\"m\",0,\"z\"] - 3\nt: [\"m\",1] {\"x\":2} -\nr: [\"m\",2,\"z\"] - 3\n"},
      {"r: each .m[] { each .n[]? { s: .k += 1 } }", R"({"m":[{"n":[{"k":1},{"k":2}]},{}]})",
       "s: [\"m\",0,\"n\",0,\"k\"] 1 2\ns: [\"m\",0,\"n\",1,\"k\"] 2 3\n"},
      {"r: each .m[] { . += 1 } s: .t = 1", R"({"m":[1,1]})",
       "r: [\"m\",0] 1 2\nr: [\"m\",1] 1 2\ns: [\"t\"] - 1\n"},
      {"r: each .m[] { s: .y == 1 { .z = 1 } t: .z = 2; .w = 3 }", R"({"m":[{"y":1}]})",
       "t: [\"m\",0,\"z\"] - 2\nr: [\"m\",0,\"w\"] - 3\n"},
      {"r: each .x { s: .y = 1 }", "{}", "s: [\"x\"] - {\"y\":1}\n"},
      {"r: each .x { $y = 1 }", "{}", "r: [\"x\"] - null\n"},
      {"r: each .m[2] { s: . = 1 }", R"({"m":[0]})", "r: [\"m\",1] - null\ns: [\"m\",2] - 1\n"},
      {"r: each .x { s: drop }", R"({"a":1})", ""},
      {"r: each .m[-1] { s: .a = 1 }", R"({"m":[0,{}]})", "s: [\"m\",1,\"a\"] - 1\n"},
      {"r: each .m[1:3] { s: .[0] = 9 }", R"({"m":[0,1,2,3]})", "s: [\"m\",1] 1 9\n"},
      {"r: each (.m[0], .m[0]) { s: drop }", R"({"m":[7,8]})", "s: [\"m\",0] 7 -\n"},
      {"r: each .m[] { each .n[] { s: .k == 1 { drop } }; t: .n[0].k = 5 }", R"({"m":[{"n":[{"k":1},{"k":2}]}]})",
       "s: [\"m\",0,\"n\",0] {\"k\":1} -\nr: [\"m\",0,\"n\",1,\"k\"] 2 5\n"},
      {"r: each .. { s: numbers? { . += 1 } }", R"([1,[2]])", "s: [0] 1 2\ns: [1,0] 2 3\n"},
      {"r: each .a { each . { s: . = 1 } }", R"({"a":0})", "s: [\"a\"] 0 1\n"},
      {"r: each .a.b { s: .c = 1 }", R"({"a":7})", ""},
      {"r: .a |= map(select(. != 2))", R"({"a":[1,2,3,4]})", "r: [\"a\",1] 2 -\n"},
      {"r: .a |= [0] + .", R"({"a":[1,2,3]})", "r: [\"a\",0] - 0\n"},
      {"r: . |= {b, a}", R"({"a":1,"b":2})", ""},  // the order of members is none
      {"r: .a = nan", R"({"a":null})", ""},
      {"r: .a = .b; s: .b = .c", R"({"a":[1],"b":[1,2],"c":{}})", "r: [\"a\",1] - 2\ns: [\"b\"] [1,2] {}\n"},
      {"$x = .; del(.a[0]); s: .a = $x.a", R"({"a":[1,2]})", "test:1:9: [\"a\",0] 1 -\ns: [\"a\",0] - 1\n"},
      {"r: .a = (\"[1,2]\" | fromjson)", R"({"a":[2,1]})", "r: [\"a\",0] 2 1\nr: [\"a\",1] 1 2\n"},
      {"r: del(.a)", R"({"a":1,"a":2,"b":1})", "r: [\"a\"] 2 -\n"},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.program));
    CHECK(changes(row.program, row.record) == row.changes);
  }
}

TEST_CASE("changes cost what they are, in deep records and long ones") {
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "[1,";
  deep += "1" + std::string(5000, ']');
  std::string expected = "r: [0] 1 2\n";
  CHECK(changes("r: each .[0] { . = 2 }", deep) == expected);
  lang::Program program = oracle::compile("r: each .. { s: numbers? { . += 1 } }");
  eval::Interpreter interpreter(program);
  interpreter.keep_revisions();
  Arena arena(size_t{64} << 20);
  Value record = *json::parse(deep, arena);
  REQUIRE(interpreter.run(record, {}, arena) == eval::Verdict::kept);
  CHECK(eval::changes(interpreter.revisions(), arena).size() == 5001);
}
