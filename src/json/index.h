// The structural index of a block of text, made by the fastest kernel that the processor can run (kernels.h).
// Only index.cc includes simdjson.
// Tested by tests/unit/index_test.cc and tests/fuzz/index.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "base/buffer.h"
#include "json/kernels.h"
#include "json/lines.h"
#include "json/value.h"

namespace rejig::json {

bool is_utf8(std::string_view text);

class Indexer {
 public:
  explicit Indexer(const Kernel& kernel = kernels().front());
  ~Indexer();

  // Behind the text there must be kPadding readable bytes, the first a '\n'.
  // Checks UTF-8, escapes, that strings are closed and free of control characters, and finds the structure
  // and the lines. False where one of these fails; what is wrong, and where, is for diagnose() to say. What
  // was found is valid until the next call; at()[count()] and at()[count() + 1] are `size`.
  bool index(const char* text, size_t size);

  uint32_t count() const { return count_; }
  const uint32_t* at() const { return at_; }
  const Lines& lines() const { return lines_; }

 private:
  void reserve(size_t size);

  bool stage1(std::string_view text);

  const Kernel& kernel_;
  struct Stage1;
  std::unique_ptr<Stage1> stage1_;         // simdjson's, or null
  std::unique_ptr<uint32_t[]> structure_;  // else room for this
  std::unique_ptr<uint32_t[]> line_ends_;
  size_t capacity_ = 0;  // of these, in bytes of text
  uint32_t count_ = 0;
  const uint32_t* at_ = nullptr;
  Lines lines_;
};

}  // namespace rejig::json
