#include "base/terminal.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <initializer_list>
#include <string_view>

using namespace rejig;

TEST_CASE("columns: what combines takes none, wide characters two") {
  struct Row {
    size_t columns;
    std::u32string_view characters;
  };
  const Row rows[] = {
      {0, U"\u0300\u036F\u0483\u0591\u05BF\u064B\u0670\u093C\u094D\u0E31\u0E34\u0EC8\u1AB0\u20D0\u20E3\u302A\u3099"},
      {0, U"\u1160\u11FF\uD7B0\uFE00\uFE0F\uFE20\U0001D167\U0001E8D0\U000E0100\U000E01EF"},
      {1, U" ~\u00A0\u00E9\u02FF\u0370\u05D0\u0905\u10FF\u1200\u2010\u2319\u231C\u2704\u2706\u303F\uA4D0\uFF61\uFFFD"},
      {1, U"\uE000\U00010000\U0001F003\U0001F1E6\U0001F321\U0001F650\U0001FB00\U0010FFFD"},
      {2,
       U"\u1100\u115F\u231A\u231B\u23F0\u2614\u26A1\u2705\u274C\u2757\u2B50\u2B55\u3000\u3042\u65E5\uA960\uAC00\uFF01"},
      {2, U"\uFE10\U00016FE0\U00017000\U0001B000\U0001F004\U0001F320\U0001F600\U0001F6D5\U0001F7E0\U0001FA70"},
      {2, U"\U0001FA77\U0001FAE8\U00020000\U00031350"},
  };
  for (const Row& row : rows) {
    for (char32_t c : row.characters) {
      CAPTURE(static_cast<uint32_t>(c));
      CHECK(columns_of(c) == row.columns);
    }
  }
}

TEST_CASE("not printable: controls, format characters, separators of lines, surrogates") {
  for (uint32_t c :
       {0x00,   0x1F,   0x7F,   0x80,   0x9B,   0x9F,   0xAD,   0x61C,  0x180E, 0x200B, 0x200D,  0x200F,
        0x2028, 0x2029, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0xD800, 0xDFFF, 0xFEFF, 0xE0001, 0xE007F}) {
    CAPTURE(c);
    CHECK_FALSE(is_printable(c));
  }
  for (uint32_t c : {0x20, 0x7E, 0xA0, 0xAC, 0xAE, 0x300, 0x2010, 0x2027, 0x202F, 0x3000, 0xE000, 0xFE0F, 0xFFFD,
                     0x1F600, 0xE0100, 0x10FFFD}) {
    CAPTURE(c);
    CHECK(is_printable(c));
  }
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
  CHECK(excerpt("",
                "\xC2\x9B"
                "31m\u202Ex",
                8) == "    ?31m?x\n         ^\n");
  CHECK(excerpt("", "👩\u200D👧x", 11) == "    👩?👧x\n         ^\n");
  CHECK(printable("a\"\\ é日👩 e\u0301 ❤\uFE0F") == "a\"\\ é日👩 e\u0301 ❤\uFE0F");
  CHECK(printable("\n\t\x1B[m\x7F") == R"(\n\t\u001b[m\u007f)");
  CHECK(printable("\u0085\u009B\u00AD\u200B\u2028\u202E\u2066\uFEFF") ==
        R"(\u0085\u009b\u00ad\u200b\u2028\u202e\u2066\ufeff)");
  CHECK(printable("\U000E0041") == R"(\udb40\udc41)");
  CHECK(printable("\x9B"
                  "31m\xC2") == R"(\udc9b31m\udcc2)");
}

TEST_CASE("long lines are cut on both sides at character boundaries") {
  std::string line;
  for (int i = 0; i < 50; ++i) line += "日";
  std::string shown = excerpt("", line, 75);
  CHECK(shown.starts_with("    ...日"));
  CHECK(shown.find("日...\n") != std::string::npos);
  CHECK(shown.find('?') == std::string::npos);
}
