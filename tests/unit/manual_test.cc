// Holds man/rejig-rules.7, which must be reachable from the working directory, to the language: every
// function of the library, keyword, statement, operator and format is in it, and its functions are those of
// the library. Its examples are run by tests/docs.py.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "builtins/table.h"
#include "lang/token.h"

using namespace rejig;

namespace {

using Names = std::set<std::string>;

std::string read_page() {
  std::ifstream file("man/rejig-rules.7");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// Source of a page without its escapes.
std::string plain(std::string text) {
  constexpr std::pair<std::string_view, std::string_view> kEscapes[] = {
      {"\\fB", ""}, {"\\fR", ""}, {"\\&", ""}, {"\\-", "-"}, {"\\(dq", "\""}, {"\\(aq", "'"}, {"\\e", "\\"}};
  for (auto [escape, character] : kEscapes)
    for (size_t at; (at = text.find(escape)) != text.npos;) text.replace(at, escape.size(), character);
  return text;
}

// "split/1" of "split(s)".
std::string signature(std::string_view head) {
  size_t open = head.find('(');
  std::string_view parameters = open == head.npos ? "" : head.substr(open);
  ptrdiff_t arity = parameters.empty() ? 0 : 1 + std::count(parameters.begin(), parameters.end(), ';');
  return std::string(head.substr(0, open)) + '/' + std::to_string(arity);
}

// The heads behind .TP and .TQ of a section: `.B "split(s), splits(re)"`.
Names described(const std::string& page, const std::string& section) {
  Names found;
  size_t begin = page.find(".SH " + section + "\n");
  std::istringstream lines(page.substr(begin, page.find("\n.SH ", begin) - begin));
  bool head = false;
  for (std::string line; std::getline(lines, line); head = line == ".TP" || line == ".TQ") {
    if (!head || !line.starts_with(".B ")) continue;
    std::string text = plain(line.substr(3));
    std::erase(text, '"');
    for (size_t at = 0; at < text.size();) {
      size_t end = std::min(text.find(", ", at), text.size());
      found.insert(signature(text.substr(at, end - at)));
      at = end + 2;
    }
  }
  return found;
}

bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

Names words_of(const std::string& page) {
  Names found;
  for (size_t at = 0, end; at < page.size(); at = end + 1) {
    for (end = at; end < page.size() && is_name(page[end]);) ++end;
    found.insert(page.substr(at, end - at));
  }
  return found;
}

// What is wanted and not found, in a row.
std::string missing(const Names& wanted, const Names& found) {
  std::string lacking;
  for (const std::string& name : wanted)
    if (!found.contains(name)) lacking += name + ' ';
  return lacking;
}

}  // namespace

TEST_CASE("the manual describes every function, and no others") {
  Names functions;
  for (const builtins::Builtin& b : builtins::table())
    if (b.is_listed() || b.is_format()) functions.insert(fmt::format("{}/{}", b.name, b.arity));
  Names page = described(read_page(), "FUNCTIONS");
  CHECK(missing(functions, page) == "");
  CHECK(missing(page, functions) == "");
}

TEST_CASE("the manual lists the functions that jq lacks") {
  Names extensions;
  for (const builtins::Builtin& b : builtins::table())
    if (b.extension) extensions.insert(std::string(b.name));
  std::string page = plain(read_page());
  size_t begin = page.find(".SS Extensions\n");
  std::string section = page.substr(begin, page.find("\n.TP", begin) - begin);
  for (const std::string& name : extensions) CHECK_MESSAGE(section.find(name) != section.npos, name);
}

TEST_CASE("the manual has every keyword, statement and operator") {
  using lang::TokenKind;
  Names wanted(std::begin(lang::kStatementWords), std::end(lang::kStatementWords));
  std::string page = plain(read_page());
  for (int i = static_cast<int>(TokenKind::and_); i <= static_cast<int>(TokenKind::brace_close); ++i) {
    TokenKind kind = static_cast<TokenKind>(i);
    std::string text(lang::spelled(kind));
    if (lang::is_keyword(kind))
      wanted.insert(text);
    else
      CHECK_MESSAGE(page.find(text) != page.npos, text);
  }
  CHECK(missing(wanted, words_of(page)) == "");
}
