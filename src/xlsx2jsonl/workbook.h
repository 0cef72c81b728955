// The workbook behind a file: finds its parts by relationships, lists its sheets, and knows what
// number formats its cells have. Also says what a file is that is no workbook. Entry: Workbook.
// Does not read sheets (sheet.h) nor shared strings, but opens their parts. Source: ECMA-376 part
// 1, 18.2 (workbook), 18.8 (styles); part 2, 9 (packages). Tested by
// tests/unit/xlsx_workbook_test.cc, tests/fuzz/xlsx_workbook.cc, tests/fuzz/xlsx_styles.cc.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xlsx2jsonl/styles.h"
#include "xlsx2jsonl/zip.h"

namespace xlsx2jsonl {

struct Sheet {
  std::string name;
  std::string type;   // "worksheet", "chartsheet", "dialogsheet", "macrosheet", or "unknown"
  std::string state;  // "visible", "hidden", "veryHidden"
  std::string part;   // "" if the workbook names none
  size_t index = 0;   // from 1, over worksheets; 0 for other types
};

// A name that the workbook gives to cells or to a formula.
struct DefinedName {
  std::string name;
  std::string meaning;  // "Sheet1!$A$1:$C$9", where it is for cells
};

// A link from a part to another one of the archive.
struct Relationship {
  std::string id;
  std::string type;  // the last segment of its URI: strict and transitional ones agree in it
  std::string target;
};

class Workbook {
 public:
  // Throws Error for anything that is not a workbook we read. `file` must outlive the workbook.
  explicit Workbook(const File& file);

  const std::vector<Sheet>& sheets() const { return sheets_; }
  bool date1904() const { return date1904_; }
  const std::vector<DefinedName>& defined_names() const { return defined_names_; }
  std::vector<Relationship> relationships_of(const std::string& part);
  const std::string& shared_strings_part() const { return shared_strings_part_; }  // "" if none
  // Read at the first call. Throws Error.
  const CellFormats& formats();

  // By name, exactly, then ignoring case; by index; or the first. Throws Error{kSheet}.
  const Sheet& sheet_named(std::string_view name) const;
  const Sheet& sheet_at(size_t index) const;
  const Sheet& first_sheet() const;

  bool has(const std::string& part) const { return archive_.find(part); }
  SourcePtr open(const std::string& part) const;
  // For the parts that hold the bulk: inflates in a thread of its own where that pays. `consumed`
  // counts the compressed bytes taken.
  SourcePtr open_ahead(const std::string& part, std::atomic<uint64_t>* consumed = nullptr) const;
  uint64_t compressed_size(const std::string& part) const;

 private:
  const Entry& entry(const std::string& part) const;
  void count_names(size_t bytes);
  std::string resolve(const std::string& from, std::string_view target) const;
  std::string find_workbook_part();
  std::string workbook_part_by_content_type() const;
  [[noreturn]] void fail_without_workbook() const;
  void read_workbook(const std::string& part);
  void assign_parts(const std::string& part, const std::vector<std::string>& relationship_ids);

  Archive archive_;
  std::vector<Sheet> sheets_;
  std::vector<DefinedName> defined_names_;
  std::optional<CellFormats> formats_;
  std::string styles_part_;  // "" if none
  std::string shared_strings_part_;
  bool date1904_ = false;
  size_t names_ = 0;  // bytes
};

}  // namespace xlsx2jsonl
