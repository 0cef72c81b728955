// A format code: any bytes have a kind, and without conditions what follows the first section does
// not change it.
#include <cstdlib>
#include <string>

#include "xlsx2jsonl/number_format.h"

using xlsx2jsonl::NumberFormat;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string code(reinterpret_cast<const char*>(data), size);
  NumberFormat format(code);
  for (double value : {-1.0, 0.0, 0.5, 45413.5}) {
    bool plain = code.find_first_of("\"[\\_*gG") == code.npos;
    if (plain && format.kind_of(value) != NumberFormat(code + ";yyyy[h]").kind_of(value)) std::abort();
    if (!format.may_be_date() && format.kind_of(value) != xlsx2jsonl::DateKind::kNone) std::abort();
  }
  return 0;
}
