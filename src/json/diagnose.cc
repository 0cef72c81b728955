#include "json/diagnose.h"

#include <fmt/format.h>

#include <vector>

#include "json/text.h"
#include "json/walker.h"

namespace rejig::json {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }

bool is_word(char c) { return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_'; }

// Length of the UTF-8 sequence at the front of `text`, 0 where it is not well-formed (RFC 3629).
size_t utf8_length(std::string_view text) {
  auto byte = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  auto follows = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    if ((first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F)) return 0;
    return follows(1) && follows(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if ((first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F)) return 0;
    return follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

// Of one well-formed sequence of two bytes or more.
uint32_t code_point(std::string_view character) {
  uint32_t code = static_cast<unsigned char>(character[0]) & (0x7F >> character.size());
  for (char c : character.substr(1)) code = code << 6 | (c & 0x3F);
  return code;
}

// Recursive descent without recursion; every method returns false once fault_ is set.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<Fault> run() {
    if (value() && skip_space() && !at_end()) {
      bool another = std::string_view("{[\"-0123456789tfn").find(peek()) != std::string_view::npos;
      expected(another ? "one value on a line" : "end of line after the value");
    }
    return std::move(fault_);
  }

 private:
  bool at_end() const { return at_ == text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }

  bool skip_space() {
    while (!at_end() && is_space(text_[at_])) ++at_;
    return true;
  }

  bool fail(size_t offset, std::string message) {
    fault_ = Fault{offset, std::move(message)};
    return false;
  }

  bool expected(std::string_view what) {
    fault_ = Fault{at_, fmt::format("expected {}, got {}", what, here()), at_end() && !open_.empty()};
    return false;
  }

  // What stands at the current place, for a message.
  std::string here() const {
    if (at_end()) return "end of line";
    auto byte = static_cast<unsigned char>(text_[at_]);
    size_t length = utf8_length(text_.substr(at_));
    if (length == 0 || byte < 0x20 || byte == 0x7F) return fmt::format("byte 0x{:02x}", byte);
    std::string_view character = text_.substr(at_, length);
    if (length == 1) return fmt::format("'{}'", character);
    return fmt::format("'{}' (U+{:04X})", character, code_point(character));
  }

  // NaN, None, True, undefined: the whole word tells more than its first letter.
  bool expected_value(std::string_view what) {
    size_t end = at_;
    while (end < text_.size() && end - at_ < 20 && is_word(text_[end])) ++end;
    if (end - at_ < 2) return expected(what);
    return fail(at_, fmt::format("expected {}, got '{}'", what, text_.substr(at_, end - at_)));
  }

  // One value with all that is inside; `open_` holds the brackets not yet closed.
  bool value() {
    if (!start_value("a JSON value")) return false;
    while (!open_.empty())
      if (!(open_.back() == '{' ? after_member() : after_element())) return false;
    return true;
  }

  // A scalar, or the opening of containers down to the first scalar or empty container.
  bool start_value(std::string_view what) {
    for (;; what = "a value or ']'") {
      skip_space();
      if (peek() != '{' && peek() != '[') return scalar(what);
      if (open_.size() == kMaxDepth)
        return fail(at_, fmt::format("nested deeper than {} levels", kMaxDepth));
      open_.push_back(text_[at_++]);
      skip_space();
      if (open_.back() == '{') return peek() == '}' ? close() : member("a key or '}'");
      if (peek() == ']') return close();
    }
  }

  bool close() {
    ++at_;
    open_.pop_back();
    return true;
  }

  bool member(std::string_view what) {
    skip_space();
    if (peek() != '"') return expected(what);
    if (!string()) return false;
    skip_space();
    if (peek() != ':') return expected("':' after a key");
    ++at_;
    return start_value("a value");
  }

  bool after_member() {
    skip_space();
    if (peek() == '}') return close();
    if (peek() != ',') return expected("',' or '}' after a member");
    ++at_;
    return member("a key");
  }

  bool after_element() {
    skip_space();
    if (peek() == ']') return close();
    if (peek() != ',') return expected("',' or ']' after an element");
    ++at_;
    return start_value("a value");
  }

  bool scalar(std::string_view what) {
    if (peek() == '"') return string();
    if (peek() == '-' || is_digit(peek())) return number();
    for (std::string_view literal : {"true", "false", "null"})
      if (text_.substr(at_, literal.size()) == literal) return literal_ends(literal);
    return expected_value(what);
  }

  bool literal_ends(std::string_view literal) {
    size_t end = at_ + literal.size();
    if (end < text_.size() && is_word(text_[end])) return expected_value("a value");
    at_ = end;
    return true;
  }

  bool digits(std::string_view what) {
    if (!is_digit(peek())) return expected(what);
    while (is_digit(peek())) ++at_;
    return true;
  }

  bool number() {
    if (peek() == '-') ++at_;
    if (peek() == '0') {
      ++at_;
      if (is_digit(peek())) return fail(at_ - 1, "a number must not start with 0");
    } else if (!digits("a digit")) {
      return false;
    }
    if (peek() == '.') {
      ++at_;
      if (!digits("a digit after the decimal point")) return false;
    }
    if (peek() != 'e' && peek() != 'E') return true;
    ++at_;
    if (peek() == '+' || peek() == '-') ++at_;
    return digits("a digit in the exponent");
  }

  bool string() {
    size_t start = at_++;
    while (!at_end()) {
      auto byte = static_cast<unsigned char>(text_[at_]);
      if (byte == '"') return ++at_, true;
      if (byte < 0x20)
        return fail(at_, fmt::format("control character 0x{:02x} in a string must be escaped", byte));
      if (byte == '\\') {
        if (!escape()) return false;
        continue;
      }
      size_t length = utf8_length(text_.substr(at_));
      if (length == 0) return fail(at_, fmt::format("invalid UTF-8: byte 0x{:02x}", byte));
      at_ += length;
    }
    return fail(start, "string is not closed");
  }

  bool escape() {
    size_t start = at_++;
    char letter = peek();
    if (letter == 'u') {
      for (int i = 0; i < 4; ++i) {
        ++at_;
        if (!is_hex(peek())) return fail(start, "expected four hexadecimal digits after '\\u'");
      }
    } else if (at_end() || std::string_view("\"\\/bfnrt").find(letter) == std::string_view::npos) {
      return fail(start, fmt::format("invalid escape: '\\' before {}", here()));
    }
    ++at_;
    return true;
  }

  std::string_view text_;
  size_t at_ = 0;
  std::vector<char> open_;
  std::optional<Fault> fault_;
};

}  // namespace

std::optional<Fault> diagnose(std::string_view text) { return Reader(text).run(); }

}  // namespace rejig::json
