// Fuzzes the language half on program text: whatever the bytes, compile gives a Program or a
// CompileError whose places lie in the text; what compiles is dumped and printed as jq, and that
// text, which is one expression, compiles here too.
#include <cstdlib>
#include <optional>

#include "lang/dump.h"
#include "lang/jq_printer.h"
#include "unit/lang_check.h"

using namespace rejig::lang;

namespace {

void require(bool good) {
  if (!good) std::abort();
}

void check_places(const CompileError& e, size_t size) {
  require(!e.message.empty());
  for (Span span : {e.span, e.related}) {
    require(span.source == 0 && span.begin <= span.end && span.end <= size);
  }
}

std::optional<Program> compiled_or_refused(const std::string& text) {
  try {
    return compile({{"fuzz.rejig", text}}, {small_environment().globals});
  } catch (const CompileError& e) {
    check_places(e, text.size());
    return {};
  }
}

// Nothing where the program uses what jq lacks.
std::optional<std::string> printed(const Program& program) {
  try {
    return to_jq(program);
  } catch (const CompileError& e) {
    require(e.message.find("no equivalent") != std::string::npos);
    return {};
  }
}

bool too_deep(const std::string& text) {
  try {
    compile({{"again", text}}, {small_environment().globals});
  } catch (const CompileError& e) {
    return e.message.find("at most") != std::string::npos;
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  try {
    dump_tokens({{"fuzz.rejig", text}});
  } catch (const CompileError& e) {
    check_places(e, size);
  }
  std::optional<Program> program = compiled_or_refused(text);
  if (!program) return 0;
  require(!dump_ast(*program).empty() || program->list((*program)[program->root]).empty());
  dump_program(*program);
  auto jq = printed(*program);
  if (!jq) return 0;
  std::string again = ". = [" + *jq + "\n]";
  require(compiled_or_refused(again) || too_deep(again));
  return 0;
}
