// See suggest.h.

#include "lang/suggest.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "lang/token.h"

namespace rejig::lang {
namespace {

struct Advice {
  std::string_view name;
  std::string_view text;
};

constexpr std::string_view kOneRecord = "a program sees one record at a time; use jq before or after";
constexpr std::string_view kNoEffects = "expressions have no side effects; use jq";
constexpr std::string_view kNoHalt = "error(\"why\") rejects a record; to end early use jq";
constexpr std::string_view kMachine = "it depends on the machine's time zone; jq has it";
constexpr std::string_view kModules = "modules are left out; jq has them";

constexpr Advice kLeftOut[] = {
    {"input", kOneRecord},    {"inputs", kOneRecord},      {"debug", kNoEffects},
    {"stderr", kNoEffects},   {"halt", kNoHalt},           {"halt_error", kNoHalt},
    {"localtime", kMachine},  {"strflocaltime", kMachine}, {"get_search_list", kModules},
    {"modulemeta", kModules},
};

constexpr std::string_view kStatement = "it is a statement, not part of an expression: PATTERN { ... }";
constexpr std::string_view kEveryRecord = "rules run on each record; use jq for what comes before or after";

constexpr std::string_view kEndsRecord = "next ends the program for this record: PATTERN { next }";
constexpr std::string_view kBuildText = "build texts by \"...\\(.a)...\"";
constexpr std::string_view kElse = "write else PATTERN { ... }";
constexpr std::string_view kDelete = "use del(.a)";
constexpr std::string_view kReject = "use error(\"why\")";

// Names that other languages have for jq's functions.
constexpr Advice kRenamed[] = {
    {"NR", "input_line_number"},
    {"FNR", "input_line_number"},
    {"NF", "length"},
    {"len", "length"},
    {"strlen", "length"},
    {"size", "length"},
    {"count", "length"},
    {"toupper", "ascii_upcase"},
    {"upper", "ascii_upcase"},
    {"uppercase", "ascii_upcase"},
    {"tolower", "ascii_downcase"},
    {"lower", "ascii_downcase"},
    {"lowercase", "ascii_downcase"},
    {"strip", "trim"},
    {"lstrip", "ltrim"},
    {"rstrip", "rtrim"},
    {"str", "tostring"},
    {"string", "tostring"},
    {"float", "tonumber"},
    {"number", "tonumber"},
    {"typeof", "type"},
};

constexpr Advice kInstead[] = {
    {"print", "records are written unless dropped"},
    {"printf", kBuildText},
    {"sprintf", kBuildText},
    {"BEGIN", kEveryRecord},
    {"END", kEveryRecord},
    {"continue", kEndsRecord},
    {"return", kEndsRecord},
    {"delete", kDelete},
    {"remove", kDelete},
    {"unset", kDelete},
    {"raise", kReject},
    {"throw", kReject},
    {"elsif", kElse},
    {"elseif", kElse},
    {"for", "each .messages[] { ... }"},
    {"int", "use tonumber or floor"},
    {"substr", "write .[from:to]"},
    {"substring", "write .[from:to]"},
    {"slice", "write .[from:to]"},
    {"replace", "use gsub(\"regex\"; \"text\")"},
    {"regex", "use test(\"regex\")"},
    {"matches", "use test(\"regex\")"},
    {"exists", "use has(\"name\")"},
    {"includes", "use contains(...)"},
    {"concat", "use +"},
    {"filter", "use map(select(...))"},
    {"None", "use null"},
    {"nil", "use null"},
    {"NULL", "use null"},
    {"undefined", "use null"},
    {"True", "use true"},
    {"False", "use false"},
};

template <size_t N>
std::string_view find(const Advice (&table)[N], std::string_view name) {
  auto found = std::find_if(std::begin(table), std::end(table),
                            [&](const Advice& advice) { return advice.name == name; });
  return found == std::end(table) ? std::string_view{} : found->text;
}

}  // namespace

std::optional<std::string_view> left_out(std::string_view name) {
  std::string_view reason = find(kLeftOut, name);
  return reason.empty() ? std::nullopt : std::optional(reason);
}

std::string_view renamed(std::string_view name) { return find(kRenamed, name); }

std::string instead_of(std::string_view name) {
  if (is_statement_word(name)) return std::string(kStatement);
  std::string_view function = renamed(name);
  return function.empty() ? std::string(find(kInstead, name)) : fmt::format("use {}", function);
}

// Letters of any script, digits and _-./~ with a file type behind; `.a.b` and `..a` are paths.
bool is_file_name(std::string_view text) {
  auto allowed = [](char c) {
    return is_alnum(c) || !is_ascii(c) || std::string_view("_-./~").find(c) != std::string_view::npos;
  };
  bool path = text.starts_with('.') && !text.starts_with("./") && !text.starts_with("../");
  if (path || !std::all_of(text.begin(), text.end(), allowed)) return false;
  std::string_view name = text.substr(text.find_last_of('/') + 1);
  size_t dot = name.find_last_of('.');
  if (dot == 0 || dot == std::string_view::npos) return false;
  std::string_view type = name.substr(dot + 1);
  return !type.empty() && is_letter(type[0]) && std::all_of(type.begin(), type.end(), is_alnum);
}

}  // namespace rejig::lang
