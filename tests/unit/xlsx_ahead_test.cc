#include <doctest/doctest.h>

#include "xlsx2jsonl/ahead.h"
#include "xlsx2jsonl/error.h"

using namespace xlsx2jsonl;

namespace {

// Gives `size` bytes, then fails.
class FailingSource : public Source {
 public:
  explicit FailingSource(size_t size) : left_(size) {}
  size_t read(std::span<char> room) override {
    if (left_ == 0) throw Error{Kind::kDeflate, "broken"};
    size_t size = std::min(room.size(), left_);
    std::fill_n(room.begin(), size, 'x');
    left_ -= size;
    return size;
  }

 private:
  size_t left_;
};

std::string read_all(Source& source, size_t room) {
  std::string out;
  std::string block(room, 0);
  while (size_t size = source.read(block)) out.append(block, 0, size);
  return out;
}

}  // namespace

TEST_CASE("xlsx ahead: the same bytes in the same order") {
  std::string bytes;
  for (int i = 0; i < 30'000; ++i) bytes += std::to_string(i);
  for (size_t block : {1u, 100u, 4096u, 1u << 20})
    for (size_t room : {7u, 5000u, 1u << 20}) {
      AheadSource source(std::make_unique<MemorySource>(bytes, 999), block == 1 ? 64 : block);
      CHECK(read_all(source, room) == bytes);
      std::string more(10, 0);
      CHECK(source.read(more) == 0);
    }
}

TEST_CASE("xlsx ahead: a failure comes after the bytes before it") {
  AheadSource source(std::make_unique<FailingSource>(1000), 300);
  std::string block(1000, 0);
  size_t size = 0;
  CHECK_THROWS_AS(for (;;) size += source.read(block), Error);
  CHECK(size == 1000);
}

TEST_CASE("xlsx ahead: may be left before the end") {
  AheadSource unread(std::make_unique<FailingSource>(100'000), 100);
  AheadSource begun(std::make_unique<FailingSource>(100'000), 100);
  std::string block(10, 0);
  CHECK(begun.read(block) == 10);
}
