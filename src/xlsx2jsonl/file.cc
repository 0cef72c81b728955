#include "xlsx2jsonl/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <vector>

#include "xlsx2jsonl/error.h"

namespace xlsx2jsonl {
namespace {

constexpr size_t kCopyBlock = 256 << 10;

[[noreturn]] void fail(std::string_view doing) {
  throw Error{Kind::kFile,
              fmt::format("{}{}{}", doing, doing.empty() ? "" : ": ", strerror(errno))};
}

// Reads until `room` is full or the file ends.
size_t read_fully(int fd, std::span<char> room, off_t offset = rejig::kNextByte) {
  rejig::Got got = rejig::read_fully(fd, room, offset);
  if ((errno = got.error)) fail("cannot read");
  return got.size;
}

uint64_t size_of(int fd) {
  struct stat status;
  return ::fstat(fd, &status) == 0 ? status.st_size : 0;
}

bool can_seek(int fd) {
  struct stat status;
  if (::fstat(fd, &status) != 0) fail("");
  if (S_ISDIR(status.st_mode)) {
    errno = EISDIR;
    fail("");
  }
  return S_ISREG(status.st_mode);
}

}  // namespace

File::File(int fd) : fd_(fd), size_(size_of(fd)) {}

File::~File() {
  if (fd_ >= 0) ::close(fd_);
}

File File::open_for_reading(const std::string& path, const std::string& temporary_folder,
                            uint64_t max_spool) {
  int fd = path == "-" ? ::dup(0) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) fail("");
  File file(fd);
  if (can_seek(fd)) return file;
  File spool = temporary(temporary_folder);
  std::vector<char> block(kCopyBlock);
  while (size_t size = read_fully(fd, block)) {
    spool.write_at(spool.size_, {block.data(), size});
    spool.size_ += size;
    if (spool.size_ > max_spool)
      throw Error{Kind::kLimit, fmt::format("the input is over {} bytes (--max-spool)", max_spool)};
  }
  return spool;
}

File File::temporary(const std::string& folder) {
  std::string name = folder + "/xlsx2jsonl-XXXXXX";
  int fd = ::mkstemp(name.data());
  if (fd < 0) fail(fmt::format("cannot make a temporary file in '{}'", folder));
  ::unlink(name.c_str());
  return File(fd);
}

size_t File::read_at(uint64_t offset, std::span<char> room) const {
  return offset >= size_ ? 0 : read_fully(fd_, room, static_cast<off_t>(offset));
}

void File::write_at(uint64_t offset, std::string_view bytes) const {
  if ((errno = rejig::write_fully(fd_, bytes, static_cast<off_t>(offset)))) fail("cannot write to a temporary file");
}

Output::Output(const std::string& path) : path_(path) {
  if (path_.empty()) return;
  file_.emplace(path_);
  fd_ = file_->fd();
  if ((errno = file_->error())) fail("cannot open");
}

void Output::flush() {
  errno = rejig::write_fully(fd_, buffer_.view());
  if (errno == EPIPE) throw ClosedPipe{};
  if (errno != 0) fail("cannot write to");
  buffer_.clear();
}

void Output::close() {
  flush();
  if (file_ ? !file_->commit() : ::close(fd_) != 0) {
    if (file_) errno = file_->error();
    fail("cannot close");
  }
}

void Output::fail(const char* doing) const {
  throw Error{Kind::kOutput,
              fmt::format("{} {}: {}", doing, path_.empty() ? "standard output" : "'" + path_ + "'",
                          strerror(errno))};
}

}  // namespace xlsx2jsonl
