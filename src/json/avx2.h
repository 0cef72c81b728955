// The structural index of a block and the scan of its lines and escapes as one pass with AVX2, in about two
// thirds of the time that simdjson's stage 1 and a scan beside it take. Both must find the same: see the tests.
// Tested by tests/unit/index_test.cc and tests/fuzz/index.cc.
#pragma once

#include <cstdint>
#include <string_view>

#include "json/lines.h"

namespace rejig::json::avx2 {

// More than the structural characters that `at` needs room for.
constexpr size_t kSpare = 16;

// As Indexer::index, on a processor that has AVX2, BMI, POPCNT and PCLMULQDQ. `at` has room for
// text.size() + kSpare; the length of the index goes to `count`.
bool index(std::string_view text, uint32_t* at, uint32_t& count, Lines& lines);

}  // namespace rejig::json::avx2
