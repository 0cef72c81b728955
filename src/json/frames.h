// Where one JSON value ends and the next begins in a sequence of them: the framing alone, by quotes and
// brackets; that each is valid is for the walker to say. Tested by tests/unit/frames_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rejig::json {

// Takes the first value's text from the front of `rest`, without white space around it; empty at the
// end. A text that is no JSON gives some piece that is no JSON either.
std::string_view next_value(std::string_view& rest);

// `value` without the white space outside its strings.
void write_without_space(std::string_view value, std::string& out);

// Cuts a stream of bytes, which comes in pieces, into lines of one value each: any values separated by
// white space, and the elements of an array at the top. Bytes that cannot be framed (a missing comma, a
// stray bracket) come out as a line of their own, which the walker then refuses.
class Framer {
 public:
  // Appends the lines that `bytes` completes to `lines`. A value that holds a line break comes without
  // white space, others as they are.
  void push(std::string_view bytes, std::string& lines);
  // At the end of the input: what is not complete, as a line.
  void finish(std::string& lines);
  // Bytes of the value that is not complete yet.
  size_t pending() const { return value_.size(); }

 private:
  enum class Expect : uint8_t { value, element, first_element, comma };
  bool begins_value(char c, std::string& lines);
  size_t take_value(std::string_view bytes, bool& ended);
  size_t take_string(std::string_view bytes, size_t i, bool& ended);
  void end_value(std::string_view value, std::string& lines);
  void stray(char c, std::string& lines);

  Expect expect_ = Expect::value;
  std::string value_;  // what earlier pieces held of the value at hand
  uint32_t depth_ = 0;
  bool in_value_ = false;
  bool in_string_ = false;
  bool escaped_ = false;
  bool in_scalar_ = false;
  bool has_break_ = false;
  bool in_array_ = false;
};

}  // namespace rejig::json
