// The jq program with the same meaning (jq 1.8; 1.6 where it can). Entry: to_jq. Its size is linear
// in the program's: what follows a `next` becomes a function, never a copy. What each statement
// becomes is told in jq_statements.cc. Tested by tests/unit/jq_printer_test.cc, and against jq by
// tests/cases.
#pragma once

#include <string>

#include "lang/program.h"

namespace rejig::lang {

// Throws CompileError for extensions that jq lacks.
std::string to_jq(const Program& program);

}  // namespace rejig::lang
