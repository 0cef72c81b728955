#include "base/place.h"

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
