#include "json/frames.h"

#include <algorithm>

#include "json/text.h"

namespace rejig::json {
namespace {

bool is_break(char c) { return c == '\n' || c == '\r'; }
bool opens(char c) { return c == '{' || c == '['; }
bool closes(char c) { return c == '}' || c == ']'; }

// How far a string's plain bytes go: to the next quote, backslash or line feed.
size_t plain_run(std::string_view bytes) {
  size_t i = 0;
  while (i < bytes.size() && bytes[i] != '"' && bytes[i] != '\\' && bytes[i] != '\n') ++i;
  return i;
}

}  // namespace

void write_without_space(std::string_view value, std::string& out) {
  bool in_string = false;
  for (size_t i = 0; i < value.size(); ++i) {
    char c = value[i];
    if (!in_string && is_space(c)) continue;
    out += c;
    if (in_string && c == '\\' && i + 1 < value.size()) out += value[++i];
    if (c == '"') in_string = !in_string;
  }
}

std::string_view next_value(std::string_view& rest) {
  size_t i = 0;
  while (i < rest.size() && is_space(rest[i])) ++i;
  size_t begin = i;
  size_t depth = 0;
  while (i < rest.size()) {
    char c = rest[i++];
    if (c == '"') {
      for (i += plain_run(rest.substr(i)); i < rest.size() && rest[i] != '"';
           i += plain_run(rest.substr(i)))
        i += rest[i] == '\\' ? 2 : 1;
      i = std::min(i + 1, rest.size());
    } else if (opens(c)) {
      ++depth;
    } else if (closes(c)) {
      depth -= depth > 0;
    } else if (i < rest.size() && !is_space(rest[i]) && !opens(rest[i]) && rest[i] != '"') {
      continue;  // within a scalar
    }
    if (depth == 0) break;
  }
  std::string_view value = rest.substr(begin, i - begin);
  rest.remove_prefix(i);
  return value;
}

void Framer::push(std::string_view bytes, std::string& lines) {
  while (!bytes.empty()) {
    if (in_string_ && !escaped_) {
      size_t run = plain_run(bytes);
      value_.append(bytes, 0, run);
      bytes.remove_prefix(run);
      if (bytes.empty()) return;
    }
    value_.empty() ? between(bytes[0], lines) : inside(bytes[0], lines);
    bytes.remove_prefix(1);
  }
}

void Framer::finish(std::string& lines) {
  if (!value_.empty()) end_value(lines);
  if (in_array_) lines += "[\n";
  *this = Framer();
}

// Outside of any value: white space, the commas and brackets of the array at the top, or a value begins.
void Framer::between(char c, std::string& lines) {
  if (is_space(c)) return;
  if (expect_ == Expect::value && c == '[') {
    in_array_ = true;
    expect_ = Expect::first_element;
  } else if (c == ']' && (expect_ == Expect::first_element || expect_ == Expect::comma)) {
    in_array_ = false;
    expect_ = Expect::value;
  } else if (c == ',' && expect_ == Expect::comma) {
    expect_ = Expect::element;
  } else if (expect_ == Expect::comma || closes(c) || c == ',' || c == ':') {
    stray(c, lines);
  } else {
    value_ += c;
    depth_ = opens(c);
    in_string_ = c == '"';
    in_scalar_ = depth_ == 0 && !in_string_;
  }
}

void Framer::inside(char c, std::string& lines) {
  if (in_string_) {
    if (c == '\n') return end_value(lines);  // no string goes on over a line
    value_ += c;
    if (!escaped_ && c == '"') {
      in_string_ = false;
      if (depth_ == 0) end_value(lines);
    }
    escaped_ = !escaped_ && c == '\\';
    return;
  }
  if (in_scalar_ && (is_space(c) || opens(c) || closes(c) || c == ',' || c == '"')) {
    end_value(lines);
    return between(c, lines);
  }
  value_ += c;
  has_break_ |= is_break(c);
  in_string_ = c == '"';
  if (opens(c)) ++depth_;
  if (closes(c) && --depth_ == 0) end_value(lines);
}

void Framer::end_value(std::string& lines) {
  if (has_break_) {
    write_without_space(value_, lines);
  } else {
    lines += value_;
  }
  lines += '\n';
  value_.clear();
  has_break_ = in_string_ = in_scalar_ = escaped_ = false;
  depth_ = 0;
  expect_ = in_array_ ? Expect::comma : Expect::value;
}

void Framer::stray(char c, std::string& lines) {
  lines += c;
  lines += '\n';
}

}  // namespace rejig::json
