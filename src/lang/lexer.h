// Turns text into tokens. Entry: lex. Throws CompileError for bytes that cannot belong to a program: invalid
// UTF-8, control characters, other languages' operators and quotes, unclosed strings, wrong
// escapes. Knows nothing of the grammar. Tested by tests/unit/lexer_test.cc and
// tests/fuzz/program_text.cc.
#pragma once

#include <string>
#include <vector>

#include "lang/source.h"
#include "lang/token.h"

namespace rejig::lang {

constexpr uint32_t kMaxProgramSize = uint32_t{1} << 30;

// The tokens of source.text[begin, end), then one of kind `end`. `number` is the source's number in
// spans.
std::vector<Token> lex(const Source& source, uint32_t number, uint32_t begin, uint32_t end);
std::vector<Token> lex(const Source& source, uint32_t number);

// Whether a program can use it as $NAME.
bool is_variable_name(std::string_view name);

}  // namespace rejig::lang
