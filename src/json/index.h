// The structural index of a block of text, by simdjson's stage 1 with the kernel that the processor
// has. The only file that names simdjson. Tested by tests/unit/walker_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "json/value.h"

namespace rejig::json {

// Behind the last byte of every indexed text there must be this many readable bytes, the first a '\n'.
constexpr size_t kPadding = 64;

bool is_utf8(std::string_view text);

class Indexer {
 public:
  Indexer();
  ~Indexer();

  // Checks UTF-8, that strings are closed and free of control characters, and finds the structure.
  // False where one of these fails; what is wrong, and where, is for diagnose() to say. The index is
  // valid until the next call; at[count()] and at[count() + 1] are `size`.
  bool index(const char* text, size_t size);

  uint32_t count() const;
  const uint32_t* at() const;

 private:
  struct Kernel;
  std::unique_ptr<Kernel> kernel_;
};

}  // namespace rejig::json
