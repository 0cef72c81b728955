#include "xlsx2jsonl/number.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "json/number.h"

namespace xlsx2jsonl {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool append_digits(Buffer& out, std::string_view text) {
  std::string_view digits = text;
  if (digits.starts_with('-')) digits.remove_prefix(1);
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) return false;
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size() - 1));
  if (text[0] == '-' && digits != "0") out.push_back('-');
  out.append(digits);
  return true;
}

// Beyond a double's range: the text itself, if JSON takes it.
bool append_as_spelled(Buffer& out, std::string_view text) {
  size_t at = text.starts_with('-');
  auto run = [&] {
    size_t from = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at - from;
  };
  size_t first = at;
  size_t whole = run();
  if (whole == 0 || (whole > 1 && text[first] == '0')) return false;
  if (at < text.size() && text[at] == '.' && (++at, run() == 0)) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (run() == 0) return false;
  }
  if (at != text.size()) return false;
  out.append(text);
  return true;
}

struct Parsed {
  double value = 0;
  bool is_number = false;
  bool out_of_range = false;
};

Parsed parse(std::string_view text) {
  bool plus = text.starts_with('+');  // from_chars takes only the minus
  if (plus) text.remove_prefix(1);
  if (text.empty() || !(is_digit(text[0]) || text[0] == '.' || (text[0] == '-' && !plus)))
    return {};
  Parsed result;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), result.value);
  result.out_of_range = error == std::errc::result_out_of_range;
  result.is_number = end == text.data() + text.size() &&
                     (error == std::errc{} || result.out_of_range) && std::isfinite(result.value);
  return result;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  size_t from = text.find_first_not_of(" \t\r\n");
  if (from == text.npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

bool append_number(Buffer& out, std::string_view text) {
  text = trimmed(text);
  if (append_digits(out, text)) return true;
  Parsed parsed = parse(text);
  if (!parsed.is_number) return false;
  if (parsed.out_of_range) return append_as_spelled(out, text);
  char* room = out.reserve(rejig::json::kNumberBuffer);
  out.commit(rejig::json::format_double_as_javascript(parsed.value, room));
  return true;
}

std::optional<double> number_value(std::string_view text) {
  Parsed parsed = parse(trimmed(text));
  if (!parsed.is_number || parsed.out_of_range) return {};
  return parsed.value;
}

}  // namespace xlsx2jsonl
