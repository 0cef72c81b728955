// Regular expressions by PCRE2, the only file that names it: code points and Unicode classes, its
// JIT, and limits, so that a pattern that explodes is an error and never a hang. A compiled pattern
// stays in the thread's cache. Matches are found in one pass, their offsets counted in code points
// as it goes.
//
// Entry: regex_builtins(). Tested by tests/unit/regex_test.cc.
#include "builtins/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <memory>
#include <new>
#include <unordered_map>
#include <vector>

#include "builtins/table.h"
#include "builtins/text.h"

namespace rejig::builtins {
namespace {

// Steps of backtracking, and KiB, that one search may take: about a second's worth.
constexpr uint32_t kMatchLimit = 10'000'000;
constexpr uint32_t kHeapLimit = 64 * 1024;
constexpr size_t kJitStack = size_t{1} << 20;
constexpr size_t kMaxCached = 256;
constexpr uint32_t kEndOfPattern = 255;  // the callout that `l` puts there

// ---- flags

struct Flags {
  bool global = false;
  bool longest = false;
  uint32_t compile = 0;  // PCRE2's options
  uint32_t match = 0;
};

// jq's g i x s n p l. `s` asks for what is the default here and there.
std::optional<Flags> parse_flags(std::string_view letters) {
  Flags flags;
  for (char letter : letters) {
    switch (letter) {
      case 'g':
        flags.global = true;
        break;
      case 'i':
        flags.compile |= PCRE2_CASELESS;
        break;
      case 'x':
        flags.compile |= PCRE2_EXTENDED;
        break;
      case 'p':
        flags.compile |= PCRE2_DOTALL;
        break;
      case 'n':
        flags.match |= PCRE2_NOTEMPTY;
        break;
      case 'l':
        flags.longest = true;
        break;
      case 's':
        break;
      default:
        return {};
    }
  }
  return flags;
}

// ---- compiled patterns

template <auto free>
struct Freer {
  template <class T>
  void operator()(T* object) const {
    free(object);
  }
};
using Code = std::unique_ptr<pcre2_code, Freer<pcre2_code_free>>;
using MatchData = std::unique_ptr<pcre2_match_data, Freer<pcre2_match_data_free>>;

std::string message_of(int code) {
  PCRE2_UCHAR text[256];
  pcre2_get_error_message(code, text, sizeof text);
  return reinterpret_cast<const char*>(text);
}

struct Compiled {
  Code code;
  MatchData data;
  std::vector<std::string> names;  // by group - 1; empty: none
  std::string error;               // then there is no code
  bool grown = false;              // `data` holds the interpreter's frames, up to kHeapLimit

  uint32_t groups() const { return static_cast<uint32_t>(names.size()); }
};

Code compile_code(std::string_view pattern, uint32_t options, std::string& error) {
  int failure = 0;
  PCRE2_SIZE offset = 0;
  Code code(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                          options | PCRE2_UTF | PCRE2_UCP | PCRE2_DUPNAMES |
                              PCRE2_NEVER_BACKSLASH_C | PCRE2_NO_UTF_CHECK,
                          &failure, &offset, nullptr));
  if (!code)
    error = fmt::format("Regex failure: {} (at offset {})", message_of(failure),
                        count_code_points(pattern.substr(0, offset)));
  return code;
}

// So that every way to match reaches a callout, which counts the longest. \E ends a \Q that is
// open.
std::string with_callout(std::string_view pattern, uint32_t options) {
  bool extended = (options & PCRE2_EXTENDED) != 0;
  return fmt::format("(?:{}\\E{})(?C{})", pattern, extended ? "\n" : "", kEndOfPattern);
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

void renew_data(Compiled& compiled) {
  compiled.data.reset(pcre2_match_data_create_from_pattern(compiled.code.get(), nullptr));
  if (!compiled.data) throw std::bad_alloc();
  compiled.grown = false;
}

Compiled compile(std::string_view pattern, const Flags& flags) {
  Compiled compiled;
  compiled.code = compile_code(pattern, flags.compile, compiled.error);
  if (compiled.code && flags.longest)
    compiled.code = compile_code(with_callout(pattern, flags.compile),
                                 flags.compile | PCRE2_NO_AUTO_POSSESS | PCRE2_NO_START_OPTIMIZE,
                                 compiled.error);
  if (!compiled.code) return compiled;
  pcre2_jit_compile(compiled.code.get(), PCRE2_JIT_COMPLETE);
  renew_data(compiled);
  compiled.names = group_names(compiled.code.get());
  return compiled;
}

struct Key {
  std::string_view pattern;
  uint32_t options;
  bool operator==(const Key&) const = default;
};

struct KeyHash {
  size_t operator()(const Key& key) const {
    return std::hash<std::string_view>()(key.pattern) ^ key.options;
  }
};

// Emptied when full: programs have few patterns, unless they make them from the data.
class Cache {
 public:
  Compiled& get(std::string_view pattern, const Flags& flags) {
    Key key{pattern, flags.compile | (flags.longest ? PCRE2_AUTO_CALLOUT : 0)};
    if (auto found = entries_.find(key); found != entries_.end()) {
      if (found->second->compiled.grown) renew_data(found->second->compiled);
      return found->second->compiled;
    }
    if (entries_.size() >= kMaxCached) entries_.clear();
    auto entry = std::make_unique<Entry>(Entry{std::string(pattern), compile(pattern, flags)});
    key.pattern = entry->pattern;
    return (entries_[key] = std::move(entry))->compiled;
  }

 private:
  struct Entry {
    std::string pattern;
    Compiled compiled;
  };
  std::unordered_map<Key, std::unique_ptr<Entry>, KeyHash> entries_;
};

Cache& cache() {
  static thread_local Cache instance;
  return instance;
}

// ---- matching

// Where the best match so far ended, for the flag `l`.
struct Longest {
  std::vector<size_t> offsets;  // as PCRE2's output vector; empty: none
  uint32_t groups = 0;
};

// Called at the end of the pattern; "no match" makes PCRE2 try the next way.
int note_if_longer(pcre2_callout_block* at, void* data) {
  if (at->callout_number != kEndOfPattern) return 0;
  auto& best = *static_cast<Longest*>(data);
  size_t length = at->current_position - at->start_match;
  if (!best.offsets.empty() && length <= best.offsets[1] - best.offsets[0]) return 1;
  best.offsets.assign(size_t{best.groups + 1} * 2, PCRE2_UNSET);
  for (size_t i = 2; i < size_t{at->capture_top} * 2 && i < best.offsets.size(); ++i)
    best.offsets[i] = at->offset_vector[i];
  best.offsets[0] = at->start_match;
  best.offsets[1] = at->current_position;
  return 1;
}

// The thread's limits and JIT stack.
class Context {
 public:
  Context() : context_(pcre2_match_context_create(nullptr)) {
    stack_.reset(pcre2_jit_stack_create(32 * 1024, kJitStack, nullptr));
    if (!context_ || !stack_) throw std::bad_alloc();
    pcre2_set_match_limit(context_.get(), kMatchLimit);
    pcre2_set_heap_limit(context_.get(), kHeapLimit);
    pcre2_jit_stack_assign(context_.get(), nullptr, stack_.get());
  }

  // PCRE2's return code. Where the JIT's stack is too small, the interpreter has more room.
  int match(Compiled& regex, std::string_view subject, size_t start, uint32_t options,
            Longest* longest) {
    pcre2_set_callout(context_.get(), longest ? note_if_longer : nullptr, longest);
    int result = run(regex, subject, start, options);
    if (result != PCRE2_ERROR_JIT_STACKLIMIT) return result;
    regex.grown = true;
    return run(regex, subject, start, options | PCRE2_NO_JIT);
  }

 private:
  int run(const Compiled& regex, std::string_view subject, size_t start, uint32_t options) {
    return pcre2_match(regex.code.get(), reinterpret_cast<PCRE2_SPTR>(subject.data()),
                       subject.size(), start, options | PCRE2_NO_UTF_CHECK, regex.data.get(),
                       context_.get());
  }

  std::unique_ptr<pcre2_match_context, Freer<pcre2_match_context_free>> context_;
  std::unique_ptr<pcre2_jit_stack, Freer<pcre2_jit_stack_free>> stack_;
};

Context& context() {
  static thread_local Context instance;
  return instance;
}

// Goes through the matches of one pattern in one string, from left to right. After an empty match
// the search goes on behind the next code point.
class Search {
 public:
  Search(Compiled& regex, const Flags& flags, std::string_view subject)
      : regex_(regex), flags_(flags), subject_(subject) {
    longest_.groups = regex.groups();
  }

  // Finds the next match, also beyond the first where the flags do not ask for all.
  bool next() {
    if (start_ > subject_.size()) return false;
    longest_.offsets.clear();
    int result = context().match(regex_, subject_, start_, flags_.match,
                                 flags_.longest ? &longest_ : nullptr);
    if (result < 0 && result != PCRE2_ERROR_NOMATCH) failure_ = result;
    if (failure_ < 0) return false;
    offsets_ =
        flags_.longest ? longest_.offsets.data() : pcre2_get_ovector_pointer(regex_.data.get());
    if (flags_.longest ? longest_.offsets.empty() : result < 0) return false;
    start_ = to(0);
    if (from(0) == to(0))
      start_ += start_ < subject_.size() ? sequence_length(subject_[start_]) : 1;
    return true;
  }

  // Runs `use` on every match that the flags ask for. False: `error` says why.
  template <class Use>
  bool each(Call& call, Use use) {
    while (next()) {
      use(*this);
      if (!flags_.global) break;
    }
    if (failure_ < 0) return call.fail("Regex failure: {}", message_of(failure_));
    return true;
  }

  // Bytes; group 0 is the match.
  size_t from(uint32_t group) const { return offsets_[size_t{group} * 2]; }
  size_t to(uint32_t group) const { return offsets_[size_t{group} * 2 + 1]; }
  bool has(uint32_t group) const { return from(group) != PCRE2_UNSET; }
  std::string_view text(uint32_t group) const {
    return subject_.substr(from(group), to(group) - from(group));
  }
  uint32_t groups() const { return regex_.groups(); }
  std::string_view subject() const { return subject_; }

  // The match's offset in code points; counts on from the match before.
  size_t point() {
    if (from(0) < counted_) counted_ = 0, points_ = 0;
    points_ += count_code_points(subject_.substr(counted_, from(0) - counted_));
    counted_ = from(0);
    return points_;
  }

 private:
  Compiled& regex_;
  const Flags& flags_;
  std::string_view subject_;
  size_t start_ = 0;
  const size_t* offsets_ = nullptr;
  Longest longest_;
  int failure_ = 0;
  size_t counted_ = 0;
  size_t points_ = 0;
};

// ---- values

Value integer(size_t n) { return Value::of(static_cast<int64_t>(n)); }

// Names live as long as the record, not as the cache. A group without one has null.
std::vector<Value> names_of(const Compiled& regex, Arena& arena) {
  std::vector<Value> names;
  for (const std::string& name : regex.names)
    names.push_back(name.empty() ? Value{} : Value::of(arena.copy(name)));
  return names;
}

Value group_text(const Search& search, uint32_t group) {
  return search.has(group) ? Value::of(search.text(group)) : Value{};
}

// A group behind the match's start is counted from there, one in front of it (by a look-behind)
// back.
size_t point_of_group(const Search& search, uint32_t group, size_t match_point) {
  size_t here = search.from(group);
  size_t match = search.from(0);
  std::string_view subject = search.subject();
  if (here >= match) return match_point + count_code_points(subject.substr(match, here - match));
  return match_point - count_code_points(subject.substr(here, match - here));
}

// The order of the members is jq's: a group that is empty or took no part has its string first.
json::Object* describe_group(const Search& search, uint32_t group, size_t match_point,
                             Arena& arena) {
  json::Object* out = json::make_object(arena, 4);
  bool has = search.has(group);
  size_t length = has ? count_code_points(search.text(group)) : 0;
  Value offset = has ? integer(point_of_group(search, group, match_point)) : Value::of(int64_t{-1});
  json::put(*out, "offset", offset, arena);
  if (group == 0 || length > 0) json::put(*out, "length", integer(length), arena);
  json::put(*out, "string", group_text(search, group), arena);
  json::put(*out, "length", integer(length), arena);
  return out;
}

Value describe_match(Search& search, const std::vector<Value>& names, Arena& arena) {
  size_t point = search.point();
  json::Array* captures = json::make_array(arena, search.groups());
  for (uint32_t group = 1; group <= search.groups(); ++group) {
    json::Object* capture = describe_group(search, group, point, arena);
    json::put(*capture, "name", names[group - 1], arena);
    json::push(*captures, Value::of(capture), arena);
  }
  json::Object* match = describe_group(search, 0, point, arena);
  json::put(*match, "captures", Value::of(captures), arena);
  return Value::of(match);
}

Value describe_named(const Search& search, const std::vector<Value>& names, Arena& arena) {
  json::Object* out = json::make_object(arena, search.groups());
  for (uint32_t group = 1; group <= search.groups(); ++group)
    if (names[group - 1].is_string())
      json::put(*out, json::text_of(names[group - 1], arena), group_text(search, group), arena);
  return Value::of(out);
}

Value describe_scanned(const Search& search, Arena& arena) {
  if (search.groups() == 0) return Value::of(search.text(0));
  json::Array* groups = json::make_array(arena, search.groups());
  for (uint32_t group = 1; group <= search.groups(); ++group)
    json::push(*groups, group_text(search, group), arena);
  return Value::of(groups);
}

// ---- natives

struct Job {
  std::string_view subject;
  Compiled* regex = nullptr;
  Flags flags;
};

bool set_up(Call& call, Value pattern, std::string_view letters, Job& job) {
  auto flags = parse_flags(letters);
  if (!flags) return call.fail("{} is not a valid modifier string", letters);
  job.flags = *flags;
  job.regex = &cache().get(json::text_of(pattern, call.arena), job.flags);
  if (!job.regex->code) return call.fail("{}", job.regex->error);
  job.subject = json::text_of(call.input, call.arena);
  return true;
}

bool check_types(Call& call, Value pattern) {
  if (!call.input.is_string())
    return call.fail("{} cannot be matched, as it is not a string",
                     describe(call.input, call.arena));
  if (!pattern.is_string()) return call.fail("{} is not a string", describe(pattern, call.arena));
  return true;
}

bool set_up(Call& call, Value pattern, Value flags, Job& job) {
  if (!check_types(call, pattern)) return false;
  if (flags.tag == Tag::null) return set_up(call, pattern, "", job);
  if (!flags.is_string()) return call.fail("{} is not a string", describe(flags, call.arena));
  return set_up(call, pattern, json::text_of(flags, call.arena), job);
}

// The one argument of match, test and capture: a pattern, or an array of pattern and flags.
bool set_up(Call& call, Value pattern_or_pair, Job& job) {
  Value v = pattern_or_pair;
  if (v.is_string()) return set_up(call, v, Value{}, job);
  if (!v.is_array() || json::length(v) == 0)
    return call.fail("{} not a string or array", json::kind_name(v));
  auto flags = json::at(v, 1);
  return set_up(call, *json::at(v, 0), flags ? *flags : Value{}, job);
}

// The arguments (pattern) or (pattern; flags).
bool set_up_from_arguments(Call& call, Job& job) {
  return call.args.size() == 1 ? set_up(call, call.args[0], job)
                               : set_up(call, call.args[0], call.args[1], job);
}

// split and scan look for all matches: the flags and a "g", before them or behind them.
bool set_up_for_all(Call& call, bool g_first, Job& job) {
  Value flags = call.args.size() > 1 ? call.args[1] : Value{};
  if (flags.tag != Tag::null && !flags.is_string()) {
    Value g = Value::of(std::string_view("g"));
    return call.fail("{} and {} cannot be added", describe(g_first ? g : flags, call.arena),
                     describe(g_first ? flags : g, call.arena));
  }
  if (!check_types(call, call.args[0])) return false;
  std::string letters = g_first ? "g" : "";
  if (flags.is_string()) letters += json::text_of(flags, call.arena);
  if (!g_first) letters += 'g';
  return set_up(call, call.args[0], letters, job);
}

bool test(Call& call) {
  Job job;
  if (!set_up_from_arguments(call, job)) return false;
  job.flags.global = false;
  bool found = false;
  Search search(*job.regex, job.flags, job.subject);
  return search.each(call, [&](Search&) { found = true; }) && call.give(Value::boolean(found));
}

bool match_all(Call& call) {
  Job job;
  if (!set_up_from_arguments(call, job)) return false;
  std::vector<Value> names = names_of(*job.regex, call.arena);
  json::Array* out = json::make_array(call.arena, 1);
  auto add = [&](Search& s) { json::push(*out, describe_match(s, names, call.arena), call.arena); };
  return Search(*job.regex, job.flags, job.subject).each(call, add) && call.give(Value::of(out));
}

bool capture_all(Call& call) {
  Job job;
  if (!set_up_from_arguments(call, job)) return false;
  std::vector<Value> names = names_of(*job.regex, call.arena);
  json::Array* out = json::make_array(call.arena, 1);
  auto add = [&](Search& s) { json::push(*out, describe_named(s, names, call.arena), call.arena); };
  return Search(*job.regex, job.flags, job.subject).each(call, add) && call.give(Value::of(out));
}

bool scan_all(Call& call) {
  Job job;
  if (!set_up_for_all(call, true, job)) return false;
  json::Array* out = json::make_array(call.arena, 4);
  auto add = [&](Search& s) { json::push(*out, describe_scanned(s, call.arena), call.arena); };
  return Search(*job.regex, job.flags, job.subject).each(call, add) && call.give(Value::of(out));
}

bool split(Call& call) {
  Job job;
  if (!set_up_for_all(call, false, job)) return false;
  json::Array* out = json::make_array(call.arena, 4);
  size_t done = 0;
  auto cut = [&](Search& s) {
    json::push(*out, Value::of(job.subject.substr(done, s.from(0) - done)), call.arena);
    done = s.to(0);
  };
  if (!Search(*job.regex, job.flags, job.subject).each(call, cut)) return false;
  json::push(*out, Value::of(job.subject.substr(done)), call.arena);
  return call.give(Value::of(out));
}

constexpr Facts kEach{.outputs = Outputs::many, .regex_flags = 1};
constexpr Facts kTest{.sense = Sense::condition, .regex_flags = 1};

constexpr Builtin kRows[] = {
    {"capture", 1, Special::each, kEach, capture_all},
    {"capture", 2, Special::each, kEach, capture_all},
    {"match", 1, Special::each, kEach, match_all},
    {"match", 2, Special::each, kEach, match_all},
    {"scan", 1, Special::each, kEach, scan_all},
    {"scan", 2, Special::each, kEach, scan_all},
    {"split", 2, split, {.regex_flags = 1}},
    {"splits", 1, Special::each, kEach, split},
    {"splits", 2, Special::each, kEach, split},
    {"test", 1, test, kTest},
    {"test", 2, test, kTest},
};

}  // namespace

bool find_edits(Call& call) {
  Job job;
  if (!set_up_from_arguments(call, job)) return false;
  std::vector<Value> names = names_of(*job.regex, call.arena);
  json::Array* out = json::make_array(call.arena, 4);
  size_t done = 0;
  auto cut = [&](Search& s) {
    json::push(*out, Value::of(job.subject.substr(done, s.from(0) - done)), call.arena);
    json::push(*out, describe_named(s, names, call.arena), call.arena);
    done = s.to(0);
  };
  if (!Search(*job.regex, job.flags, job.subject).each(call, cut)) return false;
  Value rest = done == 0 && out->size == 0 ? call.input : Value::of(job.subject.substr(done));
  json::push(*out, rest, call.arena);
  return call.give(Value::of(out));
}

bool replace_all(Call& call) {
  Job job;
  if (!set_up(call, call.args[0], call.args[1], job)) return false;
  if (!call.args[2].is_string())
    return call.fail("{} is not a string", describe(call.args[2], call.arena));
  std::string_view text = json::text_of(call.args[2], call.arena);
  std::string& out = scratch();
  size_t done = 0;
  bool found = false;
  auto insert = [&](Search& s) {
    out += job.subject.substr(done, s.from(0) - done);
    out += text;
    done = s.to(0);
    found = true;
  };
  if (!Search(*job.regex, job.flags, job.subject).each(call, insert)) return false;
  if (!found) return call.give(call.input);
  out += job.subject.substr(done);
  return give_text(call, out);
}

std::optional<std::string> prepare_regex(std::string_view pattern, std::string_view flags) {
  auto parsed = parse_flags(flags);
  if (!parsed) return fmt::format("{} is not a valid modifier string", flags);
  const Compiled& compiled = cache().get(pattern, *parsed);
  if (!compiled.code) return compiled.error;
  return {};
}

std::span<const Builtin> regex_builtins() { return kRows; }

}  // namespace rejig::builtins
