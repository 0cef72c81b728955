// The walker against the careful reader: the two must agree on what is valid JSON, whatever the bytes. And keys by
// look-up against keys one after the other.
#include <cstdlib>
#include <string>

#include "json/diagnose.h"
#include "json/index.h"
#include "json/walker.h"

using namespace rejig::json;

namespace {

// Three paths, which have the first slots, and so many more keys beside them.
PathTrie trie(size_t more) {
  PathTrie paths;
  paths.member(paths.member(0, "a"), "b");
  paths.element(paths.member(0, "c"), 1);
  for (size_t i = 0; i < more; ++i) paths.member(0, "more" + std::to_string(i));
  return paths;
}

bool walker_accepts(const std::string& padded, size_t size) {
  static Indexer indexer;
  static const PathTrie few = trie(0), many = trie(PathTrie::kFewKeys);
  static Walker walker(few), by_look_up(many);
  if (!indexer.index(padded.data(), size) || indexer.count() == 0) return false;
  Index source{padded.data(), indexer.at()};
  uint32_t end = walker.walk(source, 0, indexer.lines().unicode_escapes);
  if (by_look_up.walk(source, 0, indexer.lines().unicode_escapes) != end) std::abort();
  for (size_t i = 0; i < few.size(); ++i)
    if (walker.slots()[i].begin != by_look_up.slots()[i].begin) std::abort();
  return end == indexer.count();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string padded(reinterpret_cast<const char*>(data), size);
  padded.append(rejig::kPadding, '\n');
  if (walker_accepts(padded, size) != !diagnose({padded.data(), size})) std::abort();
  return 0;
}
