#include "diagnostic.h"

#include <doctest/doctest.h>

using namespace rejig;

TEST_CASE("places count lines, and bytes within the line, from 1") {
  std::string_view text = "ab\n日c\n";
  CHECK(place_of(text, 0).line == 1);
  CHECK(place_of(text, 1).column == 2);
  CHECK(place_of(text, 3).line == 2);
  CHECK(place_of(text, 6).column == 4);
  CHECK(place_of(text, text.size()).line == 3);
}

TEST_CASE("the caret stands under its character, wide ones before it or not") {
  CHECK(excerpt("", "{\"a\" 1}", 5) == "    {\"a\" 1}\n         ^\n");
  CHECK(excerpt("f:1:2: ", ".a", 1) == "    f:1:2: .a\n            ^\n");
  CHECK(excerpt("", "日本x", 6) == "    日本x\n        ^\n");
  CHECK(excerpt("", "e\xCC\x81x", 3) == "    e\xCC\x81x\n     ^\n");
  CHECK(excerpt("", "a\tb\x01\xFFz", 5) == "    a b??z\n         ^\n");
  CHECK(excerpt("", "ab", 9) == "    ab\n      ^\n");
}

TEST_CASE("long lines are cut on both sides at character boundaries") {
  std::string line;
  for (int i = 0; i < 50; ++i) line += "日";
  std::string shown = excerpt("", line, 75);
  CHECK(shown.starts_with("    ...日"));
  CHECK(shown.find("日...\n") != std::string::npos);
  CHECK(shown.find('?') == std::string::npos);
}

TEST_CASE("a compile error shows its place, and the place it relates to") {
  lang::Source sources[] = {{"r.rejig", ".a {\n  .b = (1\n}\n"}};
  lang::CompileError error{{0, 15, 16}, "expected ')' to close '(', got '}'", "close it", {0, 12, 13}, "opened here"};
  CHECK(compile_message(error, sources) ==
        "r.rejig:3:1: expected ')' to close '(' opened at 2:8, got '}' (close it)\n"
        "    }\n"
        "    ^\n"
        "r.rejig:2:8: opened here\n"
        "      .b = (1\n"
        "           ^\n");
}
