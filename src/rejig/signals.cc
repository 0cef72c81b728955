#include "rejig/signals.h"

#include <unistd.h>

#include <atomic>
#include <csignal>

#include "base/file.h"
#include "base/process.h"
#include "stream/writer.h"

namespace rejig {
namespace {

constexpr unsigned kPatience = 1;  // seconds

std::atomic<stream::Reader*> running = nullptr;
std::atomic<int> caught = 0;

void end_now(int) {
  if (stream::Writer::busy()) return void(::alarm(kPatience));
  die_of_caught_signal();
}

void on_signal(int signal) {
  if (int none = 0; !caught.compare_exchange_strong(none, signal)) return die_of_caught_signal();
  ::signal(SIGALRM, end_now);
  ::alarm(kPatience);
  stream::Writer::interrupt();
  if (auto* reader = running.load()) reader->stop();
}

}  // namespace

void stop_on_signals() { catch_signals(on_signal, Handled::each_time); }

int caught_signal() { return caught; }

StopsOnSignal::StopsOnSignal(stream::Reader& reader) { running = &reader; }
StopsOnSignal::~StopsOnSignal() { running = nullptr; }

void die_of_caught_signal() {
  if (caught == 0) return;
  Replacement::discard_all();
  ::signal(caught, SIG_DFL);
  ::raise(caught);
}

}  // namespace rejig
