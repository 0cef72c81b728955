// The kernels of the index against each other: they must find the same, whatever the bytes and where they begin.
#include <algorithm>
#include <cstdlib>
#include <list>
#include <string>

#include "json/index.h"

using namespace rejig::json;

namespace {

// One for each kernel that this processor can run.
std::list<Indexer>& indexers() {
  static std::list<Indexer> indexers = [] {
    std::list<Indexer> all;
    for (const Kernel& kernel : kernels()) all.emplace_back(kernel);
    return all;
  }();
  return indexers;
}

void check_same(const Indexer& a, const Indexer& b) {
  if (!std::equal(a.at(), a.at() + a.count() + 2, b.at(), b.at() + b.count() + 2)) std::abort();
  if (!std::ranges::equal(a.lines().ends, b.lines().ends)) std::abort();
  if (a.lines().unicode_escapes != b.lines().unicode_escapes) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  size_t start = size % 64;
  std::string padded(start, '"');
  padded.append(reinterpret_cast<const char*>(data), size).append(rejig::kPadding, '\n');
  const char* text = padded.data() + start;
  Indexer& first = indexers().front();
  bool good = first.index(text, size);
  for (Indexer& other : indexers()) {
    if (&other == &first) continue;
    if (other.index(text, size) != good) std::abort();
    if (good) check_same(first, other);
  }
  return 0;
}
