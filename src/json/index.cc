#include "json/index.h"

#include <simdjson.h>

#include <algorithm>
#include <new>

#include "json/avx2.h"

namespace rejig::json {
namespace {

// simdjson's kernel of this name needs just what ours does.
bool has_avx2() {
  static const auto* const kernel = simdjson::get_available_implementations()["haswell"];
  static const bool has = kernel && kernel->supported_by_runtime_system();
  return has;
}

}  // namespace

bool is_utf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

struct Indexer::Stage1 {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
};

Indexer::Indexer(Kernel kernel)
    : stage1_(kernel == Kernel::fastest && has_avx2() ? nullptr : std::make_unique<Stage1>()) {}
Indexer::~Indexer() = default;

bool Indexer::index(const char* text, size_t size) {
  if (size > capacity_ || capacity_ == 0) reserve(std::max<size_t>(size, 4096));
  if (!stage1_) {
    at_ = own_.get();
    return avx2::index({text, size}, own_.get(), count_, lines_);
  }
  count_ = 0;
  if (!scan_lines({text, size}, lines_)) return false;
  auto& parser = *stage1_->parser;
  auto error = parser.stage1(reinterpret_cast<const uint8_t*>(text), size, simdjson::stage1_mode::regular);
  at_ = parser.structural_indexes.get();
  if (error == simdjson::SUCCESS) count_ = parser.n_structural_indexes;
  if (error == simdjson::EMPTY) std::fill_n(parser.structural_indexes.get(), 2, static_cast<uint32_t>(size));
  return error == simdjson::SUCCESS || error == simdjson::EMPTY;
}

void Indexer::reserve(size_t size) {
  capacity_ = 0;
  if (stage1_) {
    stage1_->parser.reset();
    const auto& implementation = simdjson::get_active_implementation();
    if (implementation->create_dom_parser_implementation(size, 1, stage1_->parser) != simdjson::SUCCESS)
      throw std::bad_alloc();
  } else {
    own_.reset();
    own_.reset(new uint32_t[size + avx2::kSpare]);
  }
  capacity_ = size;
}

}  // namespace rejig::json
