// Prints the jq program with the same meaning (for jq 1.8; for 1.6 where possible). Entry: to_jq. Its size is
// linear in that of the program: the statements after a `next` become a function, never a copy.
// jq_statements.cc shows what each statement becomes. Tested by tests/unit/jq_printer_test.cc, and against jq by
// tests/cases.
#pragma once

#include <string>

#include "lang/program.h"

namespace rejig::lang {

// Throws CompileError for extensions that jq lacks.
std::string to_jq(const Program& program);

}  // namespace rejig::lang
