// A program and records against the oracle: what the fast road writes is what the interpreter alone makes of
// each record, for any size of block and any number of threads, in whatever form it is asked for; a bad line
// never disturbs its neighbours. The input is the program, a line "---", and lines that may be records.
#include <cstdlib>
#include <optional>

#include "json/diagnose.h"
#include "oracle/oracle.h"

using namespace rejig;

namespace {

constexpr size_t kMostBytes = 2000;
constexpr size_t kMostLines = 8;  // fewer than are reported in full

void require(bool good) {
  if (!good) std::abort();
}

// What depends on when and where it is run, or takes as long as one likes.
bool is_out_of_bounds(std::string_view program) {
  for (std::string_view word : {"now", "input_", "$__loc__", "repeat", "while", "until", "range", "limit", "def", "env", "ENV", "e1", "E1"})
    if (program.find(word) != program.npos) return true;
  size_t digits = 0;
  for (char c : program) {
    digits = c >= '0' && c <= '9' ? digits + 1 : 0;
    if (digits > 3) return true;
  }
  return false;
}

std::optional<lang::Program> compiled(std::string_view text) {
  try {
    return oracle::compile(text);
  } catch (const lang::CompileError&) {
    return {};
  }
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == line.npos; }

// What becomes of each line, in canonical form, and what is said of those that fail.
struct Expected {
  std::vector<std::string> records;
  std::vector<std::string> failures;
  size_t bad = 0;
};

Expected expect(const lang::Program& program, std::string_view input) {
  Expected expected;
  for (std::string_view line : lines_of(input)) {
    if (is_blank(line)) continue;
    if (json::diagnose(line)) {
      ++expected.bad;
      continue;
    }
    std::string becomes = oracle::rewrite(program, line);
    if (becomes.starts_with("(error) ")) {
      ++expected.bad;
      expected.failures.push_back(becomes.substr(8));
    } else if (becomes != "(dropped)") {
      expected.records.push_back(std::move(becomes));
    }
  }
  return expected;
}

Options skipping() {
  Options options;
  options.on_error = OnError::skip;
  return options;
}

void check_records(std::string_view out, const Expected& expected) {
  size_t i = 0;
  for (std::string_view line : lines_of(out)) {
    if (is_blank(line)) continue;
    require(!json::diagnose(line) && i < expected.records.size());
    require(oracle::canonical(line) == expected.records[i++]);
  }
  require(i == expected.records.size());
}

void check_messages(const std::string& messages, const Expected& expected) {
  for (const std::string& failure : expected.failures) require(messages.find(failure) != messages.npos);
  std::string last = std::to_string(expected.bad) + " bad record";
  require(expected.bad == 0 ? messages.empty() : messages.find(last) != messages.npos);
}

// As an array, and rendered anew, it is the same records.
void check_forms(const lang::Program& program, std::string_view input, const Expected& expected) {
  Options options = skipping();
  options.to_json = true;
  std::string all;
  for (const std::string& record : expected.records) all += (all.empty() ? "" : ",") + record;
  require(oracle::canonical(oracle::run(program, input, options)) == "[" + all + "]");
  options = skipping();
  options.rendering = json::Rendering{true, true, 0};
  check_records(oracle::run(program, input, options), expected);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  size_t divider = text.find("\n---\n");
  if (divider == text.npos || size > kMostBytes) return 0;
  std::string_view rules = text.substr(0, divider);
  std::string_view input = text.substr(divider + 5);
  if (lines_of(input).size() > kMostLines || input.starts_with("\xEF\xBB\xBF") || is_out_of_bounds(rules)) return 0;
  auto program = compiled(rules);
  if (!program) return 0;

  Expected expected = expect(*program, input);
  std::string messages;
  std::string out = oracle::run(*program, input, skipping(), &messages);
  check_records(out, expected);
  check_messages(messages, expected);
  check_forms(*program, input, expected);
  for (auto [block, threads] : {std::pair<size_t, unsigned>{1, 1}, {17, 1}, {40, size % 8 == 0 ? 2 : 1}}) {
    Options options = skipping();
    options.reading.block_size = block;
    options.threads = threads;
    std::string again;
    require(oracle::run(*program, input, options, &again) == out && again == messages);
  }
  return 0;
}
