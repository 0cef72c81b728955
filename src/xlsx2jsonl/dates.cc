#include "xlsx2jsonl/dates.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <optional>

namespace xlsx2jsonl {
namespace {

constexpr int64_t kMillisecondsADay = 86'400'000;
constexpr int64_t kLastDay1900 = 2'958'465;  // 9999-12-31
constexpr int64_t kLastDay1904 = kLastDay1900 - 1462;
constexpr double kLongestElapsed = 1e11;  // days; keeps milliseconds in 64 bits

struct Date {
  int64_t year;
  unsigned month;
  unsigned day;
};

// Days since 1970-01-01 to the Gregorian calendar: years begin in March, so that the odd day comes
// last.
Date civil(int64_t days) {
  days += 719'468;
  int64_t era = days / 146'097;
  auto day_of_era = static_cast<unsigned>(days - era * 146'097);
  unsigned year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  unsigned month = (5 * day_of_year + 2) / 153;
  return {era * 400 + year_of_era + (month >= 10), month < 10 ? month + 3 : month - 9,
          day_of_year - (153 * month + 2) / 5 + 1};
}

// A serial number taken apart.
struct Moment {
  int64_t day;
  int64_t milliseconds;
};

// `serial` >= 0. Half-way cases go to even, as with the usual readers.
Moment moment_of(double serial) {
  double whole = std::floor(serial);
  Moment moment{static_cast<int64_t>(whole), std::llrint((serial - whole) * kMillisecondsADay)};
  if (moment.milliseconds == kMillisecondsADay) moment = {moment.day + 1, 0};
  return moment;
}

void append(Buffer& out, const fmt::memory_buffer& text) { out.append({text.data(), text.size()}); }

void add_date(fmt::memory_buffer& text, Date date) {
  fmt::format_to(fmt::appender(text), "{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

void add_fraction(fmt::memory_buffer& text, int64_t milliseconds) {
  if (milliseconds) fmt::format_to(fmt::appender(text), ".{:03}", milliseconds);
}

void add_time(fmt::memory_buffer& text, int64_t milliseconds) {
  int64_t seconds = milliseconds / 1000;
  fmt::format_to(fmt::appender(text), "{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60,
                 seconds % 60);
  add_fraction(text, milliseconds % 1000);
}

void append_elapsed(Buffer& out, bool negative, Moment moment) {
  int64_t seconds = moment.day * 86'400 + moment.milliseconds / 1000;
  int64_t milliseconds = moment.milliseconds;
  fmt::memory_buffer text;
  fmt::format_to(fmt::appender(text), "\"{}PT{}H{}M{}", negative ? "-" : "", seconds / 3600,
                 seconds / 60 % 60, seconds % 60);
  add_fraction(text, milliseconds % 1000);
  fmt::format_to(fmt::appender(text), "S\"");
  append(out, text);
}

void append_moment(Buffer& out, std::optional<Date> date, std::optional<int64_t> milliseconds) {
  fmt::memory_buffer text;
  text.push_back('"');
  if (date) add_date(text, *date);
  if (date && milliseconds) text.push_back('T');
  if (milliseconds) add_time(text, *milliseconds);
  text.push_back('"');
  append(out, text);
}

// A fixed number of digits, or a mark, off the front.
class IsoReader {
 public:
  explicit IsoReader(std::string_view text) : rest_(text) {}
  bool done() const { return rest_.empty(); }
  bool mark(char c) {
    bool found = rest_.starts_with(c);
    if (found) rest_.remove_prefix(1);
    return found;
  }
  bool digits(size_t count, unsigned most, unsigned& value) {
    if (rest_.size() < count) return false;
    value = 0;
    for (char c : rest_.substr(0, count)) {
      if (c < '0' || c > '9') return false;
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(count);
    return value <= most;
  }
  // ".25" and longer: thousandths, rounded.
  bool fraction(int64_t& milliseconds) {
    double unit = 1000;
    double sum = 0;
    size_t count = 0;
    for (; !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; ++count, rest_.remove_prefix(1))
      sum += (unit /= 10) * (rest_[0] - '0');
    milliseconds += std::llrint(sum);
    return count > 0;
  }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

std::optional<Date> take_date(IsoReader& reader) {
  unsigned year, month, day;
  IsoReader attempt = reader;
  if (!attempt.digits(4, 9999, year) || !attempt.mark('-') || !attempt.digits(2, 12, month) ||
      !attempt.mark('-') || !attempt.digits(2, 31, day) || month == 0 || day == 0)
    return {};
  reader = attempt;
  return Date{year, month, day};
}

std::optional<int64_t> take_time(IsoReader& reader) {
  unsigned hour, minute, second = 0;
  IsoReader attempt = reader;
  if (!attempt.digits(2, 23, hour) || !attempt.mark(':') || !attempt.digits(2, 59, minute))
    return {};
  if (attempt.mark(':') && !attempt.digits(2, 59, second)) return {};
  int64_t milliseconds = (int64_t{hour} * 3600 + minute * 60 + second) * 1000;
  if (attempt.mark('.') && !attempt.fraction(milliseconds)) return {};
  attempt.mark('Z');
  reader = attempt;
  return milliseconds < kMillisecondsADay ? milliseconds : kMillisecondsADay - 1;
}

// Day zero of the 1900 system, by either count: how a time alone is written.
bool is_day_zero(Date date) { return date.year == 1899 && date.month == 12 && date.day >= 30; }

}  // namespace

bool append_date(Buffer& out, double serial, DateKind kind, bool date1904) {
  if (!(std::abs(serial) < kLongestElapsed)) return false;
  auto [day, milliseconds] = moment_of(std::abs(serial));
  if (kind == DateKind::kElapsed) return append_elapsed(out, serial < 0, {day, milliseconds}), true;
  if (serial < 0) return false;
  if (day == 0) return append_moment(out, {}, milliseconds), true;
  if (day > (date1904 ? kLastDay1904 : kLastDay1900) || (day == 60 && !date1904)) return false;
  int64_t since_1970 = date1904 ? day - 24'107 : day - (day < 60 ? 25'568 : 25'569);
  bool date_alone = kind == DateKind::kDate && milliseconds == 0;
  append_moment(out, civil(since_1970),
                date_alone ? std::nullopt : std::optional<int64_t>(milliseconds));
  return true;
}

bool append_iso_date(Buffer& out, std::string_view text, DateKind kind) {
  IsoReader reader(text);
  std::optional<Date> date = take_date(reader);
  std::optional<int64_t> time;
  if (!date || reader.mark('T') || reader.mark(' ')) {
    time = take_time(reader);
    if (!time) return false;
  }
  if (!reader.done()) return false;
  if (kind == DateKind::kElapsed && !date) return append_elapsed(out, false, {0, *time}), true;
  if (date && time && is_day_zero(*date)) date.reset();
  if (date && kind == DateKind::kTime && !time) time = 0;
  if (date && kind == DateKind::kDate && time == 0) time.reset();
  append_moment(out, date, time);
  return true;
}

}  // namespace xlsx2jsonl
