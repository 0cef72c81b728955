#include "rejig/diagnostic.h"

#include <doctest/doctest.h>

using namespace rejig;

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
