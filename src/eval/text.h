// Code points and pieces of UTF-8 text, as jq's slices and splits count them.
// Tested by tests/cases/strings.test.
#pragma once

#include <string_view>

#include "json/value.h"

namespace rejig::eval {

// How many code points.
size_t count_points(std::string_view utf8);
// The byte where code point `n` begins; the end when there are fewer.
size_t offset_of_point(std::string_view utf8, size_t n);
// An array of the pieces between separators, borrowing from `text`; of its code points when the separator is
// empty; empty for empty text.
json::Value split_text(std::string_view text, std::string_view separator, json::Arena&);

}  // namespace rejig::eval
