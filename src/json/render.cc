#include "json/render.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "json/splice.h"
#include "json/text.h"

namespace rejig::json {
namespace {

// Decodes one code point of valid UTF-8 and moves p behind it.
uint32_t next_code_point(const char*& p) {
  auto byte = static_cast<unsigned char>(*p++);
  if (byte < 0x80) return byte;
  int more = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
  uint32_t code = byte & (0x3F >> more);
  while (more-- > 0) code = code << 6 | (*p++ & 0x3F);
  return code;
}

void write_ascii(std::string_view utf8, std::string& out) {
  for (const char *p = utf8.data(), *end = p + utf8.size(); p < end;) {
    const char* other = std::find_if(p, end, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    out.append(p, other);
    if ((p = other) == end) return;
    write_unicode_escape(next_code_point(p), out);
  }
}

class Renderer {
 public:
  Renderer(const Rendering& how, std::string& out, Arena& arena)
      : how_(how), out_(out), arena_(arena) {}

  void value(Value v, int level) {
    switch (v.kind()) {
      case Kind::array: return array(open_array(v, arena_), level);
      case Kind::object: return object(open_object(v, arena_), level);
      case Kind::string: return string(v);
      default: return write_spliced(v, out_, arena_);
    }
  }

 private:
  void string(Value v) {
    if (!how_.ascii) return write_spliced(v, out_, arena_);
    std::string text;
    write_spliced(v, text, arena_);
    write_ascii(text, out_);
  }

  void array(const Array& array, int level) {
    if (array.size == 0) return void(out_ += "[]");
    out_ += '[';
    for (uint32_t i = 0; i < array.size; ++i) {
      begin_item(i, level + 1);
      value(array.items[i].value, level + 1);
    }
    end_items(level);
    out_ += ']';
  }

  void object(const Object& object, int level) {
    if (object.size == 0) return void(out_ += "{}");
    out_ += '{';
    uint32_t written = 0;
    for (const Member* member : ordered(object)) {
      begin_item(written++, level + 1);
      key(object, *member);
      out_ += how_.indent > 0 ? ": " : ":";
      value(member->value, level + 1);
    }
    end_items(level);
    out_ += '}';
  }

  std::vector<const Member*> ordered(const Object& object) const {
    std::vector<const Member*> members(object.size);
    for (uint32_t i = 0; i < object.size; ++i) members[i] = &object.items[i];
    if (how_.sort_keys)
      std::sort(members.begin(), members.end(),
                [](const Member* a, const Member* b) { return a->key < b->key; });
    return members;
  }

  // As spelled in the record, where it comes from there and was not renamed.
  void key(const Object& object, const Member& member) {
    if (member.origin != kNoOrigin) {
      Value raw = Value::raw(*object.from.source, member.origin);
      if (text_of(raw, arena_) == member.key) return string(raw);
    }
    string(Value::of(member.key));
  }

  void begin_item(uint32_t position, int level) {
    if (position > 0) out_ += ',';
    new_line(level);
  }

  void end_items(int level) { new_line(level); }

  void new_line(int level) {
    if (how_.indent == 0) return;
    out_ += '\n';
    out_.append(static_cast<size_t>(level) * how_.indent, ' ');
  }

  const Rendering& how_;
  std::string& out_;
  Arena& arena_;
};

}  // namespace

void render(Value v, const Rendering& how, int level, std::string& out, Arena& arena) {
  Renderer(how, out, arena).value(v, level);
}

}  // namespace rejig::json
