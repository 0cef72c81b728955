#include "json/index.h"

#include <simdjson.h>

#include <algorithm>
#include <new>

namespace rejig::json {
namespace {

using Parser = simdjson::internal::dom_parser_implementation;

std::unique_ptr<Parser> make_parser(size_t capacity) {
  std::unique_ptr<Parser> parser;
  const auto& kernel = simdjson::get_active_implementation();
  if (kernel->create_dom_parser_implementation(capacity, 1, parser) != simdjson::SUCCESS)
    throw std::bad_alloc();
  return parser;
}

}  // namespace

bool is_utf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

struct Indexer::Kernel {
  std::unique_ptr<Parser> parser;
  size_t capacity = 0;
};

Indexer::Indexer() : kernel_(std::make_unique<Kernel>()) {}
Indexer::~Indexer() = default;

bool Indexer::index(const char* text, size_t size) {
  if (!kernel_->parser || size > kernel_->capacity) {
    kernel_->parser.reset();
    kernel_->capacity = std::max<size_t>(size, 4096);
    kernel_->parser = make_parser(kernel_->capacity);
  }
  auto error = kernel_->parser->stage1(reinterpret_cast<const uint8_t*>(text), size,
                                       simdjson::stage1_mode::regular);
  if (error == simdjson::EMPTY) kernel_->parser->n_structural_indexes = 0;
  return error == simdjson::SUCCESS || error == simdjson::EMPTY;
}

uint32_t Indexer::count() const { return kernel_->parser->n_structural_indexes; }
const uint32_t* Indexer::at() const { return kernel_->parser->structural_indexes.get(); }

}  // namespace rejig::json
