// JSON string text: escapes read and written, ends of tokens found. All inputs were checked to be valid.
// Tested by tests/unit/value_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "json/arena.h"
#include "json/value.h"

namespace rejig::json {

inline bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// What stands between the quotes of a string, without its escapes; lone surrogates become U+FFFD.
std::string_view decode_escapes(std::string_view raw, Arena& arena);

// Whether the decoded text of `raw` would be escaped exactly as it stands: no \u, no \/, no DEL games.
// Such a string can be appended to without being decoded.
bool escapes_are_ours(std::string_view raw);

// As write_string, without the quotes.
void write_escaped(std::string_view utf8, std::string& out);

// Offset just behind the value that starts at structural index i and is a string or scalar: the white
// space before the next structural character does not belong to it.
uint32_t end_of_scalar(const Index& source, uint32_t i);

// Structural index behind the value at i.
uint32_t skip_value(const Index& source, uint32_t i);

// Bytes of the value at structural index i, for a string with its quotes.
std::string_view bytes_at(const Index& source, uint32_t i);

}  // namespace rejig::json
