// What edits at places make of a record's bytes: separators and white space around what comes, goes and changes.
#include "eval/draft.h"

#include <doctest/doctest.h>

#include <string>

#include "oracle/oracle.h"

using namespace rejig;

namespace {

struct Row {
  const char *program, *record, *written;
};

void check(const Row& row) {
  CAPTURE(std::string(row.program));
  CAPTURE(std::string(row.record));
  lang::Program program = oracle::compile(row.program);
  CHECK(oracle::Rewritten(program, row.record).text == row.written);
}

}  // namespace

TEST_CASE("a member goes with the separator before it, the first one with that after it") {
  for (const Row& row : {
           Row{"del(.a)", R"({ "a" : 1 , "b":2,  "c":3 })", R"({ "b":2,  "c":3 })"},
           Row{"del(.b)", R"({ "a" : 1 , "b":2,  "c":3 })", R"({ "a" : 1,  "c":3 })"},
           Row{"del(.c)", R"({ "a" : 1 , "b":2,  "c":3 })", R"({ "a" : 1 , "b":2 })"},
           Row{"del(.a, .b)", R"({ "a" : 1 , "b":2,  "c":3 })", R"({ "c":3 })"},
           Row{"del(.c, .b)", R"({ "a" : 1 , "b":2,  "c":3 })", R"({ "a" : 1 })"},
           Row{"del(.a); del(.c)", R"({ "a" : 1 , "b":2,  "c":3 })", R"({ "b":2 })"},
           Row{"del(.a, .b, .c)", R"({ "a" : 1 , "b":2,  "c":3 })", "{}"},
           Row{"del(.a.x, .b, .c.y)", R"({"a":{"x":1}, "b":[], "c":{"x":[1], "y":{}}})", R"({"a":{}, "c":{"x":[1]}})"},
           Row{"del(.a)", R"({"a":1,"b":2,"a":3})", R"({"b":2})"},  // duplicates, all of them
           Row{"del(.b)", R"({"a":1})", R"({"a":1})"},
       })
    check(row);
}

TEST_CASE("a new member goes last and is spaced as its object is") {
  for (const Row& row : {
           Row{".z = 1", R"({"a": 1, "b": 2})", R"({"a": 1, "b": 2, "z": 1})"},
           Row{".z = 1; .y = [1, {}]", R"({ "a":1 })", R"({ "a":1,"z":1,"y":[1,{}] })"},
           Row{".z = 1; .y = 2", "{ }", R"({"z":1,"y":2})"},
           Row{".m.x.y = 1", R"({"m": {}, "b": 2})", R"({"m": {"x": {"y": 1}}, "b": 2})"},
           Row{".m.x.y = 1", R"({"m": null, "b": 2})", R"({"m": {"x": {"y": 1}}, "b": 2})"},
           Row{".x.y = 1; .x.z = 2", R"({"b": 2})", R"({"b": 2, "x": {"y": 1, "z": 2}})"},
           Row{"del(.b); .z = 1", R"({ "a":1, "b":2 })", R"({ "a":1, "z":1 })"},
           Row{"del(.a, .b); .z = 1; .y = 2", R"({ "a":1, "b":2 })", R"({ "z":1, "y":2 })"},
           Row{".b = .a; del(.a)", R"({"a":1.0})", R"({"b":1.0})"},
           Row{"del(.a); .a = 2", R"({"a":1,"b":3})", R"({"b":3,"a":2})"},
       })
    check(row);
}

TEST_CASE("what is set, appended to or renamed stays in its place") {
  for (const Row& row : {
           Row{".a = 2", R"({ "a" : 1.0 , "b":2})", R"({ "a" : 2 , "b":2})"},
           Row{".a = 2; .a = 3", R"({ "a" : 1.0 })", R"({ "a" : 3 })"},
           Row{".a += \"é\\n\"", R"({"a": "x\n" })", R"({"a": "x\né\n" })"},
           Row{".a += \"x\"; .a += \"y\"; .a += .a", R"({"a":"-"})", R"({"a":"-xy-xy"})"},
           Row{".a += \"x\"", R"({"a":"\u0041"})", R"({"a":"Ax"})"},
           Row{"rename(.a; \"z\"); .b = 1", R"({"a" :[ ],"b":2})", R"({"z" :[ ],"b":1})"},
           Row{"rename(.a; \"z\"); .z = 1", R"({"a" :[ ],"b":2})", R"({"z" :1,"b":2})"},
           Row{".a = .b; .b = .a", R"({"a":1.0,"b":2.0})", R"({"a":2.0,"b":2.0})"},
           Row{".m[1] = {}; .m[0].x = 1", R"({"m":[ {"x":0}, 7 ]})", R"({"m":[ {"x":1}, {} ]})"},
           Row{". = {b, c: [.a, {d: .e}]}", R"({"a": 1.0, "b": "\u0041"})", R"({"b":"\u0041","c":[1.0,{"d":null}]})"},
           Row{". |= pick(.b, .x)", R"({"a": 1.0, "b": [ 1 ]})", R"({"b":[ 1 ],"x":null})"},
           Row{".m |= map(select(. != 2))", R"({"m":[ 1 , 2,  3.0 ]})", R"({"m":[ 1,  3.0 ]})"},
       })
    check(row);
}
