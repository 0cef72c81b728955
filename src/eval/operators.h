// What the operators and the brackets do to values: arithmetic, indexing, slices, and their
// inverses, setting and deleting. Functions of values only; expressions are the evaluator's. Each
// returns false when it fails; `out` then holds the message that `catch` sees. Wording and edge
// cases are jq 1.8's. Tested by tests/cases/{arithmetic,paths,assignment}.test.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "builtins/native.h"
#include "json/value.h"
#include "lang/program.h"

namespace rejig::eval {

using json::same_bits;

// Where the values of one record are made.
struct Workbench {
  Arena* arena = nullptr;
  std::string scratch;  // text under construction; whoever appends cuts back to where it began
  // End and room of the last concatenation: adding to it again copies only what is added.
  char* text_end = nullptr;
  char* text_limit = nullptr;

  void begin(Arena& a) {
    arena = &a;
    scratch.clear();
    text_end = text_limit = nullptr;
  }
};

template <class... Args>
bool complain(Arena& arena, Value& out, fmt::format_string<Args...> format, Args&&... args) {
  out = Value::of(arena.copy(fmt::format(format, std::forward<Args>(args)...)));
  return false;
}

// What `run` does as a call without input.
template <class F>
bool run_call(Arena& arena, Value& out, F run) {
  Call call{arena, {}, {}, {}, {}};
  bool good = run(call);
  out = good ? call.result : call.error;
  return good;
}

Value concatenate(std::string_view a, std::string_view b, Workbench&);

// op: add ... modulo.
bool operate(lang::Op op, Value a, Value b, Workbench&, Value& out);
bool negate(Value v, Arena&, Value& out);
// op: equal ... greater_equal.
bool holds(lang::Op op, Value a, Value b, Arena&);

// ---- brackets (access.cc)

bool get_member(Value target, std::string_view key, Arena&, Value& out);
bool get_index(Value target, Value key, Arena&, Value& out);
// `from` and `to` may be null.
bool get_slice(Value target, Value from, Value to, Arena&, Value& out);
Value slice_key(Value from, Value to, Arena&);  // {"start": from, "end": to}

// The container opened, so that look-ups in it do not begin at its front each time; the rest as it is.
Value quick_to_index(Value, Arena&);
bool set_index(Value target, Value key, Value v, Arena&, Value& out);
// As set_index with `target` as `out`, but in place where it is `owned`: nobody else has seen it. The first change
// to something that is there makes it so, which copies the container; later ones do not.
bool set_own(Value& target, bool& owned, Value key, Value v, Arena&);
bool get_path(Value target, Value path, Arena&, Value& out);
bool set_path(Value target, Value path, Value v, Arena&, Value& out);
bool delete_key(Value target, Value key, Arena&, Value& out);
bool delete_paths(Value target, Value paths, Arena&, Value& out);

// jq's way to say that `.[]` does not fit.
bool cannot_iterate(Value v, Arena&, Value& out);

// A version of its own whose items may be assigned in place: origins are kept, sizes too.
json::Array* own_version(const json::Array& array, Arena&);
json::Object* own_version(const json::Object& object, Arena&);

}  // namespace rejig::eval
