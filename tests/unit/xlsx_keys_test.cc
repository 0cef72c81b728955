#include <doctest/doctest.h>

#include "xlsx2jsonl/keys.h"

using namespace xlsx2jsonl;

namespace {

// The keys of all columns up to the widest; "" in the header is a column without a name.
std::string keys_of(std::vector<std::string> header, uint32_t columns, std::vector<std::string> reserved = {}) {
  std::vector<Cell> cells;
  for (uint32_t i = 0; i < header.size(); ++i)
    if (!header[i].empty()) cells.push_back({i, header[i]});
  Keys keys(reserved);
  keys.name_columns(cells);
  std::string out;
  for (uint32_t i = 0; i < columns; ++i) out += std::string(keys.key(i)) + " ";
  return out;
}

}  // namespace

TEST_CASE("xlsx keys: made distinct as pandas does") {
  CHECK(keys_of({"\"a\"", "\"b\""}, 2) == "\"a\" \"b\" ");
  CHECK(keys_of({"\"x\"", "\"x\"", "\"x\""}, 3) == "\"x\" \"x.1\" \"x.2\" ");
  CHECK(keys_of({"\"x\"", "\"x\"", "\"x.1\"", "\"x\""}, 4) == "\"x\" \"x.2\" \"x.1\" \"x.3\" ");
  CHECK(keys_of({"1", "\"1\"", "1"}, 3) == "\"1\" \"1.1\" \"1.2\" ");
  CHECK(keys_of({"true", "1.5", "\"2024-05-01\""}, 3) == "\"true\" \"1.5\" \"2024-05-01\" ");
  CHECK(keys_of({"\" pad \"", "\"two\\nlines\""}, 2) == "\" pad \" \"two\\nlines\" ");
}

TEST_CASE("xlsx keys: columns without a name") {
  CHECK(keys_of({"\"a\"", "", "\"c\""}, 5) == "\"a\" \"Unnamed: 1\" \"c\" \"Unnamed: 3\" \"Unnamed: 4\" ");
  CHECK(keys_of({"", "\"Unnamed: 0\""}, 2) == "\"Unnamed: 0.1\" \"Unnamed: 0\" ");
}

TEST_CASE("xlsx keys: reserved names, and letters without a header") {
  CHECK(keys_of({"\"sheet\"", "\"sheet.1\""}, 2, {"\"sheet\""}) == "\"sheet.2\" \"sheet.1\" ");
  Keys keys;
  CHECK(keys.key(0) == "\"A\"");
  CHECK(keys.key(27) == "\"AB\"");
  CHECK(keys.member(1) == ",\"B\":");
  CHECK(keys.named().empty());
}
