// Messages with a place, an excerpt and a caret under it. Text only: main prints it.
// Tested by tests/unit/diagnostic_test.cc.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "lang/program.h"

namespace rejig {

// Line and column, both from 1; a column counts bytes.
struct Place {
  size_t line = 1;
  size_t column = 1;
};
Place place_of(std::string_view text, size_t offset);

// "    PREFIX..excerpt of the line around offset..\n            ^\n"; the caret stands right under wide
// characters too. Long lines are cut to some 60 columns at character boundaries.
std::string excerpt(std::string_view prefix, std::string_view line, size_t offset);

// The same of a place in a text of many lines.
std::string excerpt_of(std::string_view text, size_t offset);

// A message that holds data, on one line: what is not printable (width.h) is spelled as escapes.
std::string printable(std::string_view message);
// The same, line by line.
std::string printable_lines(std::string_view text);

// "FILE:LINE:COLUMN: message (hint)", excerpt, and the related place; newline at the end.
std::string compile_message(const lang::CompileError& error, std::span<const lang::Source> sources);

// "    FILE:LINE:COLUMN: the line of the program" and a caret.
std::string program_excerpt(const lang::Program& program, lang::Span span);

}  // namespace rejig
