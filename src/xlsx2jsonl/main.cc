// xlsx2jsonl: the only file of the converter that reads the command line and the environment,
// prints messages and exits. One error type, caught once (error.h). Tested by tests/cli/xlsx-*.
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "base/process.h"
#include "rejig/diagnostic.h"
#include "xlsx2jsonl/options.h"
#include "xlsx2jsonl/sniff.h"
#include "xlsx2jsonl/text.h"
#include "xlsx2jsonl/workbook.h"

using namespace xlsx2jsonl;

namespace {

std::string temporary_folder() {
  const char* folder = std::getenv("TMPDIR");
  return folder && *folder ? folder : "/tmp";
}

void say(std::string_view message) {
  fmt::print(stderr, "xlsx2jsonl: {}\n", rejig::printable(message));
}

void say(std::string_view file, std::string_view text) { say(fmt::format("{}: {}", file, text)); }

// The signal that asks us to end; output then ends with a whole line.
volatile std::sig_atomic_t stop_signal = 0;

void print(const std::string& text) {
  Output output("");
  output.line().append(text);
  output.close();
}

// --progress: now and then, how far the conversion of a sheet has come.
class Progress {
 public:
  Progress(bool shown, uint64_t size, const std::atomic<uint64_t>& consumed)
      : shown_(shown), size_(size), consumed_(consumed), start_(consumed) {}
  ~Progress() {
    if (drawn_) fmt::print(stderr, "\n");
  }

  void update(uint64_t records) {
    if (!shown_ || records % kEvery != 0) return;
    auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::milliseconds(200)) return;
    last_ = now;
    uint64_t percent = size_ ? std::min<uint64_t>(100, (consumed_ - start_) * 100 / size_) : 0;
    draw(records, percent);
  }
  void finish(uint64_t records) {
    if (shown_) draw(records, 100);
  }

 private:
  void draw(uint64_t records, uint64_t percent) {
    fmt::print(stderr, "\rxlsx2jsonl: {} records, {}%", records, percent);
    drawn_ = true;
  }

  static constexpr uint64_t kEvery = 256;  // looking at the clock costs, too
  bool shown_;
  bool drawn_ = false;
  uint64_t size_;
  const std::atomic<uint64_t>& consumed_;
  uint64_t start_;
  std::chrono::steady_clock::time_point last_;
};

// Converts one workbook.
class Conversion {
 public:
  explicit Conversion(const Options& options)
      : options_(options),
        file_(File::open_for_reading(options.file, temporary_folder())),
        workbook_(file_),
        output_(options.output) {}

  int run() {
    if (options_.list_sheets)
      list_sheets();
    else if (options_.all_sheets)
      convert_all();
    else
      convert(chosen_sheet(), options_.records);
    if (stop_signal) return flush(), status_;  // a file asked for with -o does not appear
    output_.close();
    return status_;
  }

  // Records that are whole go out even when the rest cannot be read.
  void flush() { output_.flush(); }

 private:
  void note(std::string_view text) { say(options_.file, fmt::format("note: {}", text)); }

  void list_sheets() {
    for (const Sheet& sheet : workbook_.sheets()) {
      Buffer& line = output_.line();
      line.append(fmt::format("{{\"index\":{},\"name\":",
                              sheet.index ? std::to_string(sheet.index) : "null"));
      append_quoted(line, sheet.name);
      line.append(",\"type\":");
      append_quoted(line, sheet.type);
      line.append(",\"state\":");
      append_quoted(line, sheet.state);
      line.push_back('}');
      output_.end_line();
    }
  }

  const Sheet& chosen_sheet() {
    if (options_.sheet) return workbook_.sheet_named(*options_.sheet);
    if (options_.sheet_index) return workbook_.sheet_at(options_.sheet_index);
    const Sheet& sheet = workbook_.first_sheet();
    if (sheet.state != "visible")
      note(fmt::format("the first worksheet, '{}', is hidden (--sheet names another)", sheet.name));
    return sheet;
  }

  // A sheet that cannot be read does not stop the others.
  void convert_all() {
    for (const Sheet& sheet : workbook_.sheets()) {
      if (!sheet.index || stop_signal) continue;
      RecordOptions records = options_.records;
      records.sheet_name = sheet.name;
      try {
        convert(sheet, records);
      } catch (const Error& error) {
        if (exit_status(error.kind) != kExitWorkbook) throw;
        say(options_.file, describe(error));
        status_ = kExitWorkbook;
      }
    }
  }

  void convert(const Sheet& sheet, const RecordOptions& records) {
    MergedAreas merged;
    if (options_.fill_merged) {
      SheetReader scout(workbook_.open_ahead(sheet.part), sheet.part, context());
      merged = MergedAreas(scout);
    }
    SheetReader reader(workbook_.open_ahead(sheet.part, &consumed_), sheet.part, context());
    RecordWriter writer(records, output_);
    Progress progress(options_.progress, workbook_.compressed_size(sheet.part), consumed_);
    bool wanted = true;
    while (wanted && !stop_signal && reader.next()) {
      merged.fill(reader.row());
      wanted = writer.take(reader.row());
      progress.update(writer.records());
    }
    if (stop_signal) return;
    writer.finish();
    progress.finish(writer.records());
    if (uint64_t count = reader.formulas_without_value())
      note(fmt::format("{} formula{} without a stored value became null ({})", count,
                       count == 1 ? "" : "s", sheet.part));
  }

  CellContext context() {
    return {[this] { return shared_strings(); }, [this] { return &workbook_.formats(); },
            workbook_.date1904(), options_.serial_dates, options_.errors_as_text};
  }

  const SharedStrings* shared_strings() {
    const std::string& part = workbook_.shared_strings_part();
    if (part.empty()) return nullptr;
    if (!strings_) {
      strings_.emplace(options_.max_memory, temporary_folder());
      strings_->load(workbook_.open_ahead(part), part);
    }
    return &*strings_;
  }

  const Options& options_;
  File file_;
  Workbook workbook_;
  Output output_;
  std::optional<SharedStrings> strings_;
  std::atomic<uint64_t> consumed_ = 0;
  int status_ = 0;
};

int convert(const Options& options) {
  std::error_code unknown;
  if (!options.output.empty() && std::filesystem::equivalent(options.output, options.file, unknown))
    throw rejig::UsageError{fmt::format(
        "{}: is the workbook, and is the output as well (write to another file)", options.output)};
  std::optional<Conversion> conversion;
  try {
    conversion.emplace(options);
    return conversion->run();
  } catch (Error& error) {
    if (error.kind == Kind::kNotZip && has_lock_name(options.file)) error = lock_file();
    if (conversion && options.output.empty() && error.kind != Kind::kFile) conversion->flush();
    say(options.file, describe(error));
    return exit_status(error.kind);
  }
}

int run(std::span<const char* const> argv) {
  try {
    Options options = parse_command_line(argv);
    if (options.help || options.version || !options.shell.empty()) {
      print(options.help      ? help_text()
            : options.version ? "xlsx2jsonl " REJIG_VERSION "\n"
                              : completion_text(options.shell));
      return 0;
    }
    return convert(options);
  } catch (const rejig::UsageError& error) {
    say(error.what);
    return kExitFailure;
  } catch (const ClosedPipe&) {
    return 0;
  } catch (const Error& error) {
    say(describe(error));
    return exit_status(error.kind);
  } catch (const std::bad_alloc&) {
    say("out of memory");
    return kExitFailure;
  }
}

}  // namespace

int main(int argc, char** argv) {
  rejig::hold_standard_descriptors();
  rejig::catch_signals([](int signal) { stop_signal = signal; });
  int status = run({argv + 1, static_cast<size_t>(argc > 0 ? argc - 1 : 0)});
  if (stop_signal) std::raise(stop_signal);  // its default action, so that the shell knows
  return status;
}
