#include "builtins/pattern.h"

#include <fmt/format.h>

#include <new>
#include <unordered_map>

#include "builtins/text.h"

namespace rejig::builtins {
namespace {

constexpr size_t kMaxCached = 256;
constexpr uint32_t kOptions = PCRE2_UTF | PCRE2_UCP | PCRE2_DUPNAMES | PCRE2_NEVER_BACKSLASH_C | PCRE2_NO_UTF_CHECK;

// Why a pattern does not compile.
struct Failure {
  int code = 0;
  size_t offset = 0;
};

Code compile_code(std::string_view pattern, uint32_t options, Failure& failure) {
  return Code(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), options | kOptions,
                            &failure.code, &failure.offset, nullptr));
}

// So that every way to match reaches a callout, which notes the longest. \E ends a \Q that is
// open.
std::string with_end_callout(std::string_view pattern, uint32_t options) {
  bool extended = (options & PCRE2_EXTENDED) != 0;
  return fmt::format("(?:{}\\E{})(?C{})", pattern, extended ? "\n" : "", kEndOfPattern);
}

std::string error_of(const Failure& failure, std::string_view pattern) {
  return fmt::format("Regex failure: {} (at offset {})", regex_message(failure.code),
                     count_code_points(pattern.substr(0, failure.offset)));
}

std::vector<std::string> group_names(const pcre2_code* code) {
  uint32_t groups = 0;
  uint32_t count = 0;
  uint32_t entry_size = 0;
  PCRE2_SPTR table = nullptr;
  pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups);
  pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &count);
  pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &entry_size);
  pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &table);
  std::vector<std::string> names(groups);
  for (uint32_t i = 0; i < count; ++i) {
    PCRE2_SPTR entry = table + size_t{i} * entry_size;  // two bytes of number, the name, NUL
    names[(size_t{entry[0]} << 8 | entry[1]) - 1] = reinterpret_cast<const char*>(entry + 2);
  }
  return names;
}

struct Key {
  std::string_view source;
  uint32_t options;
  bool longest;
  bool operator==(const Key&) const = default;
};

struct KeyHash {
  size_t operator()(const Key& key) const {
    return std::hash<std::string_view>()(key.source) ^ key.options ^ size_t { key.longest };
  }
};

// Emptied when full: programs have few patterns, unless they make them from the data.
using Cache = std::unordered_map<Key, std::unique_ptr<Pattern>, KeyHash>;

}  // namespace

// jq's g i x s n p l. `s` asks for what is the default here and there.
std::optional<Flags> parse_flags(std::string_view letters) {
  Flags flags;
  for (char letter : letters) {
    switch (letter) {
      case 'g': flags.global = true; break;
      case 'i': flags.compile |= PCRE2_CASELESS; break;
      case 'x': flags.compile |= PCRE2_EXTENDED; break;
      case 'p': flags.compile |= PCRE2_DOTALL; break;
      case 'n': flags.match |= PCRE2_NOTEMPTY; break;
      case 'l': flags.longest = true; break;
      case 's': break;
      default: return {};
    }
  }
  return flags;
}

std::string regex_message(int code) {
  PCRE2_UCHAR text[256];
  pcre2_get_error_message(code, text, sizeof text);
  return reinterpret_cast<const char*>(text);
}

Pattern::Pattern(std::string_view source, const Flags& flags)
    : source_(source), options_(flags.compile), longest_(flags.longest) {
  Failure failure;
  plain_ = compile_code(source_, options_, failure);
  if (!plain_) {
    error_ = error_of(failure, source_);
    return;
  }
  jitted_ = pcre2_jit_compile(plain_.get(), PCRE2_JIT_COMPLETE) == 0;
  names_ = group_names(plain_.get());
  data_ = new_data();
}

void Pattern::compile_counted() {
  std::string source = longest_ ? with_end_callout(source_, options_) : source_;
  Failure failure;
  counted_ = compile_code(source, options_ | PCRE2_AUTO_CALLOUT, failure);
  counts_items_ = counted_ != nullptr;
  if (!counted_) counted_ = compile_code(source, options_, failure);
  pcre2_jit_compile(counted_.get(), PCRE2_JIT_COMPLETE);
}

const pcre2_code* Pattern::counted() {
  if (!counted_) compile_counted();
  return counted_.get();
}

MatchData Pattern::new_data() const {
  MatchData data(pcre2_match_data_create_from_pattern(plain_.get(), nullptr));
  if (!data) throw std::bad_alloc();
  return data;
}

Pattern& compiled_pattern(std::string_view source, const Flags& flags) {
  static thread_local Cache cache;
  Key key{source, flags.compile, flags.longest};
  if (auto found = cache.find(key); found != cache.end()) return *found->second;
  if (cache.size() >= kMaxCached) cache.clear();
  auto pattern = std::make_unique<Pattern>(source, flags);
  key.source = pattern->source();
  return *(cache[key] = std::move(pattern));
}

}  // namespace rejig::builtins
