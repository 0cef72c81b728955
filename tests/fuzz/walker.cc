// The walker against the careful reader: the two must agree on what is valid JSON, whatever the bytes.
#include <cstdlib>
#include <string>

#include "json/diagnose.h"
#include "json/index.h"
#include "json/walker.h"

using namespace rejig::json;

namespace {

const PathTrie& trie() {
  static const PathTrie trie = [] {
    PathTrie paths;
    paths.member(paths.member(0, "a"), "b");
    paths.element(paths.member(0, "c"), 1);
    return paths;
  }();
  return trie;
}

bool walker_accepts(const std::string& padded, size_t size) {
  static Indexer indexer;
  static Walker walker(trie());
  if (!indexer.index(padded.data(), size) || indexer.count() == 0) return false;
  Index source{padded.data(), indexer.at()};
  return walker.walk(source, 0, indexer.lines().unicode_escapes) == indexer.count();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string padded(reinterpret_cast<const char*>(data), size);
  padded.append(kPadding, '\n');
  if (walker_accepts(padded, size) != !diagnose({padded.data(), size})) std::abort();
  return 0;
}
