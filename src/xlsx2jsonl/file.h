// Files: reading at any place, a spooled copy of what cannot be read that way, and output that is
// checked to the last byte. Does not know what the bytes mean.
// Tested by tests/unit/xlsx_file_test.cc and tests/cli/xlsx-*.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/file.h"
#include "xlsx2jsonl/buffer.h"

namespace xlsx2jsonl {

// A signal asks the program to end.
struct Interrupted {};

// How to read.
struct Reading {
  std::string temporary_folder;
  uint64_t max_spool = UINT64_MAX;    // bytes of what has to be copied
  const rejig::Stop* stop = nullptr;  // set by a signal: reading and waiting throw Interrupted
};

// An open file; closes it. Failures are Error{kFile}.
class File {
 public:
  // A path, or "-" for standard input. What has no fixed size (a pipe, say) is first copied into an
  // unlinked file.
  static File open_for_reading(const std::string& path, const Reading& reading);
  // A new file without a name in `folder`.
  static File temporary(const std::string& folder);

  File(File&& other) noexcept : fd_(other.fd_), size_(other.size_), stop_(other.stop_) { other.fd_ = -1; }
  File& operator=(File&&) = delete;
  ~File();

  uint64_t size() const { return size_; }
  int descriptor() const { return fd_; }
  // Fills `room` from `offset` on and returns how much there was; less than asked for only at the
  // end.
  size_t read_at(uint64_t offset, std::span<char> room) const;
  void write_at(uint64_t offset, std::string_view bytes) const;

 private:
  explicit File(int fd);
  void copy_from(const File& pipe, uint64_t most);
  size_t read_some(std::span<char> room, off_t offset = rejig::kNextByte) const;

  int fd_;
  uint64_t size_ = 0;
  const rejig::Stop* stop_ = nullptr;
};

// Buffered output in whole lines: what reaches the descriptor ends at the end of a line, unless a
// single line is longer than the buffer. With a path, the file appears under that name only when
// `close` succeeds; before, it is a neighbour with a name of its own.
class Output {
 public:
  // "" is standard output. Once `stop` is set, the next full buffer is the last one written.
  explicit Output(const std::string& path, const rejig::Stop* stop = nullptr);

  // Where the next line is put together; `end_line` completes it.
  Buffer& line() { return buffer_; }
  void end_line() {
    buffer_.push_back('\n');
    if (buffer_.size() < kFlushAt) return;
    flush();
    if (stop_ && stop_->is_set()) throw Interrupted{};
  }
  void flush();
  // Flushes, closes, renames; failures are Error{kFile}.
  void close();

 private:
  static constexpr size_t kFlushAt = 256 << 10;
  [[noreturn]] void fail(const char* doing) const;

  std::string path_;
  std::optional<rejig::Replacement> file_;  // none: standard output
  int fd_ = 1;
  const rejig::Stop* stop_;
  Buffer buffer_;
};

// The reader of our output has gone away: no failure, but time to end.
struct ClosedPipe {};

}  // namespace xlsx2jsonl
