#include "base/buffer.h"

#include <doctest/doctest.h>

#include <string>

using namespace rejig;

TEST_CASE("what is appended, pushed and committed is there, across growth and moves") {
  Buffer buffer;
  std::string expected;
  CHECK(buffer.empty());
  for (int i = 0; i < 1000; ++i) {
    buffer.append("日本");
    buffer.append("");
    buffer.push_back('\n');
    std::memcpy(buffer.reserve(3), "xyz", 3);
    buffer.commit(2);
    expected += "日本\nxy";
  }
  CHECK(buffer.view() == expected);
  CHECK(buffer.view(expected.size() - 2) == "xy");
  CHECK(buffer.view(0, 6) == "日本");
  Buffer other = std::move(buffer);
  CHECK(other.view() == expected);
  other.truncate(6);
  CHECK(other.view() == "日本");
  other.clear();
  CHECK(other.empty());
  CHECK(other.capacity() >= expected.size());
  other.release();
  CHECK(other.capacity() == 0);
}

TEST_CASE("grow makes no more room than asked for, and keeps the bytes") {
  Buffer buffer;
  buffer.append("abc");
  buffer.grow(5000);
  CHECK(buffer.capacity() == 5000);
  buffer.grow(10);
  CHECK(buffer.capacity() == 5000);
  CHECK(buffer.view() == "abc");
}
