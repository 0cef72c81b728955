// See token_stream.h.

#include "lang/token_stream.h"

#include <fmt/format.h>

namespace rejig::lang {

using enum TokenKind;

std::string cut(std::string_view text) {
  constexpr size_t kShown = 40;
  size_t size = std::min(text.find('\n'), text.size());
  if (size == text.size() && size <= kShown) return std::string(text);
  size = std::min(size, kShown);
  while (size > 0 && (text[size] & 0xC0) == 0x80) --size;
  while (size > 0 && (text[size - 1] == ' ' || text[size - 1] == '\r')) --size;
  return std::string(text.substr(0, size)) + "...";
}

std::string no_statement(std::string_view expression) {
  return fmt::format("expected a statement, got the expression '{}'", cut(expression));
}

bool TokenStream::line_ends() const {
  if (!statement_ || !peek().newline_before) return false;
  switch (peek().kind) {
    case brace_open:
    case TokenKind::pipe:
    case else_:
    case catch_:
    case and_:
    case or_:
    case as:
    case comma:
    case question:
    case question_alternative:
    case TokenKind::plus:
    case star:
    case slash:
    case percent:
    case alternative:
      return false;
    default:
      return !(peek().kind >= assign && peek().kind <= greater_equal);
  }
}

Token TokenStream::expect(TokenKind kind, std::string_view expected, std::string hint) {
  if (!at(kind)) unexpected(expected, std::move(hint));
  return next();
}

Token TokenStream::close(TokenKind kind, const Token& open, std::string hint) {
  if (at(kind)) return next();
  std::string what =
      open.kind == brace_open && statement_ ? "the block" : "'" + std::string(text(open)) + "'";
  CompileError error{
      span_of(peek()),
      fmt::format("expected '{}' to close {}, got {}", spelled(kind), what, describe(peek())),
      hint.empty() ? habit() : std::move(hint), span_of(open), "opened here"};
  throw error;
}

void TokenStream::unexpected(std::string_view expected, std::string hint) const {
  CompileError error{span_of(peek()),
                     fmt::format("expected {}, got {}", expected, describe(peek())),
                     hint.empty() ? habit() : std::move(hint),
                     {},
                     {}};
  if (error.hint.empty()) suspect_string(error);
  throw error;
}

void TokenStream::fail(Span span, std::string message, std::string hint) const {
  throw CompileError{span, std::move(message), std::move(hint), {}, {}};
}

// 'then', '"a string"', end of file
std::string TokenStream::describe(const Token& t) const {
  if (t.kind == end) return source_.name.starts_with('<') ? "end of program" : "end of file";
  uint32_t stop = t.end;
  for (size_t i = at_; t.kind == quote_open && i < tokens_.size(); ++i) {
    stop = tokens_[i].end;
    if (tokens_[i].kind == quote_close) break;
  }
  return "'" + cut(text(t.begin, stop)) + "'";
}

// What somebody at home in another language may have meant by the next token.
std::string TokenStream::habit() const {
  const Token& t = peek();
  std::string_view word = text(t);
  bool adjacent = at_ > 0 && previous().end == t.begin;
  if (t.kind == identifier && (word == "elseif" || word == "elsif")) return "write 'elif'";
  if (t.kind == identifier && static_cast<signed char>(word[0]) < 0) {
    bool member = adjacent && (previous().kind == dot || previous().kind == field);
    std::string name(member && previous().kind == field ? text(previous()).substr(1) : "");
    return fmt::format("names are ASCII; others are quoted: .\"{}{}\"", name, word);
  }
  if (t.kind == identifier && adjacent && previous().kind == dot_dot) {
    return fmt::format("write .. | .{}?", word);
  }
  if (t.kind == number && word.starts_with('.') && adjacent) {
    return fmt::format("an element is .[{}]", word.substr(1));
  }
  if (t.kind == assign && adjacent && previous().kind == equal) return "'==' compares";
  if (t.kind == greater && adjacent && previous().kind == less) return "'!=' is unequal";
  if (t.kind == question_alternative) return "'?//' is for bindings; write .a? // 1";
  if (t.kind == colon && peek(1).kind == assign) return "'=' assigns";
  if ((t.kind == TokenKind::plus || t.kind == TokenKind::minus) && adjacent &&
      previous().kind == t.kind) {
    return fmt::format("write {}= 1", word);
  }
  bool twice = at_ > 1 && previous().kind == TokenKind::minus &&
               tokens_[at_ - 2].kind == TokenKind::minus &&
               tokens_[at_ - 2].end == previous().begin;
  if (twice) return "write -= 1";
  if (adjacent && at_ > 1 && previous().kind == t.kind && t.kind == star)
    return "powers are pow(x; y)";
  return {};
}

// A token right after a string that spans lines: the string's closing quote is probably missing,
// and what looks like its end opens the next string.
void TokenStream::suspect_string(CompileError& error) const {
  if (at_ < 2 || previous().kind != quote_close) return;
  size_t i = at_ - 1;
  while (i > 0 && tokens_[i].kind != quote_open) --i;
  if (text(tokens_[i].begin, previous().end).find('\n') == std::string_view::npos) return;
  error.hint = "the string before it goes over several lines: is a '\"' missing?";
  error.related = span_of(tokens_[i]);
  error.related_label = "opened here";
}

}  // namespace rejig::lang
