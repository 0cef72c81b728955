// A bump allocator for what one record needs: reset for the next record, never freed piece by piece.
// Only trivially destructible things may live in it. Tested by tests/unit/evaluator_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace rejig::json {

// Thrown when one record's work outgrows the arena's limit, or the stack (stack.h); the record is rejected, the run
// goes on.
struct Exhausted {
  std::string_view why;
};

class Arena {
 public:
  static constexpr size_t kFirstChunk = size_t{64} << 10;
  static constexpr size_t kDefaultLimit = size_t{4} << 30;

  explicit Arena(size_t limit = kDefaultLimit) : limit_(limit) {}
  Arena(Arena&&) = default;
  Arena& operator=(Arena&&) = default;

  // Uninitialised bytes, aligned for any scalar, valid until reset.
  void* allocate(size_t bytes) {
    bytes = (bytes + 7) & ~size_t{7};
    if (bytes > static_cast<size_t>(end_ - next_)) grow(bytes);
    char* result = next_;
    next_ += bytes;
    return result;
  }

  template <class T>
  T* make_array(size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    return static_cast<T*>(allocate(count * sizeof(T)));
  }

  template <class T>
  T* make(T value) {
    return new (make_array<T>(1)) T(value);
  }

  std::string_view copy(std::string_view text) {
    if (text.empty()) return "";
    char* bytes = make_array<char>(text.size());
    std::memcpy(bytes, text.data(), text.size());
    return {bytes, text.size()};
  }

  // Bytes taken from the system.
  size_t size() const { return total_; }

  // What was made lately from a thing at (source, at), so that opening one container again and again costs
  // once: null, or what was last put there.
  const void*& made_from(const void* source, uint32_t at) {
    Made& made = made_[at % kMade];
    if (made.source != source || made.at != at) made = {source, at, nullptr};
    return made.what;
  }

  // Gives up all that was allocated; the first chunk is kept for the next record.
  void reset() {
    if (chunks_.empty() || next_ == chunks_[0].get()) return;
    for (Made& made : made_) made = {};
    if (chunks_.size() > 1) chunks_.resize(1);
    total_ = kFirstChunk;
    next_ = chunks_[0].get();
    end_ = next_ + total_;
  }

 private:
  void grow(size_t bytes) {
    size_t size = chunks_.empty() ? kFirstChunk : total_;  // doubles
    if (size < bytes) size = chunks_.empty() ? kFirstChunk : bytes;
    if (total_ + size > limit_) throw Exhausted{"the record needs too much memory"};
    chunks_.emplace_back(new char[size]);
    total_ += size;
    next_ = chunks_.back().get();
    end_ = next_ + size;
    if (size < bytes) grow(bytes);
  }

  static constexpr uint32_t kMade = 8;
  struct Made {
    const void* source = nullptr;
    uint32_t at = 0;
    const void* what = nullptr;
  };

  Made made_[kMade];
  size_t limit_;
  size_t total_ = 0;
  char* next_ = nullptr;
  char* end_ = nullptr;
  std::vector<std::unique_ptr<char[]>> chunks_;
};

}  // namespace rejig::json
