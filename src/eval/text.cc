// See text.h.
#include "eval/text.h"

namespace rejig::eval {
namespace {

bool begins_point(char byte) { return (byte & 0xC0) != 0x80; }

size_t next_point(std::string_view text, size_t at) {
  do ++at;
  while (at < text.size() && !begins_point(text[at]));
  return at;
}

}  // namespace

size_t count_points(std::string_view utf8) {
  size_t count = 0;
  for (char byte : utf8) count += begins_point(byte);
  return count;
}

size_t offset_of_point(std::string_view utf8, size_t n) {
  size_t at = 0;
  for (; n > 0 && at < utf8.size(); --n) at = next_point(utf8, at);
  return at;
}

json::Value split_text(std::string_view text, std::string_view separator, json::Arena& arena) {
  json::Array* pieces = json::make_array(arena, 4);
  size_t at = 0;
  while (separator.empty() && at < text.size()) {
    size_t end = next_point(text, at);
    json::push(*pieces, json::Value::of(text.substr(at, end - at)), arena);
    at = end;
  }
  if (separator.empty() || text.empty()) return json::Value::of(pieces);
  for (size_t end; (end = text.find(separator, at)) != text.npos; at = end + separator.size())
    json::push(*pieces, json::Value::of(text.substr(at, end - at)), arena);
  json::push(*pieces, json::Value::of(text.substr(at)), arena);
  return json::Value::of(pieces);
}

}  // namespace rejig::eval
