// rejig: rewrites JSON Lines by rules. Ties the halves together: flags, files, messages, exit status.
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <optional>
#include <thread>

#include "rejig/arguments.h"
#include "rejig/diagnostic.h"
#include "eval/builtins.h"
#include "eval/prepare.h"
#include "eval/runner.h"
#include "json/frames.h"
#include "lang/compile.h"
#include "lang/dump.h"
#include "lang/jq_printer.h"
#include "rejig/options.h"
#include "rejig/output.h"
#include "base/process.h"
#include "rejig/rewriter.h"
#include "stream/pipeline.h"
#include "stream/writer.h"

namespace rejig {
namespace {

enum Status { kDone = 0, kNothingChanged = 1, kUsage = 2, kNotCompiled = 3, kSomeBad = 4, kStopped = 5 };

bool print_error(std::string_view text) { return std::fwrite(text.data(), 1, text.size(), stderr) == text.size(); }
bool say(std::string_view message) { return print_error(fmt::format("rejig: {}", message)); }

// ---- signals: the run ends behind the line that is being written; where that takes too long because a record
// keeps its program busy, or an input cannot be opened, it ends as soon as no line is half out

std::atomic<stream::Reader*> running = nullptr;
std::atomic<int> caught_signal = 0;

constexpr unsigned kPatience = 1;  // seconds

void end_now(int) {
  if (stream::Writer::busy()) return void(::alarm(kPatience));
  ::raise(caught_signal);  // whose action is the default again
}

void on_signal(int signal) {
  caught_signal = signal;
  ::signal(SIGALRM, end_now);
  ::alarm(kPatience);
  stream::Writer::interrupt();
  if (auto* reader = running.load()) reader->stop();
}

// ---- the program

std::vector<lang::Source> sources_of(const Options& options) {
  std::vector<lang::Source> sources;
  for (const auto& path : options.rule_files) sources.push_back({path, read_file(path)});
  if (options.program) sources.push_back({std::string(lang::kCommandLine), *options.program});
  return sources;
}

// Closes what was written to; false (and a message) where that or a write before failed.
bool close_checked(stream::Writer& writer, std::string_view name) {
  if (writer.close()) return true;
  say(fmt::format("{}: cannot write: {}\n", name, std::strerror(writer.error())));
  return false;
}

// A reader that has gone is no failure.
bool close_output(stream::Writer& out) {
  return out.error() == EPIPE || close_checked(out, "standard output");
}

Status print(std::string_view text) {
  stream::Writer out(STDOUT_FILENO);
  out.write(text);
  return close_output(out) ? kDone : kUsage;
}

// ---- the run

bool is_large_file(const std::string& path) {
  constexpr off_t kWorthThreads = off_t{4} << 20;
  struct stat info;
  int found = path == "-" ? ::fstat(STDIN_FILENO, &info) : ::stat(path.c_str(), &info);
  return found == 0 && S_ISREG(info.st_mode) && info.st_size >= kWorthThreads;
}

unsigned threads_for(const Options& options) {
  if (options.threads > 0) return options.threads;
  for (const auto& input : options.inputs)
    if (is_large_file(input)) return std::max(1u, std::thread::hardware_concurrency());
  return 1;
}

std::string stats_text(const lang::Program& program, const Totals& totals) {
  std::string text = fmt::format("{} record{}, {} changed, {} dropped, {} bad\n", totals.records, totals.records == 1 ? "" : "s",
                                 totals.changed, totals.dropped, totals.bad);
  for (size_t i = 0; i < program.rules.size(); ++i)
    text += fmt::format("  {:>10}  {}{}\n", totals.rules[i].fired, printable(rule_name(program, i)),
                        totals.rules[i].fired == 0 ? "  (never fired)" : "");
  return text;
}

std::string stats_json(const lang::Program& program, const Totals& totals) {
  std::string rules;
  for (size_t i = 0; i < program.rules.size(); ++i) {
    rules += i == 0 ? "{\"rule\":" : ",{\"rule\":";
    json::write_string(rule_name(program, i), rules);
    rules += fmt::format(",\"fired\":{}}}", totals.rules[i].fired);
  }
  return fmt::format("{{\"records\":{},\"changed\":{},\"dropped\":{},\"bad\":{},\"rules\":[{}]}}\n",
                     totals.records, totals.changed, totals.dropped, totals.bad, rules);
}

// False where they could not be written.
bool show_stats(const lang::Program& program, const Options& options, const Totals& totals) {
  if (options.stats == Stats::none) return true;
  return options.stats == Stats::text ? say(stats_text(program, totals)) : print_error(stats_json(program, totals));
}

// --from json, as the reader wants it.
class JsonFraming : public stream::Framing {
 public:
  explicit JsonFraming(size_t max_record) : max_record_(max_record), framer_(max_record) {}
  void push(std::string_view bytes, std::string& lines) override { framer_.push(bytes, lines); }
  void finish(std::string& lines) override { framer_.finish(lines); }
  void abandon() override { framer_ = json::Framer(max_record_); }
  bool too_long() const override { return framer_.too_long(); }
  std::string_view fault() const override { return framer_.fault(); }

 private:
  size_t max_record_;
  json::Framer framer_;
};

stream::ReaderOptions reading_of(const lang::Program& program, const Options& options) {
  stream::ReaderOptions reading = options.reading;
  reading.count_lines = eval::asks_for_line(program);
  if (options.from_json) reading.framing = std::make_shared<JsonFraming>(reading.max_record);
  return reading;
}

using Identity = std::pair<dev_t, ino_t>;

// Of the regular file that stat(2) or fstat(2) has found.
std::optional<Identity> identity(int found, const struct stat& info) {
  if (found != 0 || !S_ISREG(info.st_mode)) return std::nullopt;
  return Identity{info.st_dev, info.st_ino};
}

std::optional<Identity> identity(int descriptor) {
  struct stat info;
  return identity(::fstat(descriptor, &info), info);
}

std::optional<Identity> identity(const std::string& path) {
  struct stat info;
  return identity(::stat(path.c_str(), &info), info);
}

// A file that is read and written at once would be lost before it is read, or grow without end; what is written
// to one in two ways overwrites itself.
void refuse_one_file_as_two(const Options& options) {
  auto refuse = [](std::optional<Identity> one, std::optional<Identity> other, std::string_view path,
                   std::string_view is, std::string_view as) {
    if (one && one == other)
      throw UsageError{fmt::format("{}: is {}, and is {} as well (write to another file)", path, is, as)};
  };
  constexpr std::string_view kRead = "read", kOutput = "the output", kRejects = "to hold the rejects";
  auto out = identity(STDOUT_FILENO), rejects = identity(options.rejects);
  for (const auto& path : options.inputs) {
    auto in = path == "-" ? identity(STDIN_FILENO) : identity(path);
    refuse(in, out, display_name(path), kRead, kOutput);
    refuse(in, rejects, display_name(path), kRead, kRejects);
  }
  for (const auto& path : options.rule_files) refuse(identity(path), rejects, path, kRead, kRejects);
  for (const auto& argument : options.arguments)
    if (argument.from >= NamedArgument::From::slurped_file)
      refuse(identity(argument.value), rejects, argument.value, kRead, kRejects);
  refuse(out, rejects, options.rejects, kOutput, kRejects);
}

Status rewrite(const lang::Program& program, const Options& options) {
  refuse_one_file_as_two(options);
  stream::Writer out(STDOUT_FILENO);
  std::optional<stream::Writer> rejects;
  if (!options.rejects.empty()) rejects.emplace(options.rejects);
  if (rejects && rejects->error() != 0)
    throw UsageError{fmt::format("{}: cannot open: {}", options.rejects, std::strerror(rejects->error()))};
  catch_signals(on_signal);

  const eval::Plan plan(program);
  Output output(program, options, out, rejects ? &*rejects : nullptr, say);
  stream::Reader reader(options.inputs, reading_of(program, options));
  running = &reader;
  auto make_work = [&]() -> std::function<void(Job&)> {
    auto rewriter = std::make_shared<Rewriter>(program, plan, options);
    return [rewriter](Job& job) { rewriter->work(job); };
  };
  std::optional<Rewriter> again;
  auto put = [&](Job& job) {
    if (!job.bad.empty() && job.bad.size() >= output.more_bad()) again.emplace(program, plan, options).work(job, output.more_bad());
    return output.put(job);
  };
  stream::Pipeline<Job>(reader, make_work, put).run(threads_for(options));
  running = nullptr;

  if (caught_signal == 0) output.finish();
  bool written = show_stats(program, options, output.totals());
  written &= close_output(out);
  if (rejects) written &= close_checked(*rejects, options.rejects);
  if (caught_signal != 0) ::raise(caught_signal);

  const Totals& totals = output.totals();
  if (!written || output.device_failed()) return kUsage;
  if (output.stopped_by_bad_record()) return kStopped;
  if (totals.bad > 0) return kSomeBad;
  return options.exit_status && totals.changed + totals.dropped == 0 ? kNothingChanged : kDone;
}

Status act(const Options& options) {
  if (options.action == Action::help) return print(help_text());
  if (options.action == Action::version) return print("rejig " REJIG_VERSION "\n");
  if (options.action == Action::completion) return print(completion_text(options.shell));
  std::vector<lang::Source> sources = sources_of(options);
  try {
    if (options.action == Action::dump_tokens) return print(lang::dump_tokens(sources));
    json::Arena arena;
    lang::Environment environment{eval::builtin_names(), eval::prelude(),
                                  global_values(options.arguments, ::environ, arena)};
    const lang::Program program = lang::compile(sources, std::move(environment));
    eval::prepare(program);
    switch (options.action) {
      case Action::check: return kDone;
      case Action::explain: return print(eval::Plan(program).explain(program));
      case Action::to_jq: return print(lang::to_jq(program));
      case Action::dump_ast: return print(lang::dump_ast(program));
      case Action::dump_program: return print(lang::dump_program(program));
      default: return rewrite(program, options);
    }
  } catch (const lang::CompileError& error) {
    say(compile_message(error, sources));
    return kNotCompiled;
  }
}

}  // namespace
}  // namespace rejig

int main(int argc, char** argv) {
  using namespace rejig;
  hold_standard_descriptors();
  limit_stacks();
  try {
    return act(parse_options({argv + 1, static_cast<size_t>(argc - 1)}));
  } catch (const UsageError& error) {
    say(printable_lines(error.what) + "\n");
    return kUsage;
  } catch (const json::Exhausted& exhausted) {
    say(fmt::format("{}\n", exhausted.why));
    return kUsage;
  } catch (const std::bad_alloc&) {
    say("out of memory\n");
    return kUsage;
  }
}
