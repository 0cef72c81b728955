#include "xlsx2jsonl/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace xlsx2jsonl {

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::kUsage: return "usage";
    case Kind::kFile:
    case Kind::kOutput: return "file";
    case Kind::kEncrypted: return "encrypted";
    case Kind::kRights: return "rights management";
    case Kind::kLock: return "lock file";
    case Kind::kXls: return "xls";
    case Kind::kXlsb: return "xlsb";
    case Kind::kOds: return "ods";
    case Kind::kNotZip: return "not a zip";
    case Kind::kTruncated: return "truncated";
    case Kind::kZip: return "damaged zip";
    case Kind::kCompression: return "compression";
    case Kind::kDeflate: return "deflate";
    case Kind::kCrc: return "crc";
    case Kind::kNoWorkbook: return "no workbook";
    case Kind::kMissingPart: return "missing part";
    case Kind::kXml: return "xml";
    case Kind::kDtd: return "dtd";
    case Kind::kTable: return "table";
    case Kind::kSheet: return "sheet";
    case Kind::kHeader: return "header";
    case Kind::kColumns: return "columns";
    case Kind::kSharedString: return "shared string";
    case Kind::kColumn: return "cell";
    case Kind::kLimit: return "limit";
  }
  return "error";
}

int exit_status(Kind kind) {
  bool failed = kind == Kind::kUsage || kind == Kind::kFile || kind == Kind::kOutput;
  return failed ? kExitFailure : kExitWorkbook;
}

std::string listed(std::span<const std::string> names) {
  constexpr size_t kMost = 20;
  std::string list;
  for (const std::string& name : names.first(std::min(names.size(), kMost)))
    list += fmt::format("{}'{}'", list.empty() ? "" : ", ", name);
  return names.size() <= kMost ? list : fmt::format("{} and {} more", list, names.size() - kMost);
}

std::string describe(const Error& error) {
  std::vector<std::string> place;
  if (!error.part.empty()) place.push_back(error.part);
  if (!error.cell.empty()) place.push_back(error.cell);
  if (error.byte) place.push_back(fmt::format("byte {}", error.byte));
  return fmt::format("{}: {}{}", kind_name(error.kind), error.what,
                     place.empty() ? "" : fmt::format(" ({})", fmt::join(place, ", ")));
}

}  // namespace xlsx2jsonl
