// The naive road that the fast one is held against: a plain recursive parser, the interpreter alone (no plan,
// no slots, no splices), canonical text. And the fast road as the program takes it, in memory.
// Linked only into tests and fuzzers.
#pragma once

#include <string>
#include <string_view>

#include "json/value.h"
#include "lang/program.h"
#include "rejig/options.h"
#include "rejig/output.h"

namespace rejig::oracle {

// Throws lang::CompileError.
lang::Program compile(std::string_view text);

// A valid JSON text as decoded values; numbers keep their spelling.
json::Value parse(std::string_view text, json::Arena& arena);

// Sorted keys, no white space, strings escaped anew: equal for what differs only in how it is written.
std::string canonical(json::Value v);
std::string canonical(std::string_view text);

// One record through the interpreter alone: its canonical text, "(dropped)", or "(error) MESSAGE".
std::string rewrite(const lang::Program& program, std::string_view record);

// A whole input through reader, rewriter, pipeline and output. Messages and totals go where it is said.
std::string run(const lang::Program& program, std::string_view input, Options options = {},
                std::string* messages = nullptr, Totals* totals = nullptr);

}  // namespace rejig::oracle
