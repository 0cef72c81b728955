// The referee of the scanner: expat's reading of a part, written out again in its plainest form,
// with no comments, sections, processing instructions, references but the needed ones, or single
// quotes. What xlsx2jsonl makes of a part and of its plain form must be the same.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace xlsx_test {

// Nothing if expat rejects `xml`, or if it has a document type.
std::optional<std::string> canonical_xml(std::string_view xml);

}  // namespace xlsx_test
