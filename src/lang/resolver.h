// Turns names into references: levels and slots of variables, labels and closure parameters, functions,
// builtins, definitions of the prelude (parsed when first used). Also derives Node::single, folds
// constants and refuses programs that nobody can mean. Entry: resolve. Throws CompileError. Tested by
// tests/unit/resolver_test.cc.
#pragma once

#include "lang/compile.h"
#include "lang/names.h"

namespace rejig::lang {

// Completes `program` after the parser has made its root.
void resolve(Program& program, Names& names, const Environment& environment);

}  // namespace rejig::lang
