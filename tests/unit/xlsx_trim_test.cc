#include "xlsx2jsonl/trim.h"

#include <doctest/doctest.h>

using namespace xlsx2jsonl;

TEST_CASE("xlsx trim: white space around a text, in any script and spelling") {
  struct Row {
    const char* text;
    const char* expected;
  };
  const Row rows[] = {
      {"", ""},
      {"a", "a"},
      {" a b ", "a b"},
      {"\\t\\n\\r\\f\\u000ba\\n", "a"},
      {"\u3000東京\u3000", "東京"},
      {"\u00a0\u0085a\u2003\u2028", "a"},
      {"東\u3000京", "東\u3000京"},
      {" \u3000\\n", ""},
      {"a\\\\n", "a\\\\n"},
      {"a\\\\\\n", "a\\\\"},
      {"\\\"  ", "\\\""},
      {"\\u0001 ", "\\u0001"},
      {"\u200b", "\u200b"},
      {"é ", "é"},
  };
  for (const auto& row : rows) CHECK(without_space_around(row.text) == row.expected);
}
