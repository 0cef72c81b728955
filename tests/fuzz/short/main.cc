// A short run of a fuzzer without libFuzzer, for `make check`: its seeds as they are, and what chance makes of
// them; the same inputs every time. An input that ends the run is left in build/fuzz/short-NAME.
//   NAME RUNS [FOLDER OF SEEDS]
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

constexpr size_t kLongest = 3000;  // bytes
constexpr char kBytes[] = "{}[]\":,\\/ \n\r\tabefnrtu0159.-+eE<>&;=|()$#'?\0\x1f\x7f\x80\xbf\xc3\xe3\xed\xf0\xff";

std::string found;  // where to leave it
std::string input;

void on_signal(int) {
  int fd = ::open(found.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (fd >= 0 && ::write(fd, input.data(), input.size()) >= 0) ::close(fd);
  ::_exit(1);
}

void run() { LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size()); }

std::vector<std::string> seeds_in(const char* folder) {
  std::vector<std::string> paths, seeds;
  if (folder && std::filesystem::is_directory(folder))
    for (const auto& entry : std::filesystem::directory_iterator(folder)) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());  // the order of a folder is not always the same
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return seeds;
}

class Mutator {
 public:
  explicit Mutator(const std::vector<std::string>& seeds) : seeds_(seeds) {}

  std::string make() {
    std::string text = one_of_seeds();
    for (size_t n = 1 + pick(5); n > 0; --n) change(text);
    if (text.size() > kLongest) text.resize(kLongest);
    return text;
  }

 private:
  size_t pick(size_t below) { return below == 0 ? 0 : random_() % below; }
  const std::string& one_of_seeds() { return seeds_[pick(seeds_.size())]; }

  void change(std::string& text) {
    size_t at = pick(text.size() + 1), count = pick(std::min<size_t>(text.size() - at, 40) + 1);
    switch (pick(5)) {
      case 0: text.insert(at, 1, kBytes[pick(sizeof kBytes - 1)]); return;
      case 1: text.replace(at, at < text.size(), 1, kBytes[pick(sizeof kBytes - 1)]); return;
      case 2: text.erase(at, count); return;
      case 3: text.insert(pick(text.size() + 1), text.substr(at, count)); return;
      case 4: {
        const std::string& other = one_of_seeds();
        text.insert(at, other.substr(pick(other.size() + 1), pick(80)));
      }
    }
  }

  const std::vector<std::string>& seeds_;
  std::mt19937 random_{1};
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  std::vector<std::string> seeds = seeds_in(argc > 2 ? argv[2] : nullptr);
  seeds.insert(seeds.end(), {"", "{\"a\":{\"b\":1},\"c\":[1,-2.5e3,\"\\u00e9\xe3\x81\x82\"],\"d\":null}",
                             "[true, false ,null]\n{\"k\" : \"text\\n\\\\\"}\r\n", "<a b=\"c\">t&amp;<d/></a>"});
  found = "build/fuzz/short-" + std::filesystem::path(argv[0]).filename().string();
  std::filesystem::create_directories("build/fuzz");
  for (int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) std::signal(signal, on_signal);

  for (const auto& seed : seeds) {
    input = seed;
    run();
  }
  Mutator mutator(seeds);
  for (long n = std::atol(argv[1]); n > 0; --n) {
    input = mutator.make();
    run();
  }
}
