#include "stream/writer.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>

#include "stream/reader.h"

namespace rejig::stream {
namespace {

std::atomic<bool> interrupted = false;
std::atomic<int> writing = 0;

struct Writing {
  Writing() { ++writing; }
  ~Writing() { --writing; }
};

// What is still to be written when the run was interrupted: up to the end of the line begun.
std::string_view rest_of_line(std::string_view bytes, bool in_line) {
  if (!in_line) return {};
  return bytes.substr(0, std::min(bytes.find('\n'), bytes.size() - 1) + 1);
}

// Until something that does not block takes more.
void wait_for(int fd) {
  pollfd poll_fd{fd, POLLOUT, 0};
  ::poll(&poll_fd, 1, -1);
}

}  // namespace

Writer::Writer(int fd) : fd_(fd) { ::fcntl(fd_, F_SETPIPE_SZ, kPipeSize); }

Writer::Writer(const std::string& path)
    : fd_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)), owned_(true) {
  if (fd_ < 0) error_ = errno;
}

Writer::~Writer() {
  if (owned_ && fd_ >= 0) ::close(fd_);
}

void Writer::interrupt() { interrupted = true; }

bool Writer::busy() { return writing > 0; }

bool Writer::write(std::string_view bytes) {
  Writing here;
  bool cut = false;
  while (!bytes.empty() && error_ == 0) {
    if (interrupted && !cut) {
      bytes = rest_of_line(bytes, in_line_);
      cut = true;
      continue;
    }
    ssize_t put = ::write(fd_, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0 && errno == EAGAIN) {
      wait_for(fd_);
      continue;
    }
    if (put < 0) {
      error_ = errno;
      break;
    }
    if (put > 0) in_line_ = bytes[put - 1] != '\n';
    bytes.remove_prefix(put);
  }
  return error_ == 0;
}

bool Writer::close() {
  int fd = fd_;
  fd_ = -1;
  if (fd >= 0 && ::close(fd) != 0 && error_ == 0) error_ = errno;
  return error_ == 0;
}

}  // namespace rejig::stream
