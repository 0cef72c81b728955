#include "json/splice.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <functional>

using namespace rejig::json;

namespace {

Value number(int64_t n) { return Value::of(n); }
Value string(const char* s) { return Value::of(std::string_view(s)); }

// The text after `update`, written back.
std::string after(std::string_view text, const std::function<Value(Value, Arena&)>& update) {
  Arena arena;
  auto value = parse(text, arena);
  REQUIRE_MESSAGE(value, text);
  std::string out;
  write_spliced(update(*value, arena), out, arena);
  return out;
}

std::string set(std::string_view text, const char* key, Value v) {
  return after(text, [&](Value o, Arena& arena) { return with_member(o, key, v, arena); });
}

Value without(Value object, std::string_view key, Arena& arena) { return without_members(object, {&key, 1}, arena); }

std::string del(std::string_view text, std::vector<const char*> keys) {
  return after(text, [&](Value o, Arena& arena) {
    for (auto key : keys) o = without(o, key, arena);
    return o;
  });
}

std::string rename(std::string_view text, const char* from, const char* to) {
  return after(text, [&](Value o, Arena& arena) { return rename_member(o, from, to, arena); });
}

}  // namespace

TEST_CASE("what no update touches keeps its bytes") {
  for (const char* text : {"1.0", "\"\\u3042\\/\"", "[ 1 , 2 ]", "{\"a\" : 1e2,  \"a\":-0 }", "null", " {} ", "[]"}) {
    std::string trimmed(text);
    trimmed.erase(0, trimmed.find_first_not_of(' '));
    trimmed.erase(trimmed.find_last_not_of(' ') + 1);
    CHECK(after(text, [](Value v, Arena&) { return v; }) == trimmed);
  }
}

TEST_CASE("a value is replaced in its place") {
  CHECK(set(R"({"a": 1 , "b":2})", "a", number(7)) == R"({"a": 7 , "b":2})");
  CHECK(set(R"({"a":1,"b": "x" })", "b", string("y\n")) == R"({"a":1,"b": "y\n" })");
  CHECK(set(R"({"a":{"x":1}})", "a", Value{}) == R"({"a":null})");
  CHECK(set(R"({"\u0061":1})", "a", number(2)) == R"({"\u0061":2})");
  CHECK(set(R"({"a":"b"})", "a", string("b")) == R"({"a":"b"})");
}

TEST_CASE("of duplicate keys the last is assigned and all are deleted") {
  CHECK(set(R"({"a":1,"b":2,"a":3})", "a", number(9)) == R"({"a":1,"b":2,"a":9})");
  CHECK(del(R"({"a":1,"b":2,"a":3})", {"a"}) == R"({"b":2})");
  CHECK(del(R"({"a":1,"b":2,"a":3})", {"b"}) == R"({"a":1,"a":3})");
}

TEST_CASE("a new member goes last, spaced as its object is") {
  CHECK(set(R"({"a": 1, "b": 2})", "c", number(3)) == R"({"a": 1, "b": 2, "c": 3})");
  CHECK(set(R"({"a":1})", "c", number(3)) == R"({"a":1,"c":3})");
  CHECK(set(R"({"a": 1})", "c", number(3)) == R"({"a": 1, "c": 3})");
  CHECK(set(R"({ "a" : 1 })", "c", number(3)) == R"({ "a" : 1, "c" : 3 })");
  CHECK(set("{}", "c", number(3)) == R"({"c":3})");
  CHECK(set("{ }", "c", number(3)) == R"({"c":3})");
  CHECK(set(R"({"a": 1,"b": 2})", "c", number(3)) == R"({"a": 1,"b": 2,"c": 3})");
}

TEST_CASE("an object or array newly written inside is spaced as its object is") {
  auto nested = [](Value o, Arena& arena) {
    Object* inner = make_object(arena, 2);
    put(*inner, "x", number(1), arena);
    Array* list = make_array(arena, 2);
    push(*list, number(1), arena);
    push(*list, number(2), arena);
    put(*inner, "y", Value::of(list), arena);
    return with_member(o, "n", Value::of(inner), arena);
  };
  CHECK(after(R"({"a": 1, "b": 2})", nested) == R"({"a": 1, "b": 2, "n": {"x": 1, "y": [1, 2]}})");
  CHECK(after("{}", nested) == R"({"n":{"x":1,"y":[1,2]}})");
  CHECK(after(R"({"n": 0, "b": 2})", nested) == R"({"n": {"x": 1, "y": [1, 2]}, "b": 2})");
}

TEST_CASE("a member goes with one separator") {
  const char* text = R"({ "a":1, "b":2 ,"c":3 })";
  CHECK(del(text, {"a"}) == R"({ "b":2 ,"c":3 })");
  CHECK(del(text, {"b"}) == R"({ "a":1 ,"c":3 })");
  CHECK(del(text, {"c"}) == R"({ "a":1, "b":2 })");
  CHECK(del(text, {"a", "b"}) == R"({ "c":3 })");
  CHECK(del(text, {"a", "b", "c"}) == "{}");
  CHECK(del(R"({"a":1})", {"a"}) == "{}");
  CHECK(del(text, {"none"}) == text);
}

TEST_CASE("delete and add again puts the member last") {
  CHECK(after(R"({"a":1,"b":2})", [](Value o, Arena& arena) {
          return with_member(without(o, "a", arena), "a", number(3), arena);
        }) == R"({"b":2,"a":3})");
}

TEST_CASE("only new members are left") {
  CHECK(after(R"({ "a":1,"b":2 })", [](Value o, Arena& arena) {
          o = without(without(o, "a", arena), "b", arena);
          return with_member(o, "c", number(3), arena);
        }) == R"({ "c":3 })");
}

TEST_CASE("rename keeps the place and the value's bytes") {
  CHECK(rename(R"({"a" : 1.0,"b":2})", "a", "z\"") == R"({"z\"" : 1.0,"b":2})");
  CHECK(rename(R"({"a":1,"b":[1 ]})", "b", "c") == R"({"a":1,"c":[1 ]})");
  CHECK(rename(R"({"a":1})", "none", "c") == R"({"a":1})");
}

TEST_CASE("elements are replaced, appended") {
  auto element = [](uint32_t i, int64_t n) {
    return [=](Value a, Arena& arena) { return with_element(a, i, number(n), arena); };
  };
  CHECK(after("[1, 2 ,3]", element(1, 9)) == "[1, 9 ,3]");
  CHECK(after("[1, 2 ,3]", element(3, 9)) == "[1, 2 ,3, 9]");
  CHECK(after("[]", element(1, 9)) == "[null,9]");
}

TEST_CASE("nested updates copy what lies around them") {
  auto update = [](Value o, Arena& arena) {
    Value list = *find(o, "messages");
    Value first = *at(list, 0);
    first = with_member(first, "content", string("new"), arena);
    return with_member(o, "messages", with_element(list, 0, first, arena), arena);
  };
  CHECK(after(R"({"id": 1.50, "messages": [ {"role":"u" ,"content":"\u3042"}, {"x": [1 ]} ], "z":0})", update) ==
        R"({"id": 1.50, "messages": [ {"role":"u" ,"content":"new"}, {"x": [1 ]} ], "z":0})");
}

TEST_CASE("values moved keep their spelling") {
  CHECK(
      after(R"({"a":1.0,"b":"\u3042","c":[1 ,2.50]})", [](Value o, Arena& arena) {
        for (const char* key : {"a", "b", "c"})
          o = with_member(o, std::string(key) == "a" ? "x" : std::string(key) == "b" ? "y" : "z", *find(o, key), arena);
        return o;
      }) == R"({"a":1.0,"b":"\u3042","c":[1 ,2.50],"x":1.0,"y":"\u3042","z":[1 ,2.50]})");
}

TEST_CASE("large objects are opened, looked up and changed like small ones") {
  std::string text = "{";
  for (int i = 0; i < 500; ++i) text += fmt::format("{}\"k{}\": {}", i ? ", " : "", i, i);
  text += "}";
  std::string expected = text;
  expected.replace(expected.find(": 250"), 5, ": true");
  CHECK(set(text, "k250", Value::boolean(true)) == expected);
  CHECK(after(text, [](Value o, Arena& arena) {
          for (int i = 0; i < 499; ++i) o = without(o, arena.copy(fmt::format("k{}", i)), arena);
          return o;
        }) == "{\"k499\": 499}");
}
