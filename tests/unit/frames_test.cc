#include "json/frames.h"

#include <doctest/doctest.h>

using namespace rejig::json;

namespace {

std::string framed(std::string_view text, size_t piece) {
  Framer framer;
  std::string lines;
  for (size_t i = 0; i < text.size(); i += piece) framer.push(text.substr(i, piece), lines);
  framer.finish(lines);
  lines += framer.fault();
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
      {"[\n  {\n    \"a\": 1.0,\n    \"b\": \"x \\\" y\"\n  },\n  [ ]\n]\n", "{\"a\":1.0,\"b\":\"x \\\" y\"}|[ ]|"},
      {"{\"a\" : [1 , 2]}", "{\"a\" : [1 , 2]}|"},
      {"[\"\\\\\",\"]\"]", "\"\\\\\"|\"]\"|"},
      {"[1,]", "1|expected a value after ',', got ']' (line 1, column 4 of the input)"},
      {"[1 2]", "1|expected ',' or ']' after an element, got '2' (line 1, column 4 of the input)"},
      {"[\n  {},\n  \"a\" \"b\"\n]",
       "{}|\"a\"|expected ',' or ']' after an element, got '\"' (line 3, column 7 of the input)"},
      {"[[\n1], あ]", "[1]|\xE3\x81\x82|"},
      {"[1]あ", "1|\xE3\x81\x82|"},
      {"[1あ]", "1あ|"},
      {"[[1]あ]", "[1]|expected ',' or ']' after an element, got byte 0xe3 (line 1, column 5 of the input)"},
      {"[1,2", "1|2|expected ',' or ']' after an element, got end of file (line 1, column 5 of the input)"},
      {"[1,\n", "1|expected an element or ']', got end of file (line 2, column 1 of the input)"},
      {"{\"a\": [\n  1\n  2,\n  3\n], \"b\":fal\nse, \"c\":\"d\"\n\"e\"}",
       "{\"a\":[1 2,3],\"b\":fal se,\"c\":\"d\" \"e\"}|"},
      {"{\"a\":", "{\"a\":|"},
      {"1,", "1|expected a value, got ',' (line 1, column 2 of the input)"},
      {"[,1]", "expected a value or ']', got ',' (line 1, column 2 of the input)"},
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
