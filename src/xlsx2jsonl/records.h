// A sheet's rows as JSON Lines: finds the header, drops or keeps empty rows, picks rows and
// columns, writes one object a row. Entry: write_records. Tested by tests/unit/xlsx_records_test.cc
// and tests/cli/xlsx-*.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "xlsx2jsonl/file.h"
#include "xlsx2jsonl/keys.h"
#include "xlsx2jsonl/merged.h"
#include "xlsx2jsonl/reference.h"
#include "xlsx2jsonl/sheet.h"

namespace xlsx2jsonl {

struct RecordOptions {
  uint32_t header_row = 0;  // 0: the first row with a value
  bool no_header = false;
  bool omit_empty = false;  // else null
  bool keep_empty_rows = false;
  bool skip_hidden_rows = false;
  Range range = {};
  std::vector<std::string> columns = {};  // only these keys; empty: all
  uint64_t limit = UINT64_MAX;            // records
  std::string sheet_name = {};            // first member "sheet" of each record, if not empty
};

class RecordWriter {
 public:
  RecordWriter(RecordOptions options, Output& output);

  // One row after another, ascending; false when no further row can matter. Throws Error.
  bool take(Row& row);
  // After the last row. Throws Error where the header never came.
  void finish();

  uint64_t records() const { return records_; }

 private:
  void keep_range(Row& row) const;
  bool take_header(const Row& row);
  void choose_columns();
  bool is_chosen(uint32_t column);
  void write_empty_rows_before(uint32_t number);
  void write(std::span<const Cell> cells);
  void write_member(Buffer& line, uint32_t column, std::string_view json);

  RecordOptions options_;
  Output& output_;
  Keys keys_;
  std::vector<uint32_t> named_;  // of keys_, as far as chosen
  bool has_header_ = false;
  uint32_t last_written_row_ = 0;  // header or record
  uint64_t records_ = 0;
  std::string sheet_member_;
  bool first_member_ = true;
};

}  // namespace xlsx2jsonl
