#include "rejig/file_roles.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string_view>
#include <utility>
#include <vector>

namespace rejig {
namespace {

struct Role {
  std::string_view what;
  bool writes;
};

constexpr Role kRead{"is read", false};
constexpr Role kRejects{"is to hold the rejects", true};
constexpr Role kOutput{"is the output", true};

using Identity = std::pair<dev_t, ino_t>;

struct FileInRole {
  std::string_view name;
  const Role* role;
  Identity identity;
};

class Files {
 public:
  void add(std::string_view name, int descriptor, const Role& role) {
    struct stat info;
    if (::fstat(descriptor, &info) == 0) add(name, info, role);
  }

  void add(std::string_view name, const std::string& path, const Role& role) {
    struct stat info;
    if (::stat(path.c_str(), &info) == 0) add(name, info, role);
  }

 private:
  void add(std::string_view name, const struct stat& info, const Role& role) {
    if (!S_ISREG(info.st_mode)) return;
    FileInRole added{name, &role, {info.st_dev, info.st_ino}};
    for (const FileInRole& file : files_)
      if (file.identity == added.identity && (file.role->writes || role.writes))
        throw UsageError{
            fmt::format("{}: {}, and {} as well (write to another file)", file.name, file.role->what, role.what)};
    files_.push_back(added);
  }

  std::vector<FileInRole> files_;
};

}  // namespace

void refuse_one_file_as_two(const Options& options) {
  Files files;
  for (const auto& path : options.inputs) {
    if (path == "-")
      files.add(display_name(path), STDIN_FILENO, kRead);
    else
      files.add(path, path, kRead);
  }
  for (const auto& path : options.rule_files) files.add(path, path, kRead);
  for (const auto& argument : options.arguments)
    if (argument.from >= NamedArgument::From::slurped_file) files.add(argument.value, argument.value, kRead);
  files.add(options.rejects, options.rejects, kRejects);
  files.add("standard output", STDOUT_FILENO, kOutput);
}

}  // namespace rejig
