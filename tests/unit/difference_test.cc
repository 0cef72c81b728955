#include "json/difference.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

#include "eval/interpreter.h"
#include "oracle/oracle.h"

using namespace rejig;
using json::Arena;
using json::Value;

namespace {

std::string text_of(const std::optional<Value>& v) { return v ? oracle::canonical(*v) : "-"; }

// What the program's statements change in the record, a line a place: "RULE: PATH BEFORE AFTER".
std::string changes(std::string_view program_text, std::string_view record_text) {
  lang::Program program = oracle::compile(program_text);
  eval::Interpreter interpreter(program);
  interpreter.keep_revisions();
  Arena arena;
  Value record = *json::parse(record_text, arena);
  interpreter.run(record, {}, arena);
  std::string out;
  for (const eval::Revision& r : interpreter.revisions()) {
    std::string rule = lang::rule_name(program, r.rule);
    if (r.dropped) out += fmt::format("{}: {} dropped\n", rule, oracle::canonical(r.at));
    for (const json::Difference& d : json::differences(r.at, r.before, r.after, arena))
      out += fmt::format("{}: {} {} {}\n", rule, oracle::canonical(d.path), text_of(d.before), text_of(d.after));
  }
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
      {"r: .a |= .[1:]", R"({"a":[7,8]})", "r: [\"a\",0] 7 8\nr: [\"a\",1] 8 -\n"},
      {"r: .a == 1 { drop }", R"({"a":1})", "r: [] dropped\n"},
      {"r: keep .a == 2", R"({"a":1})", "r: [] dropped\n"},
      {"r: .a == 1 { next } s: .b = 1", R"({"a":1})", ""},
      {"r: each .m[] { s: .x == 1 { .y = 2 } t: .x == 2 { drop } .z = 3 }", R"({"m":[{"x":1},{"x":2},{"x":3}]})",
       "s: [\"m\",0,\"y\"] - 2\nr: [\"m\",0,\"z\"] - 3\nt: [\"m\",1] dropped\nr: [\"m\",2,\"z\"] - 3\n"},
      {"r: each .m[] { each .n[]? { s: .k += 1 } }", R"({"m":[{"n":[{"k":1},{"k":2}]},{}]})",
       "s: [\"m\",0,\"n\",0,\"k\"] 1 2\ns: [\"m\",0,\"n\",1,\"k\"] 2 3\n"},
      {"r: each .m[] { . += 1 } s: .t = 1", R"({"m":[1,1]})",
       "r: [\"m\",0] 1 2\nr: [\"m\",1] 1 2\ns: [\"t\"] - 1\n"},
      {"r: .a = .b; s: .b = .c", R"({"a":[1],"b":[1,2],"c":{}})", "r: [\"a\",1] - 2\ns: [\"b\"] [1,2] {}\n"},
      {"$x = .; del(.a[0]); s: .a = $x.a", R"({"a":[1,2]})", "test:1:9: [\"a\",0] 1 -\ns: [\"a\",0] - 1\n"},
      {"r: .a = (\"[1,2]\" | fromjson)", R"({"a":[2,1]})", "r: [\"a\",0] 2 1\nr: [\"a\",1] 1 2\n"},
      {"r: del(.a)", R"({"a":1,"a":2,"b":1})", "r: [\"a\"] 2 -\n"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.program);
    CHECK(changes(row.program, row.record) == row.changes);
  }
}
