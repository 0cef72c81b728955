#include "xlsx2jsonl/records.h"

#include <fmt/format.h>

#include <algorithm>

#include "xlsx2jsonl/text.h"

namespace xlsx2jsonl {
namespace {

constexpr std::string_view kSheetKey = "\"sheet\"";

std::string json_text(std::string_view text) {
  Buffer buffer;
  append_quoted(buffer, text);
  return std::string(buffer.view());
}

Error no_header(uint32_t row) {
  return {Kind::kHeader, fmt::format("row {} has no value, so it cannot be the header", row)};
}

}  // namespace

RecordWriter::RecordWriter(RecordOptions options, Output& output)
    : options_(std::move(options)),
      output_(output),
      keys_(options_.sheet_name.empty() ? std::vector<std::string>()
                                        : std::vector<std::string>{std::string(kSheetKey)}),
      has_header_(options_.no_header) {
  for (auto& name : options_.columns) name = json_text(name);
  if (!options_.sheet_name.empty())
    sheet_member_ = fmt::format(",{}:{}", kSheetKey, json_text(options_.sheet_name));
}

bool RecordWriter::take(Row& row) {
  if (row.number > options_.range.last_row || records_ >= options_.limit) return false;
  if (row.number < options_.range.first_row) return true;
  if (row.hidden && options_.skip_hidden_rows) return true;
  keep_range(row);
  if (!has_header_) return take_header(row);
  if (row.cells.empty()) return true;
  if (options_.keep_empty_rows) write_empty_rows_before(row.number);
  if (records_ < options_.limit) write(row.cells);
  last_written_row_ = row.number;
  return records_ < options_.limit;
}

void RecordWriter::finish() {
  if (!has_header_ && options_.header_row) throw no_header(options_.header_row);
}

void RecordWriter::keep_range(Row& row) const {
  const Range& range = options_.range;
  std::erase_if(row.cells, [&](const Cell& cell) {
    return cell.column < range.first_column || cell.column > range.last_column;
  });
}

bool RecordWriter::take_header(const Row& row) {
  if (options_.header_row && row.number < options_.header_row) return true;
  if (options_.header_row && (row.number > options_.header_row || row.cells.empty()))
    throw no_header(options_.header_row);
  if (row.cells.empty()) return true;
  keys_.name_columns(row.cells);
  choose_columns();
  has_header_ = true;
  last_written_row_ = row.number;
  return true;
}

void RecordWriter::choose_columns() {
  for (uint32_t column : keys_.named())
    if (is_chosen(column)) named_.push_back(column);
  for (const auto& wanted : options_.columns) {
    bool found = std::any_of(named_.begin(), named_.end(),
                             [&](uint32_t column) { return keys_.key(column) == wanted; });
    if (!found && !wanted.starts_with("\"Unnamed: "))
      throw Error{Kind::kColumns, fmt::format("the header has no column {}", wanted)};
  }
}

bool RecordWriter::is_chosen(uint32_t column) {
  if (options_.columns.empty()) return true;
  auto key = keys_.key(column);
  return std::find(options_.columns.begin(), options_.columns.end(), key) != options_.columns.end();
}

// Rows that the file leaves out count too, but none beyond the format's last.
void RecordWriter::write_empty_rows_before(uint32_t number) {
  if (last_written_row_ == 0) return;
  for (uint32_t row = last_written_row_ + 1; row < std::min(number, kLastRow + 1); ++row)
    if (records_ < options_.limit) write({});
}

void RecordWriter::write(std::span<const Cell> cells) {
  Buffer& line = output_.line();
  line.push_back('{');
  first_member_ = true;
  if (!sheet_member_.empty()) {
    line.append(std::string_view(sheet_member_).substr(1));
    first_member_ = false;
  }
  auto cell = cells.begin();
  auto take_unnamed_before = [&](uint32_t column) {
    for (; cell != cells.end() && cell->column < column; ++cell)
      if (is_chosen(cell->column)) write_member(line, cell->column, cell->json);
  };
  for (uint32_t column : named_) {
    take_unnamed_before(column);
    bool filled = cell != cells.end() && cell->column == column;
    if (filled || !options_.omit_empty) write_member(line, column, filled ? cell->json : "null");
    if (filled) ++cell;
  }
  take_unnamed_before(UINT32_MAX);
  line.push_back('}');
  output_.end_line();
  ++records_;
}

void RecordWriter::write_member(Buffer& line, uint32_t column, std::string_view json) {
  std::string_view member = keys_.member(column);
  line.append(first_member_ ? member.substr(1) : member);
  line.append(json);
  first_member_ = false;
}

}  // namespace xlsx2jsonl
