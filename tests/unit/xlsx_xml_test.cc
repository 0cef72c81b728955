#include <doctest/doctest.h>
#include <fmt/format.h>

#include "../oracle/xlsx_support.h"
#include "xlsx2jsonl/xml.h"

using namespace xlsx2jsonl;

namespace {

// The elements with their parents and their `id` attributes, or the error.
std::string elements_of(std::string_view xml) {
  std::string out;
  std::string message = xlsx_test::message_of([&] {
    parse_xml(std::make_unique<MemorySource>(xml), "part", [&](const Element& element) {
      out += fmt::format("{}:{}/{}({},{}) ", element.depth, element.parent, element.name, element.attribute("id"),
                         element.qualified_attribute("id"));
    });
  });
  return message.empty() ? out : message;
}

}  // namespace

TEST_CASE("xlsx xml: elements by local names, attributes with and without a namespace") {
  CHECK(elements_of("<a><b id='1'/></a>") == "0:/a(,) 1:a/b(1,) ");
  CHECK(elements_of("<x:a xmlns:x='u' xmlns:r='v'><x:b r:id='2' id='1'/></x:a>") == "0:/a(,) 1:a/b(1,2) ");
  CHECK(elements_of("\xef\xbb\xbf<?xml version='1.0'?><!-- c --><a/>") == "0:/a(,) ");
}

TEST_CASE("xlsx xml: what is broken, and document types, are refused") {
  CHECK(elements_of("<a><b></a>") == "xml: mismatched tag (part, byte 9)");
  CHECK(elements_of("") == "xml: no element found (part, byte 1)");
  CHECK(elements_of("<a/><b/>") == "xml: junk after document element (part, byte 5)");
  CHECK(elements_of("<x:a/>") == "xml: unbound prefix (part, byte 1)");
  CHECK(elements_of("<!DOCTYPE a><a/>") == "dtd: document types are refused (part)");
  CHECK(elements_of("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>") == "dtd: document types are refused (part)");
  std::string deep;
  for (int i = 0; i < 2000; ++i) deep += "<a>";
  CHECK(elements_of(deep) == "limit: elements nest over 1000 deep (part)");
}

TEST_CASE("xlsx xml: the inside of one element is left to others") {
  std::string xml = "<?xml version='1.0'?><s><c a='>'/><data x='1'>INSIDE</data><m/></s>";
  for (size_t block : {1, 4, 1000}) {
    std::string seen;
    XmlPart part(std::make_unique<MemorySource>(xml, block), "part",
                 [&](const Element& element) { seen += std::string(element.name) + " "; });
    REQUIRE(part.enter("data", 1));
    CHECK(seen == "s c data ");
    Window& window = part.window();
    while (window.end() - window.begin() < 6) REQUIRE(window.more());
    CHECK(std::string_view(window.begin(), 6) == "INSIDE");
    window.consume_to(window.begin() + 6);
    part.finish();
    CHECK(seen == "s c data m ");
  }
}

TEST_CASE("xlsx xml: no such element, an empty one, or one elsewhere") {
  for (const char* xml : {"<s><a/></s>", "<s><data/></s>", "<s><a><data>x</data></a></s>", "<data>x</data>"}) {
    XmlPart part(std::make_unique<MemorySource>(xml), "part", [](const Element&) {});
    CHECK_FALSE(part.enter("data", 1));
  }
}

TEST_CASE("xlsx xml: long tokens are refused in time that grows with them") {
  const std::string limit = "limit: a tag, comment or text is over 1 MiB (part)";
  std::string angles(2 << 20, '>');
  CHECK(elements_of("<a b='" + angles + "'/>") == limit);
  CHECK(elements_of("<a><!--" + angles + "--></a>") == limit);
  CHECK(elements_of("<a><?b " + angles + "?></a>") == limit);
  CHECK(elements_of("<" + std::string(2 << 20, 'a') + "/>") == limit);
  CHECK(elements_of("<a xmlns='" + std::string(1000, 'u') + "'/>") == "limit: a namespace is over 512 bytes (part)");
  CHECK(elements_of("<a>" + std::string(4 << 20, 'x') + "</a>") == "0:/a(,) ");
  for (const std::string& before : {"<!--" + angles + "-->", "<a b='" + angles + "'/>"}) {
    std::string xml = "<s>" + before + "<data/></s>";
    XmlPart part(std::make_unique<MemorySource>(xml), "part", [](const Element&) {});
    CHECK(xlsx_test::message_of([&] { part.enter("data", 1); }) == limit);
  }
  std::string deep;
  for (int i = 0; i < 20; ++i) deep += "<" + std::string(100'000, 'a') + ">";
  CHECK(elements_of(deep) == "limit: the names of open elements are over 1 MiB (part)");
}

TEST_CASE("xlsx xml: many tags before the wanted one are read once") {
  std::string xml = "<s>" + std::string(2'000'000, ' ');
  for (int i = 0; i < 200'000; ++i) xml += "<!-- gap -->";
  for (int i = 0; i < 200'000; ++i) xml += "<a/><!-- > -->";
  xml += "<data>x</data></s>";
  size_t count = 0;
  XmlPart part(std::make_unique<MemorySource>(xml, 100), "part", [&](const Element&) { ++count; });
  CHECK(part.enter("data", 1));
  CHECK(count == 200'002);
}
