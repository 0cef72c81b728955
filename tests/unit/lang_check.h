// For the tests of src/lang: a small table of builtins, and a program's dump or error as text.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "lang/compile.h"

namespace rejig::lang {

// Of a test: the program, and what comes of it.
struct Row {
  std::string_view source;
  std::string_view expected;
};

inline Environment small_environment() {
  static constexpr BuiltinName kBuiltins[] = {
      {"ascii_downcase", 0, true},
      {"ascii_upcase", 0, true},
      {"contains", 1, true},
      {"del", 1, true},
      {"empty", 0, false},
      {"error", 0, true},
      {"error", 1, true},
      {"first", 1, false},
      {"has", 1, true},
      {"hash", 0, true},
      {"length", 0, true},
      {"limit", 2, false},
      {"ltrimstr", 1, true},
      {"not", 0, true},
      {"path", 1, false},
      {"range", 1, false},
      {"rep", 1, true},
      {"select", 1, false},
      {"sub", 2, true},
      {"test", 1, true},
      {"test", 2, true},
      {"tostring", 0, true},
      {"type", 0, true},
  };
  Environment environment;
  environment.builtins = kBuiltins;
  environment.prelude =
      "def map(f): [.[] | f];\n"
      "def isempty(g): label $go | (g | false, break $go), true;\n"
      "def any(f): any(.[]; f);\n"
      "def any(g; f): isempty(first(g | f or empty)) | not;\n"
      "def twice(f): f | f;\n"
      "def add(f): reduce f as $x (null; . + $x);\n";
  environment.globals = {{"ENV", {}}, {"given", json::Value::of(int64_t{1})}};
  return environment;
}

// "5-7 message (hint) [opened here 1-2]", places in bytes
inline std::string text_of(const CompileError& e) {
  std::string text = fmt::format("{}-{} {}", e.span.begin, e.span.end, e.message);
  if (!e.hint.empty()) text += fmt::format(" ({})", e.hint);
  if (e.related.begin < e.related.end) {
    text += fmt::format(" [{} {}-{}]", e.related_label, e.related.begin, e.related.end);
  }
  return text;
}

// show(program), or the error.
template <class Show>
std::string compiled(std::string_view source, Show show) {
  try {
    Program program = compile({{"test.rejig", std::string(source)}}, small_environment());
    std::string text = show(program);
    if (text.ends_with('\n')) text.pop_back();
    return text;
  } catch (const CompileError& e) {
    return text_of(e);
  }
}

}  // namespace rejig::lang
