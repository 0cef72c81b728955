#include "rejig/diagnostic.h"

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
  CHECK(excerpt("", "✅❌⭐x", 9) == "    ✅❌⭐x\n          ^\n");
  CHECK(excerpt("", "กี่x", 9) == "    กี่x\n     ^\n");
  CHECK(excerpt("", "ab", 9) == "    ab\n      ^\n");
}

TEST_CASE("what is not printable reaches no terminal: a '?' in excerpts, escapes in messages") {
  CHECK(excerpt("", "\xC2\x9B" "31m\u202Ex", 8) == "    ?31m?x\n         ^\n");
  CHECK(excerpt("", "👩\u200D👧x", 11) == "    👩?👧x\n         ^\n");
  CHECK(printable("a\"\\ é日👩 e\u0301 ❤\uFE0F") == "a\"\\ é日👩 e\u0301 ❤\uFE0F");
  CHECK(printable("\n\t\x1B[m\x7F") == R"(\n\t\u001b[m\u007f)");
  CHECK(printable("\u0085\u009B\u00AD\u200B\u2028\u202E\u2066\uFEFF") ==
        R"(\u0085\u009b\u00ad\u200b\u2028\u202e\u2066\ufeff)");
  CHECK(printable("\U000E0041") == R"(\udb40\udc41)");
  CHECK(printable("\x9B" "31m\xC2") == R"(\udc9b31m\udcc2)");
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
  error = {{0, 0, 1}, "expected X, got '\u009B'", "write \u202E", {}, ""};
  CHECK(compile_message(error, sources) ==
        "r.rejig:1:1: expected X, got '\\u009b' (write \\u202e)\n"
        "    .a {\n"
        "    ^\n");
}
