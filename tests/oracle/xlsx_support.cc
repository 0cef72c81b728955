#include "xlsx_support.h"

#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>

namespace xlsx_test {
namespace {

constexpr std::string_view kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view kRelationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

std::string number(uint64_t value, size_t width) {
  std::string bytes;
  for (size_t i = 0; i < width; ++i) bytes += static_cast<char>(value >> (8 * i));
  return bytes;
}

std::string deflated(std::string_view content) {
  z_stream stream = {};
  deflateInit2(&stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, content.size()), 0);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = content.size();
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = out.size();
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// The fields that local and central headers share, from the flags on.
std::string common_fields(const Packed& entry, uint32_t crc, uint64_t packed, uint64_t plain) {
  int method = entry.method >= 0 ? entry.method : entry.stored ? 0 : 8;
  int flags = entry.encrypted | (entry.data_descriptor ? 8 : 0);
  return number(flags, 2) + number(method, 2) + number(0, 4) + number(crc, 4) + number(packed, 4) + number(plain, 4) +
         number(entry.name.size(), 2);
}

}  // namespace

std::string Archive::bytes() const {
  std::string out;
  std::string directory;
  for (const Packed& entry : entries) {
    uint32_t crc = crc32_z(0, reinterpret_cast<const Bytef*>(entry.content.data()), entry.content.size());
    if (entry.wrong_crc) crc ^= 1;
    std::string data = entry.stored ? entry.content : deflated(entry.content);
    uint64_t plain = entry.wrong_sizes ? 7 : entry.content.size();
    uint64_t offset = out.size();
    bool later = entry.data_descriptor;
    out += "PK\3\4" + number(20, 2) +
           (later ? common_fields(entry, 0, 0, 0) : common_fields(entry, crc, data.size(), plain)) + number(0, 2) +
           entry.name + data;
    if (later) out += "PK\7\10" + number(crc, 4) + number(data.size(), 4) + number(plain, 4);
    constexpr uint32_t kElsewhere = 0xffffffff;
    std::string extra;
    if (entry.zip64)
      extra = number(1, 2) + number(24, 2) + number(plain, 8) + number(data.size(), 8) + number(offset, 8);
    directory += "PK\1\2" + number(20, 2) + number(20, 2) +
                 (entry.zip64 ? common_fields(entry, crc, kElsewhere, kElsewhere)
                              : common_fields(entry, crc, data.size(), plain)) +
                 number(extra.size(), 2) + number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4) +
                 number(entry.zip64 ? kElsewhere : offset, 4) + entry.name + extra;
  }
  uint64_t start = out.size();
  out += directory;
  if (zip64) {
    uint64_t record = out.size();
    out += "PK\6\6" + number(44, 8) + number(45, 2) + number(45, 2) + number(0, 8) + number(entries.size(), 8) +
           number(entries.size(), 8) + number(directory.size(), 8) + number(start, 8);
    out += "PK\6\7" + number(0, 4) + number(record, 8) + number(1, 4);
  }
  uint64_t size = zip64 ? 0xffffffff : directory.size();
  out += "PK\5\6" + number(0, 4) + number(entries.size(), 2) + number(entries.size(), 2) + number(size, 4) +
         number(zip64 ? 0xffffffff : start, 4) + number(comment.size(), 2) + comment;
  return before + out + after;
}

xlsx2jsonl::File file_of(std::string_view bytes) {
  char name[] = "/tmp/xlsx-test-XXXXXX";
  int fd = mkstemp(name);
  bool whole = write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
  close(fd);
  auto file = xlsx2jsonl::File::open_for_reading(name, {"/tmp"});
  unlink(name);
  if (!whole) throw std::bad_alloc();
  return file;
}

std::string message_of(const std::function<void()>& work) {
  try {
    work();
    return "";
  } catch (const xlsx2jsonl::Error& error) {
    return describe(error);
  } catch (const xlsx2jsonl::XmlFault& fault) {
    return "xml: " + fault.what;
  }
}

std::string worksheet(std::string_view inner, std::string_view tail) {
  return fmt::format("<worksheet xmlns=\"{}\"><sheetData>{}</sheetData>{}</worksheet>", kMain, inner, tail);
}

std::string shared_strings(std::string_view items) { return fmt::format("<sst xmlns=\"{}\">{}</sst>", kMain, items); }

std::vector<Packed> workbook_entries(std::string_view inner) {
  std::string links = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  return {
      {"_rels/.rels", fmt::format("{}<Relationship Id=\"a\" Type=\"{}/officeDocument\" "
                                  "Target=\"xl/workbook.xml\"/></Relationships>",
                                  links, kRelationships)},
      {"xl/workbook.xml", fmt::format("<workbook xmlns=\"{}\" xmlns:r=\"{}\"><sheets><sheet "
                                      "name=\"S\" sheetId=\"1\" r:id=\"b\"/></sheets></workbook>",
                                      kMain, kRelationships)},
      {"xl/_rels/workbook.xml.rels", fmt::format("{}<Relationship Id=\"b\" Type=\"{}/worksheet\" "
                                                 "Target=\"worksheets/sheet1.xml\"/></Relationships>",
                                                 links, kRelationships)},
      {"xl/worksheets/sheet1.xml", worksheet(inner)},
  };
}

}  // namespace xlsx_test
