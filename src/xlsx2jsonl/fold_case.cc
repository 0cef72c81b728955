#include "xlsx2jsonl/fold_case.h"

#include <clocale>
#include <cwctype>

namespace xlsx2jsonl {
namespace {

// The system's tables; without them only ASCII folds.
char32_t lower(char32_t c) {
  static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  if (locale) return towlower_l(static_cast<wint_t>(c), locale);
  return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

}  // namespace

std::u32string fold_case(std::string_view utf8) {
  std::u32string folded;
  for (size_t i = 0; i < utf8.size();) {
    unsigned char lead = utf8[i++];
    size_t more = lead < 0xc0 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    char32_t c = more ? lead & (0x3f >> more) : lead;
    for (; more > 0 && i < utf8.size(); --more) c = c << 6 | (utf8[i++] & 0x3f);
    folded.push_back(lower(c));
  }
  return folded;
}

}  // namespace xlsx2jsonl
