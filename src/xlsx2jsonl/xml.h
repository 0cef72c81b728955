// Parts read by expat: the small ones whole, the big ones (a sheet, the shared strings) but for the
// inside of the one element that holds their bulk, which a scanner of our own takes straight from
// the window (scan.h): expat with empty handlers takes five times as long as inflating the bytes,
// the scanner half of it. So expat still checks prologue, namespaces and all that surrounds the
// bulk. Any document type is refused; tags, comments and namespaces have limits, so that memory and
// time stay in proportion to the part. Prefixes do not matter: elements and attributes go by local
// names. Entry: parse_xml, XmlPart. Tested by tests/unit/xlsx_xml_test.cc, tests/fuzz/xlsx_*.cc.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "xlsx2jsonl/window.h"

namespace xlsx2jsonl {

// A start tag: local name, depth (the root's is 0), attributes; valid during the call.
struct Element {
  std::string_view name;
  std::string_view parent;  // local name, "" for the root
  size_t depth;
  const char** attributes;

  // The value of an attribute without a namespace; `otherwise` if there is none.
  std::string_view attribute(std::string_view name, std::string_view otherwise = {}) const;
  // The same for one with a namespace, whichever (r:id).
  std::string_view qualified_attribute(std::string_view name) const;
};

using OnElement = std::function<void(const Element&)>;
// A piece of the text in `element`.
using OnText = std::function<void(std::string_view element, std::string_view text)>;

class XmlPart {
 public:
  // Reads `source` as UTF-8, UTF-16 or what its declaration says. `part` is for messages.
  XmlPart(SourcePtr source, const std::string& part, OnElement on_element, OnText on_text = {});
  ~XmlPart();

  // Parses up to and including the start tag of `name` at `depth`; what follows is in the window.
  // False if the document ended without it, or if it was empty.
  bool enter(std::string_view name, size_t depth);
  // Parses the rest, which begins with the end tag of the element entered.
  void finish();

  Window& window() { return window_; }

 private:
  struct State;
  void feed(const char* to, bool last);

  [[noreturn]] void fail(uint64_t skipped) const;
  void check_token(uint64_t size) const;

  Window window_;
  std::unique_ptr<State> state_;
  uint64_t fed_ = 0;  // bytes that expat has seen: not those inside the element entered
};

// The whole part, element by element. Throws Error{kXml, kDtd} and what the callbacks throw.
void parse_xml(SourcePtr source, const std::string& part, OnElement on_element, OnText on_text = {});

// xsd:boolean.
bool is_true(std::string_view value);

}  // namespace xlsx2jsonl
