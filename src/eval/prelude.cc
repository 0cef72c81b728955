// Builtins that are short in jq itself. Each is compiled only when a program uses it; each
// definition begins with "def " at the start of a line, and no other line does. Tested by
// tests/cases/builtins-*.test.
#include "eval/builtins.h"

namespace rejig::eval {

std::string_view prelude() {
  return R"jq(
def finites: select(isfinite);
def normals: select(isnormal);
def leaf_paths: paths(scalars);
def recurse(f; cond): recurse(f | select(cond));
def while(cond; update): def loop: if cond then ., (update | loop) else empty end; loop;
def first: .[0];
def last: .[-1];
def nth($n): .[$n];
def combinations: if length == 0 then [] else .[0][] as $x | (.[1:] | combinations) as $rest | [$x] + $rest end;
def combinations(n): . as $choices | [range(n)] | map($choices) | combinations;
def match(re): _match(re)[];
def match(re; flags): _match(re; flags)[];
def capture(re): _capture(re)[];
def capture(re; flags): _capture(re; flags)[];
def scan(re): _scan(re)[];
def scan(re; flags): _scan(re; flags)[];
def splits(re): split(re; null)[];
def splits(re; flags): split(re; flags)[];
def INDEX(source; key): reduce source as $row ({}; .[$row | key | tostring] = $row);
def INDEX(key): INDEX(.[]; key);
def JOIN(index; key): [.[] | [., index[key]]];
def JOIN(index; source; key): source | [., index[key]];
def JOIN(index; source; key; both): source | [., index[key]] | both;
def truncate_stream(events): . as $depth | null | events | select(.[0] | length > $depth) | .[0] |= .[$depth:];
)jq";
}

}  // namespace rejig::eval
