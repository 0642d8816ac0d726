// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_TABLE_PACKED_TEST_FILES_H_
#define SOS_COMMON_TABLE_PACKED_TEST_FILES_H_

#include <zip.h>
#include <zlib.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace sos::table {

inline std::string Repeat(absl::string_view text, size_t count) {
  std::string all;
  all.reserve(text.size() * count);
  for (size_t i = 0; i < count; ++i) absl::StrAppend(&all, text);
  return all;
}

// `text` as a .gz of one member.
inline std::string Gzip(absl::string_view text) {
  z_stream stream = {};
  if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) std::abort();
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = text.size();
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = out.size();
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END) std::abort();
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

struct ZipPart {
  std::string name;
  std::string text;
};

// Packs `parts` into a zip archive in memory.
inline std::string Zip(const std::vector<ZipPart>& parts) {
  zip_error_t error;
  zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(source);
  zip_t* archive = zip_open_from_source(source, ZIP_CREATE, &error);
  for (const ZipPart& part : parts) {
    zip_file_add(archive, part.name.c_str(),
                 zip_source_buffer(archive, part.text.data(), part.text.size(), 0), 0);
  }
  if (zip_close(archive) != 0) std::abort();
  zip_source_open(source);
  zip_source_seek(source, 0, SEEK_END);
  std::string bytes(zip_source_tell(source), '\0');
  zip_source_seek(source, 0, SEEK_SET);
  zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  zip_source_free(source);
  return bytes;
}

// The parts of a workbook, each as complete as it has to be to be read.
struct WorkbookParts {
  std::string sheets = R"(<sheet name="Data" r:id="rId1"/>)";
  std::string relationships = R"(<Relationship Id="rId1" Target="worksheets/sheet1.xml"/>)";
  std::string shared_strings;
  std::string rows;
};

inline std::string Workbook(const WorkbookParts& parts) {
  return Zip({
      {"xl/workbook.xml",
       absl::StrCat("<workbook xmlns:r=\"r\"><sheets>", parts.sheets, "</sheets></workbook>")},
      {"xl/_rels/workbook.xml.rels",
       absl::StrCat("<Relationships>", parts.relationships, "</Relationships>")},
      {"xl/sharedStrings.xml", absl::StrCat("<sst>", parts.shared_strings, "</sst>")},
      {"xl/worksheets/sheet1.xml",
       absl::StrCat("<worksheet><sheetData>", parts.rows, "</sheetData></worksheet>")},
  });
}

}  // namespace sos::table

#endif  // SOS_COMMON_TABLE_PACKED_TEST_FILES_H_
