// Says what a file is that is no workbook we read: an encrypted or an old one, a lock file, or text
// under a wrong name. Looks at its beginning and, in an OLE file, for the names of its streams.
// Tested by tests/unit/xlsx_workbook_test.cc and tests/cli/xlsx-wrong-file.
#pragma once

#include <string_view>

#include "xlsx2jsonl/error.h"
#include "xlsx2jsonl/file.h"

namespace xlsx2jsonl {

// By its first bytes: OLE files may contain zip archives, so look here before looking for those.
bool is_ole(const File& file);

// Of a file that is no zip archive, or an OLE file.
Error what_it_is(const File& file);

// "~$book.xlsx" is what Excel puts beside an open workbook, ".~lock.book.xlsx#" what LibreOffice
// does.
bool has_lock_name(std::string_view path);
Error lock_file();

}  // namespace xlsx2jsonl
