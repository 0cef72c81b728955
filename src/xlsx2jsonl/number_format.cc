#include "xlsx2jsonl/number_format.h"

#include <algorithm>

namespace xlsx2jsonl {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; }

bool starts_with_word(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && std::equal(word.begin(), word.end(), text.begin(),
                                                  [](char a, char b) { return a == lower(b); });
}

// [h], [mm], [sss]: one letter, repeated.
bool is_elapsed(std::string_view inside) {
  if (inside.empty()) return false;
  char letter = lower(inside[0]);
  return (letter == 'h' || letter == 'm' || letter == 's') &&
         std::all_of(inside.begin(), inside.end(), [&](char c) { return lower(c) == letter; });
}

// Reads the first section of a code, letter by letter.
class CodeReader {
 public:
  explicit CodeReader(std::string_view code) : rest_(code) {}

  DateKind run() {
    while (!rest_.empty() && rest_[0] != ';') step();
    if (elapsed_) return DateKind::kElapsed;
    if (time_) return DateKind::kTime;
    return date_ ? DateKind::kDate : DateKind::kNone;
  }

 private:
  void drop(size_t size) { rest_.remove_prefix(std::min(size, rest_.size())); }

  void step() {
    switch (lower(rest_[0])) {
      case '"':
        return drop_to('"');
      case '[':
        return take_brackets();
      case '\\':
      case '_':
      case '*':
        return drop_escaped();
      case 'e':
        return take_e();
      case 'g':
        return take_g();
      case 'a':
        return take_a();
      case 'b':
        return take_run(2);
      case 'y':
      case 'm':
      case 'd':
        return take_run(1);
      case 'h':
      case 's':
        time_ = true;
        return drop(1);
      default:
        return drop(1);
    }
  }

  void drop_to(char close) {
    size_t end = rest_.find(close, 1);
    drop(end == rest_.npos ? rest_.size() : end + 1);
  }

  // The character after \, _ or * is shown, skipped or repeated; it may take several bytes.
  void drop_escaped() {
    drop(2);
    while (!rest_.empty() && (rest_[0] & 0xc0) == 0x80) drop(1);
  }

  // Colours, conditions, locales, currencies; or elapsed time.
  void take_brackets() {
    size_t end = std::min(rest_.find(']'), rest_.size());
    elapsed_ |= is_elapsed(rest_.substr(1, end - 1));
    drop(end + 1);
  }

  void take_run(size_t at_least) {
    char letter = lower(rest_[0]);
    size_t size = 0;
    while (size < rest_.size() && lower(rest_[size]) == letter) ++size;
    date_ |= size >= at_least;
    drop(size);
  }

  // The year of an era, or an exponent.
  void take_e() {
    bool exponent = rest_.size() > 1 && (rest_[1] == '+' || rest_[1] == '-');
    date_ |= !exponent;
    drop(exponent ? 2 : 1);
  }

  // An era, or General, which some programs store in their own language: G/標準, G/通用格式.
  void take_g() {
    if (starts_with_word(rest_, "general")) return drop(7);
    if (rest_.size() > 2 && rest_[1] == '/' && (rest_[2] & 0x80)) return drop(2);
    take_run(1);
  }

  // Morning or afternoon, or the day of the week.
  void take_a() {
    if (starts_with_word(rest_, "am/pm")) return time_ = true, drop(5);
    if (starts_with_word(rest_, "a/p")) return time_ = true, drop(3);
    take_run(3);
  }

  std::string_view rest_;
  bool date_ = false;
  bool time_ = false;
  bool elapsed_ = false;
};

}  // namespace

DateKind date_kind(std::string_view code) { return CodeReader(code).run(); }

DateKind builtin_date_kind(uint32_t id) {
  if (id == 46) return DateKind::kElapsed;
  if ((id >= 18 && id <= 22) || id == 32 || id == 33 || id == 45 || id == 47)
    return DateKind::kTime;
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58))
    return DateKind::kDate;
  return DateKind::kNone;
}

}  // namespace xlsx2jsonl
