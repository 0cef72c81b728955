// All kernels that this processor can run against each other and against what reading byte after byte finds.
#include "json/index.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "json/kernels.h"

#include "unit/refusals.h"

using namespace rejig::json;

namespace {

struct Found {
  bool good;
  std::vector<uint32_t> at, ends;
  bool unicode_escapes;
  bool operator==(const Found&) const = default;
};

// What the kernel finds; of a bad text only that it is one. What stands around the text must not matter, nor where it
// begins within 64 bytes.
Found find(Indexer& indexer, std::string_view text, size_t begin = 0, char around = '\n') {
  std::string padded(128, around);
  padded.reserve(padded.size() + text.size() + 1 + rejig::kPadding);
  size_t start = 64 + (begin - reinterpret_cast<uintptr_t>(padded.data())) % 64;
  padded.resize(start);
  padded.append(text).append("\n").append(rejig::kPadding, around);
  if (!indexer.index(padded.data() + start, text.size())) return {false, {}, {}, false};
  const Lines& lines = indexer.lines();
  return {true,
          {indexer.at(), indexer.at() + indexer.count() + 2},
          {lines.ends.begin(), lines.ends.end()},
          lines.unicode_escapes};
}

class Kernels {
 public:
  Kernels() {
    for (const Kernel& kernel : kernels()) indexers_.push_back(std::make_unique<Indexer>(kernel));
  }

  // What all kernels find.
  Found find(std::string_view text) {
    CAPTURE(text);
    Found found = ::find(*indexers_.back(), text);  // by simdjson's
    bool same = true;
    for (size_t i = 0; i + 1 < indexers_.size(); ++i)
      for (char around : {'\n', '"', '\\', '\xf0', '\x80'})
        same &= ::find(*indexers_[i], text, begin_++ % 64, around) == found;
    REQUIRE(same);
    return found;
  }

 private:
  std::vector<std::unique_ptr<Indexer>> indexers_;
  size_t begin_ = 0;
};

// Its lines, and whether its escapes are good, byte after byte.
struct Plain {
  bool good = true;
  std::vector<uint32_t> ends;
  bool unicode_escapes = false;
};
Plain scan_plainly(std::string_view text) {
  Plain plain;
  auto hex = [&](size_t i) { return i < text.size() && std::isxdigit(static_cast<unsigned char>(text[i])); };
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') plain.ends.push_back(static_cast<uint32_t>(i));
    if (text[i] != '\\') continue;
    char c = ++i < text.size() ? text[i] : 'x';
    bool unicode = c == 'u';
    plain.good &= c != '\0' && std::strchr("\"\\/bfnrtu", c);
    plain.good &= !unicode || (hex(i + 1) && hex(i + 2) && hex(i + 3) && hex(i + 4));
    plain.unicode_escapes |= unicode || c == '/';
    if (c == '\n') plain.ends.push_back(static_cast<uint32_t>(i));
  }
  return plain;
}

}  // namespace

TEST_CASE("the index is of what stands outside strings, and of the beginnings of values") {
  Kernels kernels;
  Found found = kernels.find("{\"a\" : [1, tru\"e\\\"\\/,\"]} \n 7\n");
  CHECK(found.good);
  CHECK(found.at == std::vector<uint32_t>{0, 1, 5, 7, 8, 9, 11, 22, 23, 27, 29, 29});
}

TEST_CASE("every escape is seen as one reading byte after byte does") {
  Kernels kernels;
  std::vector<std::string> ends = {"",       "u",     "u00",          "u00e",   "u00e9",
                                   "u00E9u", "u00g9", "uD83D\\uDE00", "u00e\\", "n\\u123\n"};
  for (int c = 0; c < 256; ++c) ends.push_back(std::string(1, static_cast<char>(c)));
  for (size_t before : {0, 3, 58, 59, 60, 61, 62, 63, 64, 126, 4031, 4093, 4095}) {
    for (size_t run : {1, 2, 3, 4, 62, 63, 64, 65, 128, 129}) {
      for (const std::string& end : ends) {
        for (size_t behind : {0, 1, 70}) {
          std::string text = std::string(before, 'x') + std::string(run, '\\') + end + std::string(behind, '0');
          Plain plain = scan_plainly(text);
          bool only_escapes = end.find('"') == end.npos &&
                              std::all_of(end.begin(), end.end(), [](char c) { return c >= 0; });
          Found found = kernels.find(text);
          CAPTURE(text);
          REQUIRE(found.good <= plain.good);
          if (only_escapes) REQUIRE(found.good == plain.good);
          if (!found.good) continue;
          REQUIRE(found.ends == plain.ends);
          REQUIRE(found.unicode_escapes == plain.unicode_escapes);
        }
      }
    }
  }
}

TEST_CASE("UTF-8 is checked at every place of a block") {
  Kernels kernels;
  struct Row {
    const char* bytes;
    bool good;
  };
  // RFC 3629: the first and last sequence of every kind, and their neighbours that are none.
  const Row rows[] = {
      {"\x7f", true},
      {"\x80", false},
      {"\xbf", false},
      {"\xc1\xbf", false},
      {"\xc2\x80", true},
      {"\xdf\xbf", true},
      {"\xc2", false},
      {"\xc2\xc0", false},
      {"\xc2\x80\x80", false},
      {"\xe0\x9f\xbf", false},
      {"\xe0\xa0\x80", true},
      {"\xed\x9f\xbf", true},
      {"\xed\xa0\x80", false},
      {"\xed\xbf\xbf", false},
      {"\xee\x80\x80", true},
      {"\xef\xbf\xbf", true},
      {"\xe3\x81", false},
      {"\xe3", false},
      {"\xe3\x81\x82\x81", false},
      {"\xe3\x81\xe3\x81\x82", false},
      {"\xf0\x8f\xbf\xbf", false},
      {"\xf0\x90\x80\x80", true},
      {"\xf4\x8f\xbf\xbf", true},
      {"\xf4\x90\x80\x80", false},
      {"\xf0\x9f\x98", false},
      {"\xf0\x9f\x98\x80\x80", false},
      {"\xf5\x80\x80\x80", false},
      {"\xff", false},
      {"\xf8\x88\x80\x80\x80", false},
  };
  for (const Row& row : rows)
    for (size_t before = 0; before < 140; ++before)
      for (size_t behind : {0, 1, 62, 63, 64, 130}) {
        CAPTURE(before);
        CAPTURE(behind);
        bool bare = behind == 0;  // the text ends with it
        std::string text = "\"" + std::string(before, 'x') + row.bytes + (bare ? "" : std::string(behind, 'y') + "\"");
        REQUIRE(kernels.find(text).good == (row.good && !bare));
        REQUIRE(kernels.find(text.substr(1, text.size() - 1 - !bare)).good == row.good);
      }
}

TEST_CASE("control characters are refused in strings and only there") {
  Kernels kernels;
  for (int c = 0; c < 0x22; ++c)
    for (size_t before : {0, 1, 30, 62, 63, 64, 100, 4096}) {
      CAPTURE(c);
      CAPTURE(before);
      std::string text = std::string(before, ' ') + "\"" + std::string(before, 'x') + "\"";
      CHECK(kernels.find(text + static_cast<char>(c) + "1").good == (c != '"'));
      text.insert(text.size() - 1, 1, static_cast<char>(c));
      CHECK(kernels.find(text).good == (c >= 0x20 && c != '"'));
    }
}

TEST_CASE("all kernels find the same in texts of chance") {
  Kernels kernels;
  std::mt19937 random(20261127);
  const std::vector<std::string> parts = {"{",
                                          "}",
                                          "[",
                                          "]",
                                          ":",
                                          ",",
                                          "\"",
                                          "\"",
                                          "\"",
                                          "\\",
                                          "\\\"",
                                          "\\u00e9",
                                          "\\/",
                                          " ",
                                          "\t",
                                          "\r\n",
                                          "\n",
                                          "1",
                                          "-2.5e3",
                                          "true",
                                          "null",
                                          "k",
                                          "\xc3\xa9",
                                          "\xe3\x81\x82",
                                          "\xf0\x9f\x98\x80",
                                          "\x01",
                                          "\xe3",
                                          "some longer text that fills a good part of a step of the pass"};
  size_t good = 0;
  for (int i = 0; i < 20000; ++i) {
    size_t kinds = 1 + random() % parts.size(), length = random() % 120;
    std::string text;
    for (size_t k = 0; k < length; ++k) text += parts[random() % kinds];
    good += kernels.find(text).good;
  }
  CHECK(good > 3000);
  for (const auto& row : refusals::read()) kernels.find(row.text);
}
