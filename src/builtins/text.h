// A buffer to build strings in, and what builtins on strings share with operators.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "builtins/native.h"

namespace rejig::builtins {

// An empty buffer, one per thread: whoever fills it copies it out before anybody else can ask for
// it.
std::string& scratch();

// Ends a native whose result was built in `built`.
inline bool give_text(Call& call, std::string_view built) { return call.give(Value::of(call.arena.copy(built))); }

// ---- what operators share with builtins

// "ab" * n; null where n is negative or not a number. Fails where the result would be too long.
bool multiply_string(Call& call, Value string, Value number);

// string / separator, also split/1: an array; of code points where the separator is empty.
Value split_text(std::string_view text, std::string_view separator, Arena& arena);

// Where `part` is found: positions of equal elements, sub-arrays, or substrings counted in code
// points.
bool find_indices(Call& call, Value whole, Value part);

// ---- natives that have a file of their own, for string_natives()

bool contains_part(Call& call);    // contains(part)
bool inside_whole(Call& call);     // inside(whole)
bool indices_of(Call& call);       // indices(part)
bool find_text(Call& call);        // _strindices(part)
bool first_index_of(Call& call);   // index(part)
bool last_index_of(Call& call);    // rindex(part)
bool parse_json_text(Call& call);  // fromjson

}  // namespace rejig::builtins
