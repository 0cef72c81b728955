#include <doctest/doctest.h>

#include "../oracle/xlsx_support.h"
#include "xlsx2jsonl/encoding.h"

using namespace xlsx2jsonl;
using namespace std::string_literals;

namespace {

// All of `bytes` as UTF-8, read into rooms of `room` bytes, or the error.
std::string decoded(std::string_view bytes, size_t room) {
  std::string out;
  std::string message = xlsx_test::message_of([&] {
    SourcePtr source = utf8_source(std::make_unique<MemorySource>(bytes, 5), "part");
    std::string block(room, 0);
    while (size_t size = source->read(block)) out.append(block, 0, size);
  });
  return message.empty() ? out : message;
}

std::string utf16(std::u16string_view text, bool big, bool mark) {
  std::string out;
  auto put = [&](char16_t c) {
    char low = static_cast<char>(c & 0xff);
    char high = static_cast<char>(c >> 8);
    out += big ? std::string{high, low} : std::string{low, high};
  };
  if (mark) put(0xfeff);
  for (char16_t c : text) put(c);
  return out;
}

}  // namespace

TEST_CASE("xlsx encoding: whatever comes in, UTF-8 goes out") {
  std::string latin = "<?xml version='1.0' encoding='ISO-8859-1'?><a>";
  std::string japanese = "<?xml version='1.0' encoding=\"Shift_JIS\"?><a>";
  struct Row {
    std::string bytes;
    std::string expected;
  };
  const Row rows[] = {
      {"", ""},
      {"<a>é</a>", "<a>é</a>"},
      {"\xef\xbb\xbf<a/>", "<a/>"},
      {utf16(u"<a>é日😀</a>", false, true), "<a>é日😀</a>"},
      {utf16(u"<a>é日😀</a>", true, true), "<a>é日😀</a>"},
      {utf16(u"<a>é日</a>", false, false), "<a>é日</a>"},
      {utf16(u"<a>é日</a>", true, false), "<a>é日</a>"},
      {latin + "\xe9</a>", latin + "é</a>"},
      {japanese + "\x93\xfa</a>", japanese + "日</a>"},
      {"<?xml version='1.0' encoding='utf-16'?><a/>", "<?xml version='1.0' encoding='utf-16'?><a/>"},
      {"<a encoding='latin1'>", "<a encoding='latin1'>"},
      {"<?xml version='1.0' encoding='KOI-7'?><a/>", "xml: the encoding 'koi-7' is not supported (part)"},
      {utf16(u"<a>", false, true) + "\x3d"s, "xml: the text does not follow the part's encoding (part)"},
      {utf16({u"<a>\xd83d<", 5}, false, true), "xml: the text does not follow the part's encoding (part)"},
  };
  for (const auto& row : rows)
    for (size_t room : {1, 3, 16, 17, 1000}) {
      CAPTURE(room);
      CHECK(decoded(row.bytes, room) == row.expected);
    }
}
