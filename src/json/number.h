// Number text: JSON literals to numbers, and numbers to text as jq 1.8 lays it out. Knows nothing
// of values; keeping the spelling of untouched numbers is the caller's job. Independent of the
// locale. Tested by tests/unit/number_test.cc.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace rejig::json {

// `real` is always the nearest double (infinite beyond its range). `integral` says that the exact
// value is `integer`: 1.0, 1e2 and 100e-2 are integral, -0 is too (with real -0.0).
struct Number {
  bool integral = false;
  int64_t integer = 0;
  double real = 0;
};

// How far a text goes on as numbers do, and what its parts are: the one scan of numbers, from which each grammar
// takes what it allows. [ "-" ] *digit [ "." *digit ] [ ( "e" | "E" ) [ "+" | "-" ] *digit ]
struct NumberParts {
  bool minus = false, point = false, power = false;
  size_t whole = 0, fraction = 0, exponent = 0;  // digits
  size_t size = 0;                               // bytes of it all
  // number = [ "-" ] ( "0" | digit1-9 *digit ) [ "." 1*digit ] [ ( "e" | "E" ) [ "+" | "-" ] 1*digit ]
  bool is_json(std::string_view text) const {
    return whole > 0 && !(whole > 1 && text[minus] == '0') && point == (fraction > 0) && power == (exponent > 0);
  }
};
NumberParts scan_number(std::string_view text);

// Whether `text` is a number of the JSON grammar (RFC 8259, section 6).
bool is_json_number(std::string_view text);

// `literal` must be a number of the JSON grammar.
Number parse_number(std::string_view literal);

// The order of the numbers that two literals of the JSON grammar spell, however long.
std::strong_ordering compare_literals(std::string_view a, std::string_view b);

// What jq's tonumber takes beyond JSON: "+1", ".5", "5.", "007", "nan", "-Infinity". Else nothing.
std::optional<Number> parse_loose_number(std::string_view text);

// The longest text is -1.2345678901234567e31 without its point: 33 bytes. NaN is written as null,
// infinities as the largest double.
constexpr size_t kNumberBuffer = 40;

// All return the number of bytes written to `out`, which has room for kNumberBuffer.
size_t format_double(double d, char* out);
size_t format_integer(int64_t n, char* out);
// The same as JavaScript's JSON.stringify lays it out: 0.0001, 1e-7, 100000000000000000000, 1e+21; -0 is 0.
size_t format_double_as_javascript(double d, char* out);

}  // namespace rejig::json
