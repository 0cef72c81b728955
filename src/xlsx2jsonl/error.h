// The one error type of the converter: thrown anywhere below main, caught once there, shown as
// `xlsx2jsonl: FILE: kind: what (part, cell)`. Its kind alone decides the exit status.
// Tested by tests/unit/xlsx_*_test.cc and tests/cli/xlsx-*.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace xlsx2jsonl {

enum class Kind {
  kUsage,         // the command line
  kFile,          // a file or device failed
  kOutput,        // the output failed
  kEncrypted,     // password-protected workbook or zip entry
  kRights,        // a workbook under rights management
  kLock,          // the file that marks a workbook as open
  kXls,           // the old binary format, or another OLE file
  kXlsb,          // the binary format inside a zip
  kOds,           // OpenDocument
  kNotZip,        // something else altogether
  kTruncated,     // a zip without its end
  kZip,           // a damaged zip
  kCompression,   // a method we do not read
  kDeflate,       // damaged compressed data
  kCrc,           // a part that is not what was stored
  kNoWorkbook,    // a zip, but no workbook in it
  kMissingPart,   // a part that another one names
  kXml,           // a part that is not well-formed, or not what it should be
  kDtd,           // a part with a document type
  kSheet,         // no such sheet
  kTable,         // no such table or name, or one that is no range
  kHeader,        // no keys to be had
  kColumns,       // --columns names what the header lacks
  kSharedString,  // an index without a string
  kColumn,        // a cell beyond XFD, or no cell reference
  kLimit,         // more than a stated limit
};

std::string_view kind_name(Kind kind);

struct Error {
  Kind kind;
  std::string what;
  std::string part = {};  // name of the part in the archive, where known
  std::string cell = {};  // as "B7", where known
  uint64_t byte = 0;      // of the part as UTF-8, from 1; 0: not known
};

// Broken XML at a place in a window, which makes an Error of it (window.h).
struct XmlFault {
  std::string what;
  const char* at;
};

inline constexpr int kExitFailure = 2;   // usage, or a file or device failed
inline constexpr int kExitWorkbook = 5;  // the workbook cannot be read or is unfit

int exit_status(Kind kind);

// "kind: what (part, cell, byte N)".
std::string describe(const Error& error);

// "'a', 'b' and 7 more": what there is, in a message about what there is not.
std::string listed(std::span<const std::string> names);

}  // namespace xlsx2jsonl
