#include "xlsx_canonical.h"

#include <expat.h>
#include <fmt/format.h>

namespace xlsx_test {
namespace {

void add_escaped(std::string& out, std::string_view text) {
  for (char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\r')
      out += "&#13;";
    else
      out += c;
  }
}

struct Writer {
  std::string out;
  bool has_doctype = false;
  bool has_odd_attribute = false;  // one that our scanner does not decode

  static void start(void* user, const XML_Char* name, const XML_Char** attributes) {
    Writer& writer = *static_cast<Writer*>(user);
    writer.out += fmt::format("<{}", name);
    for (; *attributes; attributes += 2) {
      std::string_view value = attributes[1];
      writer.has_odd_attribute |= value.find_first_of("&<>\"\r\n\t") != value.npos;
      writer.out += fmt::format(" {}=\"", attributes[0]);
      add_escaped(writer.out, value);
      writer.out += '"';
    }
    writer.out += '>';
  }
  static void end(void* user, const XML_Char* name) { static_cast<Writer*>(user)->out += fmt::format("</{}>", name); }
  static void text(void* user, const XML_Char* text, int size) {
    add_escaped(static_cast<Writer*>(user)->out, {text, static_cast<size_t>(size)});
  }
  static void doctype(void* user, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    static_cast<Writer*>(user)->has_doctype = true;
  }
};

}  // namespace

std::optional<std::string> canonical_xml(std::string_view xml) {
  XML_Parser parser = XML_ParserCreate("UTF-8");
  Writer writer;
  XML_SetUserData(parser, &writer);
  XML_SetElementHandler(parser, Writer::start, Writer::end);
  XML_SetCharacterDataHandler(parser, Writer::text);
  XML_SetStartDoctypeDeclHandler(parser, Writer::doctype);
  bool accepted = XML_Parse(parser, xml.data(), static_cast<int>(xml.size()), true) == XML_STATUS_OK;
  XML_ParserFree(parser);
  if (!accepted || writer.has_doctype || writer.has_odd_attribute) return {};
  return std::move(writer.out);
}

}  // namespace xlsx_test
