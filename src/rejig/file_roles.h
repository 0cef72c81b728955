// Refuses one file in two roles. A file that is read and written at once would be lost before it is read, or grow
// without end; a file that is written in two ways overwrites itself. An input may be the output where that is replaced
// as a whole.
// Tested by tests/cli/same-file.
#pragma once

#include "rejig/options.h"

namespace rejig {

// Throws UsageError. Only regular files count, and names of files that are not there yet.
void refuse_one_file_as_two(const Options& options);

}  // namespace rejig
