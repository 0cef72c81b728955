// Says what a file is that is no zip archive: an encrypted or an old workbook, or text under a
// wrong name. Looks at its beginning and, in an OLE file, for the names of its streams. Tested by
// tests/unit/xlsx_workbook_test.cc and tests/cli/xlsx-wrong-*.
#pragma once

#include "xlsx2jsonl/error.h"
#include "xlsx2jsonl/file.h"

namespace xlsx2jsonl {

Error what_it_is(const File& file);

}  // namespace xlsx2jsonl
