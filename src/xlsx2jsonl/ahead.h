// Reads another source in a thread of its own, a few blocks ahead, so that inflating and scanning
// share the work of two cores. The ring of blocks is all the memory it takes and all the
// back-pressure there is: the thread fills the next free block, the reader empties the oldest full
// one. What goes wrong in the thread is thrown in the reader, after all that was read before it.
// Where no thread is to be had, reading goes on without one. Tested by
// tests/unit/xlsx_ahead_test.cc.
#pragma once

#include <array>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "xlsx2jsonl/source.h"

namespace xlsx2jsonl {

class AheadSource : public Source {
 public:
  explicit AheadSource(SourcePtr source, size_t block_size = 256 << 10);
  ~AheadSource() override;

  size_t read(std::span<char> room) override;

 private:
  static constexpr size_t kBlocks = 4;

  // Full blocks are those from read_ to filled_, counted without end; block i is ring_[i %
  // kBlocks].
  struct Block {
    std::vector<char> bytes;
    size_t size = 0;
  };

  void fill_ring();
  size_t fill(Block& block);
  bool wait_for_block();

  SourcePtr source_;
  std::array<Block, kBlocks> ring_;
  std::mutex mutex_;
  std::condition_variable changed_;
  size_t filled_ = 0;
  size_t read_ = 0;
  size_t offset_ = 0;   // in the block that the reader is at; the reader's own
  bool ended_ = false;  // no block will be filled any more
  bool stop_ = false;
  std::exception_ptr failure_;
  std::thread thread_;  // none: `source_` is read directly
};

}  // namespace xlsx2jsonl
