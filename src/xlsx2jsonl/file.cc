#include "xlsx2jsonl/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <vector>

#include "xlsx2jsonl/error.h"

namespace xlsx2jsonl {
namespace {

constexpr size_t kCopyBlock = 256 << 10;

[[noreturn]] void fail(std::string_view doing) {
  throw Error{Kind::kFile,
              fmt::format("{}{}{}", doing, doing.empty() ? "" : ": ", strerror(errno))};
}

// Until a descriptor that does not block is ready; true.
bool wait_for(int fd, short event) {
  pollfd poll_fd{fd, event, 0};
  ::poll(&poll_fd, 1, -1);
  return true;
}

// Reads until `room` is full or the file ends; -1 stands for the current position.
size_t read_fully(int fd, int64_t offset, std::span<char> room) {
  size_t size = 0;
  while (size < room.size()) {
    ssize_t n = offset < 0 ? ::read(fd, room.data() + size, room.size() - size)
                           : ::pread(fd, room.data() + size, room.size() - size, offset + size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN && wait_for(fd, POLLIN)) continue;
    if (n < 0) fail("cannot read");
    if (n == 0) break;
    size += n;
  }
  return size;
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
  while (size_t size = read_fully(fd, -1, block)) {
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
  return offset >= size_ ? 0 : read_fully(fd_, static_cast<int64_t>(offset), room);
}

void File::write_at(uint64_t offset, std::string_view bytes) const {
  while (!bytes.empty()) {
    ssize_t n = ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail("cannot write to a temporary file");
    bytes.remove_prefix(n);
    offset += n;
  }
}

Output::Output(const std::string& path) : path_(path) {
  if (path_.empty()) return;
  std::error_code absent;
  if (auto target = std::filesystem::canonical(path, absent); !absent) path_ = target;  // a link stays one
  struct stat status;
  if (::stat(path_.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    fd_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);  // a device: nothing to rename
  } else {
    beside_ = path_ + ".XXXXXX";
    fd_ = ::mkstemp(beside_.data());
    mode_t mask = ::umask(0);
    ::umask(mask);
    if (fd_ >= 0 && ::fchmod(fd_, 0666 & ~mask) != 0) fail("cannot set the mode of");
  }
  if (fd_ < 0) {
    beside_.clear();
    fail("cannot open");
  }
}

Output::~Output() {
  if (!beside_.empty()) ::unlink(beside_.c_str());
  if (fd_ > 1) ::close(fd_);
}

void Output::flush() {
  std::string_view rest = buffer_.view();
  while (!rest.empty()) {
    ssize_t n = ::write(fd_, rest.data(), rest.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN && wait_for(fd_, POLLOUT)) continue;
    if (n < 0 && errno == EPIPE) throw ClosedPipe{};
    if (n < 0) fail("cannot write to");
    rest.remove_prefix(n);
  }
  buffer_.clear();
}

void Output::close() {
  flush();
  int fd = std::exchange(fd_, -1);
  if (::close(fd) != 0) fail("cannot close");
  if (!beside_.empty() && ::rename(beside_.c_str(), path_.c_str()) != 0) fail("cannot rename to");
  beside_.clear();
}

void Output::fail(const char* doing) const {
  throw Error{Kind::kOutput,
              fmt::format("{} {}: {}", doing, path_.empty() ? "standard output" : "'" + path_ + "'",
                          strerror(errno))};
}

}  // namespace xlsx2jsonl
