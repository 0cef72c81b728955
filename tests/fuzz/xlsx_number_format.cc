// A format code: any bytes have a kind, and what follows the first section does not change it.
#include <cstdlib>
#include <string>

#include "xlsx2jsonl/number_format.h"

using xlsx2jsonl::date_kind;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string code(reinterpret_cast<const char*>(data), size);
  if (code.find_first_of("\"[\\_*gG") == code.npos &&
      date_kind(code) != date_kind(code + ";yyyy[h]"))
    std::abort();
  date_kind(code);
  return 0;
}
