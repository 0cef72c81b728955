#include "rejig/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>

#include "json/text.h"
#include "base/width.h"

namespace rejig {
namespace {

constexpr size_t kColumnsBefore = 32;
constexpr size_t kColumnsBehind = 28;

struct Character {
  size_t size;  // bytes
  uint32_t code;
};

// The character at the front of `text`; a byte that is not UTF-8 counts as one, a surrogate (as in Python).
Character character(std::string_view text) {
  auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return {1, first};
  const Character broken{1, 0xDC00u + first};
  size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1;
  if (size == 1 || size > text.size()) return broken;
  uint32_t code = first & (0x7F >> size);
  for (size_t i = 1; i < size; ++i) {
    if ((text[i] & 0xC0) != 0x80) return broken;
    code = code << 6 | (text[i] & 0x3F);
  }
  constexpr uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  bool wrong = code < kLeast[size] || (code >= 0xD800 && code < 0xE000) || code > 0x10FFFF;
  return wrong ? broken : Character{size, code};
}

struct Shown {
  std::string text;
  size_t columns = 0;
};

// The text as a terminal can show it: one '?' for what is not printable.
Shown show(std::string_view text) {
  Shown shown;
  while (!text.empty()) {
    Character c = character(text);
    bool as_is = is_printable(c.code);
    shown.text += as_is ? text.substr(0, c.size) : c.code == '\t' ? " " : "?";
    shown.columns += as_is ? columns_of(c.code) : 1;
    text.remove_prefix(c.size);
  }
  return shown;
}

bool is_continuation(char c) { return (c & 0xC0) == 0x80; }

std::string_view line_around(std::string_view text, size_t offset) {
  size_t begin = offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1;
  size_t end = text.find('\n', offset);
  return text.substr(begin, end == text.npos ? text.npos : end - begin);
}

std::string where(const lang::Source& source, lang::Span span) {
  Place place = place_of(source.text, span.begin);
  return fmt::format("{}:{}:{}", printable(source.name), place.line, place.column);
}

// "to close the block" becomes "to close the block opened at 2:11".
void name_the_opening(std::string& message, std::span<const lang::Source> sources, lang::Span opened) {
  size_t comma = message.rfind(", got ");
  Place place = place_of(sources[opened.source].text, opened.begin);
  if (comma != message.npos && message.find(" to close ") != message.npos)
    message.insert(comma, fmt::format(" opened at {}:{}", place.line, place.column));
}

}  // namespace

Place place_of(std::string_view text, size_t offset) {
  std::string_view before = text.substr(0, offset);
  return {1 + static_cast<size_t>(std::count(before.begin(), before.end(), '\n')),
          1 + (offset - (before.rfind('\n') + 1))};
}

std::string excerpt(std::string_view prefix, std::string_view line, size_t offset) {
  offset = std::min(offset, line.size());
  size_t begin = offset > kColumnsBefore ? offset - kColumnsBefore : 0;
  while (begin > 0 && is_continuation(line[begin])) --begin;
  size_t end = std::min(line.size(), offset + kColumnsBehind);
  while (end < line.size() && is_continuation(line[end])) ++end;
  Shown before = show(line.substr(begin, offset - begin));
  Shown behind = show(line.substr(offset, end - offset));
  std::string lead = fmt::format("    {}{}", prefix, begin > 0 ? "..." : "");
  return fmt::format("{}{}{}{}\n{}^\n", lead, before.text, behind.text,
                     end < line.size() ? "..." : "",
                     std::string(show(lead).columns + before.columns, ' '));
}

std::string excerpt_of(std::string_view text, size_t offset) {
  return excerpt("", line_around(text, offset), place_of(text, offset).column - 1);
}

std::string printable(std::string_view message) {
  std::string out;
  while (!message.empty()) {
    Character c = character(message);
    if (is_printable(c.code)) {
      out += message.substr(0, c.size);
    } else if (c.code < ' ') {
      json::write_escaped(message.substr(0, 1), out);
    } else {
      json::write_unicode_escape(c.code, out);
    }
    message.remove_prefix(c.size);
  }
  return out;
}

std::string program_excerpt(const lang::Program& program, lang::Span span) {
  const lang::Source& source = program.sources[span.source];
  std::string_view line = line_around(source.text, span.begin);
  size_t indentation = std::min(line.find_first_not_of(" \t"), line.size());
  size_t column = place_of(source.text, span.begin).column - 1;
  return excerpt(where(source, span) + ": ", line.substr(indentation),
                 column - std::min(column, indentation));
}

std::string printable_lines(std::string_view text) {
  std::string out;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = std::min(text.find('\n', begin), text.size());
    out += printable(text.substr(begin, end - begin));
    if (end < text.size()) out += '\n';
    begin = end + 1;
  }
  return out;
}

std::string compile_message(const lang::CompileError& error, std::span<const lang::Source> sources) {
  std::string hint = error.hint.empty() ? "" : fmt::format(" ({})", error.hint);
  std::string message = error.message;
  if (error.related.end > error.related.begin) name_the_opening(message, sources, error.related);
  lang::Span span = error.span;
  std::string_view text = sources[span.source].text;
  if (span.begin == text.size()) span.begin = text.find_last_not_of(" \t\r\n") + 1;
  std::string out = fmt::format("{}: {}{}\n", where(sources[span.source], span), printable(message), printable(hint));
  out += excerpt_of(text, span.begin);
  if (error.related.end > error.related.begin) {
    out += fmt::format("{}: {}\n", where(sources[error.related.source], error.related), error.related_label);
    out += excerpt_of(sources[error.related.source].text, error.related.begin);
  }
  return out;
}

}  // namespace rejig
