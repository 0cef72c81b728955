// Turns names into references: levels and slots of variables, labels and closure parameters, functions,
// builtins and their definitions (parsed when first used). Also derives Node::single, folds
// constants and refuses programs that nobody can mean. Entry: resolve. Throws CompileError. Tested by
// tests/unit/resolver_test.cc.
#pragma once

#include "lang/names.h"
#include "lang/program.h"

namespace rejig::lang {

// Completes `program` after the parser has made its root.
void resolve(Program& program, Names& names);

}  // namespace rejig::lang
