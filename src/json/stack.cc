// See stack.h.
#include "json/stack.h"

#include <pthread.h>

#include <cstddef>

namespace rejig::json {
namespace {

constexpr uintptr_t kReserve = uintptr_t{256} << 10;

uintptr_t find_floor() {
  pthread_attr_t attributes;
  void* lowest = nullptr;
  size_t size = 0;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
  pthread_attr_getstack(&attributes, &lowest, &size);
  pthread_attr_destroy(&attributes);
  return reinterpret_cast<uintptr_t>(lowest) + kReserve;
}

}  // namespace

uintptr_t stack_floor() {
  static thread_local const uintptr_t floor = find_floor();
  return floor;
}

}  // namespace rejig::json
