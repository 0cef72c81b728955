// A styles part: any bytes are kinds of formats or an error.
#include "../oracle/xlsx_support.h"
#include "xlsx2jsonl/styles.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view part(reinterpret_cast<const char*>(data), size);
  xlsx_test::message_of(
      [&] { xlsx2jsonl::read_styles(std::make_unique<xlsx2jsonl::MemorySource>(part), "styles.xml"); });
  return 0;
}
