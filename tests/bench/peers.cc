// What the bench holds rejig against, in the same language and on the same blocks: simdjson's stage 1 alone,
// and the two rules of examples/reasoning.rejig as a hand-written ondemand::iterate_many loop. Neither checks
// a record whole. The block grows where a record is longer.
//   peers stage1 FILE        structural indexing, nothing else
//   peers iterate FILE       the two rules, records to standard output
//   peers nothing FILE       what starting a program with this library takes
#include <fcntl.h>
#include <simdjson.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

namespace {

constexpr size_t kBlock = size_t{256} << 10;

// Calls visit(bytes, size) for blocks of whole lines.
template <class Visit>
bool each_block(const char* path, Visit visit) {
  int fd = ::open(path, O_RDONLY);
  if (fd < 0) return false;
  size_t room = kBlock, size = 0;
  std::vector<char> buffer(room + simdjson::SIMDJSON_PADDING);
  for (ssize_t got; (got = ::read(fd, buffer.data() + size, room - size)) > 0;) {
    size += got;
    auto* last = static_cast<char*>(::memrchr(buffer.data(), '\n', size));
    if (!last && size == room) buffer.resize((room *= 2) + simdjson::SIMDJSON_PADDING);
    if (!last) continue;
    size_t whole = last + 1 - buffer.data();
    visit(buffer.data(), whole);
    std::memmove(buffer.data(), buffer.data() + whole, size - whole);
    size -= whole;
  }
  ::close(fd);
  return true;
}

bool stage1(const char* path) {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
  const auto& kernel = simdjson::get_active_implementation();
  if (kernel->create_dom_parser_implementation(kBlock, 1, parser) != simdjson::SUCCESS) return false;
  uint64_t structurals = 0;
  bool good = each_block(path, [&](const char* text, size_t size) {
    if (size > parser->capacity() && parser->allocate(size, 1) != simdjson::SUCCESS) std::exit(2);
    if (parser->stage1(reinterpret_cast<const uint8_t*>(text), size, simdjson::stage1_mode::regular) ==
        simdjson::SUCCESS)
      structurals += parser->n_structural_indexes;
  });
  std::fprintf(stderr, "%llu structural characters\n", static_cast<unsigned long long>(structurals));
  return good;
}

constexpr std::string_view kNoRepeat = " Don't output the same answer over and over again unnecessarily.";
constexpr std::string_view kFreeWriting =
    " You should create sentences with correct grammar using free ideas within the framework "
    "specified by the user.";

std::string_view addition(std::string_view category, std::string_view uniqueness) {
  if (uniqueness != "simple") return {};
  return category == "open_qa" ? kNoRepeat : category == "creative" ? kFreeWriting : "";
}

bool iterate(const char* path) {
  simdjson::ondemand::parser parser;
  std::string out;
  return each_block(path, [&](const char* text, size_t size) {
    simdjson::ondemand::document_stream records;
    if (parser.iterate_many(text, size, size).get(records)) return;
    out.clear();
    for (auto record : records) {
      std::string_view category, uniqueness, reasoning, raw;
      simdjson::ondemand::object object;
      if (record.get_object().get(object)) continue;
      for (auto field : object) {
        std::string_view key;
        if (field.unescaped_key().get(key)) continue;
        if (key == "category") {
          if (field.value().get_string().get(category)) continue;
        } else if (key == "uniqueness") {
          if (field.value().get_string().get(uniqueness)) continue;
        } else if (key == "reasoning") {
          if (field.value().raw_json_token().get(reasoning)) continue;
        }
      }
      if (object.raw_json().get(raw)) continue;
      raw.remove_suffix(raw.size() - raw.rfind('}') - 1);  // it goes on to the next record
      std::string_view add = addition(category, uniqueness);
      size_t at = raw.size();
      if (!add.empty()) at = reasoning.rfind('"') + (reasoning.data() - raw.data());
      out.append(raw, 0, at).append(add).append(raw, at).append("\n");
    }
    if (::write(STDOUT_FILENO, out.data(), out.size()) < 0) std::exit(2);
  });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  std::string_view mode = argv[1];
  if (mode == "nothing") return 0;
  return (mode == "stage1" ? stage1(argv[2]) : iterate(argv[2])) ? 0 : 2;
}
