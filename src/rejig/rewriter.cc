#include "rejig/rewriter.h"

#include <fmt/format.h>

#include <algorithm>

#include "json/splice.h"
#include "json/text.h"

namespace rejig {
namespace {

BadRecord bad_record(uint32_t line, size_t begin, size_t end, bool is_invalid = false) {
  return {line, static_cast<uint32_t>(begin), static_cast<uint32_t>(end), is_invalid};
}

}  // namespace

std::string too_long(size_t limit) {
  return fmt::format("record is longer than {} bytes (--max-record)", limit);
}

Rewriter::Rewriter(const lang::Program& program, const eval::Plan& plan, const Options& options, size_t memory)
    : options_(options), arena_(memory), walker_(plan.trie()), runner_(program, plan, !options.to_json && !options.rendering) {}

void Rewriter::work(Job& job, size_t most_bad) {
  begin(job);
  most_bad_ = most_bad;
  if (job.part != stream::Part::none) {
    part_of_long_line();
  } else if (indexer_.index(text_.data(), text_.size())) {
    whole();
  } else {
    line_by_line(0, 0);
  }
  if (!stopped_ && !options_.to_json) copy_to(text_.size());
  runner_.take_fired(job.fired);
}

void Rewriter::begin(Job& job) {
  job_ = &job;
  place_.file = display_name(options_.inputs[job.input]);
  text_ = job.text();
  job.out.clear();
  job.bad.clear();
  job.reasons.clear();
  job.lines = 0;
  job.records = job.changed = job.dropped = 0;
  copied_ = 0;
  stopped_ = false;
}

// Nothing to do but to refuse the line, at its first part.
void Rewriter::part_of_long_line() {
  bool first = job_->part == stream::Part::first;
  job_->lines = first;
  if (first) {
    ++job_->records;
    reject_too_long(0, 0, text_.size());
  } else if (options_.on_error != OnError::pass) {
    leave_out(0, text_.size());
  }
}

// Whether the line [begin, end) is longer than a record may be, without its ending. With --from json that was looked
// at in the input.
bool Rewriter::is_too_long(size_t begin, size_t end) const {
  if (options_.from_json) return false;
  size_t most = options_.reading.max_record;
  return end - begin > most && !(end - begin == most + 1 && text_[end - 1] == '\r');
}

// Every line of an index that covers the block. The first bad record sends the rest line by line: there
// the walk of an unclosed array cannot run on into its neighbours, so that bad lines cost linear time.
void Rewriter::whole() {
  source_ = {text_.data(), indexer_.at()};
  const json::Lines& lines = indexer_.lines();
  uint32_t i = 0;
  size_t begin = 0;
  for (uint32_t line = 0; begin < text_.size(); ++line) {
    size_t end = line < lines.ends.size() ? lines.ends[line] : text_.size();
    if (source_.at[i] < end) {
      uint32_t behind = walker_.walk(source_, i, lines.unicode_escapes);
      if (is_too_long(begin, end) || behind == 0 || source_.at[behind - 1] >= end || source_.at[behind] < end)
        return line_by_line(line, begin);
      record(line, begin, end, i, behind);
      if (stopped_) return;
      i = behind;
    } else if (is_too_long(begin, end)) {
      return line_by_line(line, begin);
    }
    job_->lines = line + 1;
    begin = end + 1;
  }
}

void Rewriter::line_by_line(uint32_t line, size_t begin) {
  for (; begin < text_.size() && !stopped_; ++line) {
    size_t end = std::min(text_.find('\n', begin), text_.size());
    single_line(line, begin, end);
    if (!stopped_) job_->lines = line + 1;
    begin = end + 1;
  }
}

void Rewriter::single_line(uint32_t line, size_t begin, size_t end) {
  std::string_view text = text_.substr(begin, end - begin);
  if (is_too_long(begin, end)) {
    ++job_->records;
    return reject_too_long(line, begin, end);
  }
  bool indexed = indexer_.index(text.data(), text.size());
  uint32_t count = indexed ? indexer_.count() : 0;
  if (indexed && count == 0) return;
  if (indexed) {
    source_ = {text.data(), indexer_.at()};
    if (walker_.walk(source_, 0, indexer_.lines().unicode_escapes) == count)
      return record(line, begin, end, 0, count);
  }
  ++job_->records;
  reject(bad_record(line, begin, end, true), end + 1, [] { return Reason{}; });
}

// The good record whose value is [first, behind) of the index. Nothing of it is written before all that may need
// too much is done.
void Rewriter::record(uint32_t line, size_t begin, size_t end, uint32_t first, uint32_t behind) {
  ++job_->records;
  try {
    rewrite(line, begin, end, first, behind);
  } catch (const json::Exhausted& exhausted) {
    reject(bad_record(line, begin, end), end + 1, [&] { return Reason{std::string(exhausted.why), {}}; });
  }
  arena_.reset();
}

void Rewriter::rewrite(uint32_t line, size_t begin, size_t end, uint32_t first, uint32_t behind) {
  place_.line = job_->first_line + line;
  eval::Verdict verdict = runner_.run(source_, walker_.slots(), place_, arena_);
  if (verdict == eval::Verdict::dropped) {
    ++job_->dropped;
    leave_out(begin, end + 1);
  } else if (verdict == eval::Verdict::failed) {
    reject(bad_record(line, begin, end), end + 1,
           [&] { return Reason{runner_.message(arena_), runner_.failed_at()}; });
  } else if (!runner_.edits().empty()) {
    edit(source_.text - text_.data());
  } else if (options_.to_json || options_.rendering || !runner_.is_raw()) {
    size_t base = source_.text - text_.data();
    size_t value_begin = base + source_.at[first];
    char open = text_[value_begin];
    size_t value_end = base + (open == '{' || open == '[' ? source_.at[behind - 1] + 1
                                                          : json::end_of_scalar(source_, first));
    replace(end + 1, value_begin, value_end, runner_.record());
  }
}

void Rewriter::edit(size_t base) {
  for (const eval::Edit& edit : runner_.edits()) {
    copy_to(base + edit.begin);
    job_->out.append(edit.text);
    copied_ = base + edit.end;
  }
  ++job_->changed;
}

// Puts `v` where the record's value stood.
void Rewriter::replace(size_t next_line, size_t value_begin, size_t value_end, json::Value v) {
  record_out_.clear();
  json::write_spliced(v, record_out_, arena_);
  bool changed = record_out_ != text_.substr(value_begin, value_end - value_begin);
  if (options_.rendering) {
    record_out_.clear();
    json::render(v, *options_.rendering, options_.to_json, record_out_, arena_);
  }
  if (changed) ++job_->changed;
  if (!changed && !options_.rendering && !options_.to_json) return;
  if (options_.to_json) {
    job_->out.append(",\n");
    if (options_.rendering) job_->out.append(std::string(options_.rendering->indent, ' '));
    job_->out.append(record_out_);
    copied_ = next_line;
    return;
  }
  copy_to(value_begin);
  job_->out.append(record_out_);
  copied_ = value_end;
}

void Rewriter::reject_too_long(uint32_t line, size_t begin, size_t end) {
  reject(bad_record(line, begin, end), end + 1, [&] { return Reason{too_long(options_.reading.max_record), {}}; });
}

template <class Why>
void Rewriter::reject(BadRecord bad, size_t next_line, Why why) {
  if (job_->bad.size() < kShownInFull) job_->reasons.push_back(why());  // first, for it may need too much as well
  stopped_ = stops_run(bad, options_);
  if (stopped_ && !options_.to_json) copy_to(bad.begin);
  if (!stopped_ && options_.on_error == OnError::skip) leave_out(bad.begin, next_line);
  job_->bad.push_back(bad);
  if (stopped_ || job_->bad.size() < most_bad_) return;
  stopped_ = true;
  if (options_.on_error == OnError::pass) copy_to(std::min(next_line, text_.size()));
}

// With --from json there is no next line to go on with.
bool stops_run(const BadRecord& bad, const Options& options) {
  return options.on_error == OnError::stop || (options.from_json && bad.is_invalid);
}

void Rewriter::leave_out(size_t begin, size_t next_line) {
  if (!options_.to_json) copy_to(begin);
  copied_ = std::min(next_line, text_.size());
}

void Rewriter::copy_to(size_t offset) {
  job_->out.borrow(text_.substr(copied_, offset - copied_));
  copied_ = offset;
}

}  // namespace rejig
