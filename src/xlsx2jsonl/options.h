// The command line of xlsx2jsonl: one table for parsing, --help and the tests.
// Entry: parse_command_line. Tested by tests/unit/xlsx_options_test.cc.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/flags.h"
#include "xlsx2jsonl/records.h"

namespace xlsx2jsonl {

struct Options {
  std::string file;
  std::string output;  // "" is standard output
  std::optional<std::string> sheet;
  size_t sheet_index = 0;  // 0: not given
  bool all_sheets = false;
  bool list_sheets = false;
  bool errors_as_text = false;
  bool serial_dates = false;
  bool fill_merged = false;
  bool progress = false;
  size_t max_memory = size_t{1} << 30;
  RecordOptions records;
  std::string_view shell;  // of --completion; "": not given
  bool help = false;
  bool version = false;
};

std::span<const rejig::Flag<Options>> option_table();

// Throws rejig::UsageError.
Options parse_command_line(std::span<const char* const> argv);

std::string help_text();

// Throws rejig::UsageError.
std::string completion_text(std::string_view shell);

}  // namespace xlsx2jsonl
