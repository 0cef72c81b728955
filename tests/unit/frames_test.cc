#include "json/frames.h"

#include <doctest/doctest.h>

using namespace rejig::json;

namespace {

std::string framed(std::string_view text, size_t piece) {
  Framer framer;
  std::string lines;
  for (size_t i = 0; i < text.size(); i += piece) framer.push(text.substr(i, piece), lines);
  framer.finish(lines);
  for (char& c : lines)
    if (c == '\n') c = '|';
  return lines;
}

}  // namespace

TEST_CASE("values are framed, an array at the top as its elements, in pieces of any size") {
  struct Row {
    const char* text;
    const char* lines;
  };
  const Row rows[] = {
      {"", ""},
      {" \n ", ""},
      {"[]", ""},
      {"[ ] [1]", "1|"},
      {"1 2\n\"a b\" null", "1|2|\"a b\"|null|"},
      {"{}{}[[1, 2],{}]", "{}|{}|[1, 2]|{}|"},
      {"[\n  {\n    \"a\": 1.0,\n    \"b\": \"x \\\" y\"\n  },\n  [ ]\n]\n",
       "{\"a\":1.0,\"b\":\"x \\\" y\"}|[ ]|"},
      {"{\"a\" : [1 , 2]}", "{\"a\" : [1 , 2]}|"},
      {"[\"\\\\\",\"]\"]", "\"\\\\\"|\"]\"|"},
      {"[1,]", "1|]|[|"},
      {"[1 2]", "1|2|"},
      {"[1,2", "1|2|[|"},
      {"{\"a\":", "{\"a\":|"},
      {",", ",|"},
      {"[,1]", ",|1|"},
      {"{\"a\nb\":1}", "{\"a|b|\":1}|"},
  };
  for (const auto& row : rows)
    for (size_t piece : {1, 2, 3, 100}) {
      CAPTURE(piece);
      CHECK(framed(row.text, piece) == row.lines);
    }
}

TEST_CASE("a text of values is taken apart one by one") {
  std::string_view rest = " {\"a\": [1, \"}\"]} 12 \"x\\\"y\"[]true ";
  std::string values;
  for (;;) {
    std::string_view one = next_value(rest);
    if (one.empty()) break;
    values += one;
    values += '|';
  }
  CHECK(values == "{\"a\": [1, \"}\"]}|12|\"x\\\"y\"|[]|true|");
}
