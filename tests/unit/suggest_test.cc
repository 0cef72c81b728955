#include "base/suggest.h"

#include <doctest/doctest.h>

#include <string>

using namespace rejig;

TEST_CASE("the nearest name, where one is a slip of the finger away") {
  const std::string_view names[] = {"keys", "length", "map", "max", "split", "splits", "test"};
  struct Row {
    std::string_view name;
    std::string_view expected;
  };
  const Row rows[] = {
      {"lenght", "length"},  // two neighbours exchanged
      {"lngth", "length"},   // one left out
      {"tesst", "test"},     // one too many
      {"kets", "keys"},      // another one
      {"mao", "map"},
      {"may", "map"},  // of equally near ones the first
      {"splitts", "splits"},
      {"lenggghth", ""},
      {"ma", ""},  // so short a name is near to everything
      {"m", ""},
      {"", ""},
      {"something", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(nearest(row.name, names) == row.expected);
  }
  CHECK(nearest(std::string(100, 'a'), names) == "");
  CHECK(nearest("map", {}) == "");
}
