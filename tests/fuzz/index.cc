// The kernels of the index against each other: they must find the same, whatever the bytes.
#include <algorithm>
#include <cstdlib>
#include <string>

#include "json/index.h"

using namespace rejig::json;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static Indexer fastest, simdjson(Indexer::Kernel::simdjson);
  std::string padded(reinterpret_cast<const char*>(data), size);
  padded.append(kPadding, '\n');
  bool good = fastest.index(padded.data(), size);
  if (good != simdjson.index(padded.data(), size)) std::abort();
  if (!good) return 0;
  if (!std::equal(fastest.at(), fastest.at() + fastest.count() + 2, simdjson.at(), simdjson.at() + simdjson.count() + 2))
    std::abort();
  if (fastest.lines().ends != simdjson.lines().ends) std::abort();
  if (fastest.lines().unicode_escapes != simdjson.lines().unicode_escapes) std::abort();
  return 0;
}
