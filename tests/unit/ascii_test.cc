#include "base/ascii.h"

#include <doctest/doctest.h>

#include <string>

using namespace rejig;

// All bytes that `is` takes, in order.
template <class Is>
static std::string bytes_that(Is is) {
  std::string bytes;
  for (int c = 0; c < 256; ++c)
    if (is(static_cast<char>(c))) bytes += static_cast<char>(c);
  return bytes;
}

TEST_CASE("which bytes are what") {
  const std::string digits = "0123456789", upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", lower = "abcdefghijklmnopqrstuvwxyz";
  CHECK(bytes_that(is_digit) == digits);
  CHECK(bytes_that(is_letter) == upper + lower);
  CHECK(bytes_that(is_alnum) == digits + upper + lower);
  CHECK(bytes_that(is_hex) == digits + "ABCDEFabcdef");
  CHECK(bytes_that(is_space) == "\t\n\r ");
  CHECK(bytes_that(is_ascii).size() == 128);
}

TEST_CASE("only ASCII letters change case") {
  for (int c = 0; c < 256; ++c) {
    bool upper = c >= 'A' && c <= 'Z';
    CHECK(in_lower_case(static_cast<char>(c)) == static_cast<char>(upper ? c + 32 : c));
  }
}

TEST_CASE("hexadecimal digits have values, other bytes none") {
  CHECK(hex_value('0') == 0);
  CHECK(hex_value('9') == 9);
  CHECK(hex_value('a') == 10);
  CHECK(hex_value('F') == 15);
  CHECK(hex_value('g') == -1);
  CHECK(hex_value('\xFF') == -1);
}
