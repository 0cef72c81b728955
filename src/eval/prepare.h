// Looks over a program before it runs: what would fail on every record is an error of the program.
// Tested by tests/cli/compile-errors and tests/cli/line-numbers.
#pragma once

#include "lang/program.h"

namespace rejig::eval {

// Throws lang::CompileError for a constant regular expression, or its flags, that cannot be used. One
// below `try` or `?` is left alone, for there its error is what the program asks for.
void prepare(const lang::Program& program);

// Whether it asks for the number of a record's line: the reader counts lines only then.
bool asks_for_line(const lang::Program& program);

}  // namespace rejig::eval
