// Text from a workbook to the inside of a JSON string, in one pass: XML's references, CDATA
// sections and line ends, the spreadsheet's own _xHHHH_ escapes (ECMA-376 part 1, 22.9.2.19), then
// JSON's escapes, only those it demands. All text is checked to be UTF-8 made of characters that
// XML allows. Entry: append_text for raw XML text, append_escaped for text that is decoded already.
// Tested by tests/unit/xlsx_text_test.cc, tests/fuzz/xlsx_strings.cc.
#pragma once

#include <string_view>

#include "xlsx2jsonl/buffer.h"

namespace xlsx2jsonl {

// `raw` is the content of an element without child elements. Throws XmlFault.
void append_text(Buffer& out, std::string_view raw);

// The same without JSON's escapes, for what is not to be a string.
void append_decoded(Buffer& out, std::string_view raw);

// Valid UTF-8, no escapes but JSON's.
void append_escaped(Buffer& out, std::string_view text);

// The same in quotes.
void append_quoted(Buffer& out, std::string_view text);

}  // namespace xlsx2jsonl
