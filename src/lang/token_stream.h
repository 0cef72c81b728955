// The parser's view of the tokens: it looks ahead, expects tokens, and words the error if they are others. It also
// knows where a statement's line ends. Tested by tests/unit/parser_test.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lang/source.h"
#include "lang/token.h"

namespace rejig::lang {

// `text` up to a line's end and some 40 bytes, "..." for the rest.
std::string cut(std::string_view text);

// The message for an expression where a statement should be.
std::string no_statement(std::string_view expression);

class TokenStream {
 public:
  // `source` must outlive the stream; `number` is its index in Program::sources.
  TokenStream(const Source& source, uint32_t number, std::vector<Token> tokens)
      : source_(source), number_(number), tokens_(std::move(tokens)) {}

  const Token& peek(uint32_t ahead = 0) const {
    size_t i = at_ + ahead;
    return tokens_[i < tokens_.size() ? i : tokens_.size() - 1];
  }
  bool at(TokenKind kind) const { return peek().kind == kind; }
  Token next() { return at_ + 1 < tokens_.size() ? tokens_[at_++] : tokens_[at_]; }
  bool accept(TokenKind kind) {
    bool found = at(kind);
    if (found) next();
    return found;
  }
  // Skips all tokens that are left.
  void skip_rest() { at_ = tokens_.size() - 1; }
  // The token before the next one.
  const Token& previous() const { return tokens_[at_ > 0 ? at_ - 1 : 0]; }

  std::string_view text(const Token& t) const { return text(t.begin, t.end); }
  std::string_view text(uint32_t begin, uint32_t end) const {
    return std::string_view(source_.text).substr(begin, end - begin);
  }
  Span span_of(const Token& t) const { return {number_, t.begin, t.end}; }
  // From `begin` to the end of the last token read.
  Span span_from(uint32_t begin) const { return {number_, begin, at_ > 0 ? previous().end : begin}; }

  static bool begins_expression(TokenKind kind);

  // The next token begins a new line and cannot continue this one. Only where a statement is parsed
  // and no bracket is open; see Open.
  bool line_ends() const;

  Token expect(TokenKind kind, std::string_view expected, std::string hint = {});
  // Reads the token that closes what `open` opened.
  Token close(TokenKind kind, const Token& open, std::string hint = {});

  [[noreturn]] void unexpected(std::string_view expected, std::string hint = {}) const;
  [[noreturn]] void fail(Span span, std::string message, std::string hint = {}) const;

  // While it is in scope, newlines have no meaning and all operators are jq's.
  class Open {
   public:
    explicit Open(TokenStream& stream) : stream_(stream), before_(stream.statement_) { stream.statement_ = false; }
    ~Open() { stream_.statement_ = before_; }
    Open(const Open&) = delete;
    Open& operator=(const Open&) = delete;

   private:
    TokenStream& stream_;
    bool before_;
  };

 protected:
  bool ternary() const;

  bool statement_ = false;  // directly in a statement: newlines end it, `|` and `,` too

 private:
  std::string describe(const Token& t) const;
  std::string habit() const;
  std::string adjacent_habit() const;
  std::string argument_habit() const;
  std::string_view whole(const Token& t) const;
  void suspect_string(CompileError& error) const;

  const Source& source_;
  uint32_t number_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
};

}  // namespace rejig::lang
