#include <doctest/doctest.h>
#include <fmt/format.h>

#include "xlsx2jsonl/options.h"

using namespace xlsx2jsonl;

namespace {

std::string usage_error(std::vector<const char*> argv) {
  try {
    parse_command_line(argv);
    return "";
  } catch (const rejig::UsageError& error) {
    return error.what;
  }
}

}  // namespace

TEST_CASE("xlsx options: what the flags set") {
  std::vector<const char*> argv{"--sheet=S",        "--header-row", "3",
                                "--range=A1:B2",    "--columns",    "a,b\\,c",
                                "--columns=d",      "--limit=5",    "--empty=omit",
                                "--errors=string",  "--dates",      "serial",
                                "--max-memory=64M", "-o",           "out",
                                "book.xlsx"};
  Options options = parse_command_line(argv);
  CHECK(options.files == std::vector<std::string>{"book.xlsx"});
  CHECK(options.output == "out");
  REQUIRE(options.sheets.size() == 1);
  CHECK(options.sheets[0].name == "S");
  CHECK(options.records.header_row == 3);
  CHECK(options.range->last_column == 1);
  CHECK(options.records.columns == std::vector<std::string>{"a", "b,c", "d"});
  CHECK(options.records.limit == 5);
  CHECK(options.records.omit_empty);
  CHECK(options.errors_as_text);
  CHECK(options.serial_dates);
  CHECK(options.max_memory == 64 << 20);
}

TEST_CASE("xlsx options: wrong command lines") {
  CHECK(usage_error({}) == "which workbook? (--help shows the usage)");
  CHECK(usage_error({"-", "a", "-"}) == "standard input can be read only once");
  CHECK(usage_error({"--empty=none", "a"}) == "option '--empty' needs 'null' or 'omit', got 'none'");
  CHECK(usage_error({"--sheet-index=0", "a"}) == "option '--sheet-index' needs a number from 1 to 1000000, got '0'");
  CHECK(usage_error({"--range=A1:", "a"}) == "option '--range' needs one such as A1:D100, A:D or 2:100, got 'A1:'");
  CHECK(usage_error({"--sheet=a", "--all-sheets", "a"}) ==
        "only one of '--sheet' or '--sheet-index', '--all-sheets' and '--table' can be given");
  CHECK(usage_error({"--table=a", "--sheet-index=1", "a"}) ==
        "only one of '--sheet' or '--sheet-index', '--all-sheets' and '--table' can be given");
  CHECK(usage_error({"--table=a", "--range=A:B", "a"}) == "a '--table' has its own range and header");
  CHECK(usage_error({"--add-source=sheet", "--all-sheets", "a"}) ==
        "'--add-source' cannot be 'sheet', which names the sheet");
  CHECK(usage_error({"--no-header", "--header-row=1", "a"}) == "'--no-header' and '--header-row' exclude each other");
}

TEST_CASE("xlsx options: help shows every flag") {
  for (const auto& flag : option_table()) CHECK(help_text().find(fmt::format("--{}", flag.name)) != std::string::npos);
}
