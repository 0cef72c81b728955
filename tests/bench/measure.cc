// Runs one program and says what it took. Written to file descriptor FD, which the program does not
// inherit, is one line: start and end (monotonic ns), user and system time (us), peak memory (KiB), exit status.
//   measure FD PROGRAM [ARGUMENT]...
// Why not from Python: a process's peak memory begins with that of whoever forked it, and an interpreter's is
// more than the 16 MiB that the bench is to verify. This program's is some 2 MiB.
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace {

constexpr int kUsage = 2, kNotStarted = 127, kKilled = 128;

long long now() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1'000'000'000LL + t.tv_nsec;
}

long long microseconds(const timeval& t) { return t.tv_sec * 1'000'000LL + t.tv_usec; }

int exit_status(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : kKilled + WTERMSIG(status); }

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return kUsage;
  int report = std::atoi(argv[1]);
  if (fcntl(report, F_SETFD, FD_CLOEXEC) != 0) return kUsage;

  long long start = now();
  pid_t child = fork();
  if (child < 0) return kUsage;
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // a run that is cut short leaves nothing behind
    execvp(argv[2], argv + 2);
    std::perror(argv[2]);
    _exit(kNotStarted);
  }
  // A writer upstream must see the reader go: hold no end of a pipe.
  close(STDIN_FILENO);
  close(STDOUT_FILENO);
  int status = 0;
  rusage used{};
  if (wait4(child, &status, 0, &used) != child) return kUsage;
  dprintf(report, "%lld %lld %lld %lld %ld %d\n", start, now(), microseconds(used.ru_utime),
          microseconds(used.ru_stime), used.ru_maxrss, exit_status(status));
  return exit_status(status);
}
