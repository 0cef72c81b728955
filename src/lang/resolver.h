// Names to references: levels and slots of variables, labels and closure parameters, functions,
// builtins, definitions of the prelude (parsed when first used). Also derives Node::single, folds
// constants and refuses what cannot be meant. Entry: resolve. Throws CompileError. Tested by
// tests/unit/resolver_test.cc.
#pragma once

#include "lang/compile.h"
#include "lang/names.h"

namespace rejig::lang {

// Completes `program`, whose root the parser made.
void resolve(Program& program, Names& names, const Environment& environment);

}  // namespace rejig::lang
