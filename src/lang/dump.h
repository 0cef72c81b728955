// Text forms of what the language half makes, for people who work on it and for tests.
// Tested by tests/unit/{lexer,parser,resolver}_test.cc, which are made of them.
#pragma once

#include <string>
#include <vector>

#include "lang/program.h"

namespace rejig::lang {

// A token a line: its kind, its text, and "newline" if one stands before it. Throws CompileError.
std::string dump_tokens(const std::vector<Source>& sources);

// S-expressions, a statement a line, blocks indented. Names as written: (rule (equal .a "x") ...).
std::string dump_ast(const Program& program);

// The same with what names refer to: $x/1.0 is slot 0 one frame up; !marks expressions that
// may give another number of outputs than one.
std::string dump_program(const Program& program);

// "open_qa" as JSON, 1.0 as spelled.
std::string constant_text(const Program& program, uint32_t constant);

// "add", "format_text", ...
std::string_view op_name(Op op);

}  // namespace rejig::lang
