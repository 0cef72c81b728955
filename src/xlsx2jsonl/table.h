// A part of a sheet that has a name: an Excel table, or what the workbook calls a defined name.
// Entry: find_table. Source: ECMA-376 part 1, 18.5.1 (tables), 18.2.5 (defined names).
// Tested by tests/unit/xlsx_table_test.cc and tests/cli/xlsx-table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xlsx2jsonl/reference.h"
#include "xlsx2jsonl/workbook.h"

namespace xlsx2jsonl {

struct Table {
  const Sheet* sheet;                // the workbook's
  Range range;                       // with the header row, without rows of totals
  std::vector<std::string> columns;  // their names, where no row of the range holds them
};

// By name, exactly, then ignoring case; of a table and a defined name the table. Throws
// Error{kTable} if there is none, or if it is no range of cells.
Table find_table(Workbook& workbook, std::string_view name);

}  // namespace xlsx2jsonl
