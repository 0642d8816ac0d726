// SPDX-License-Identifier: Apache-2.0
#include "common/table/workbook_archive.h"

#include <zip.h>

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"

namespace sos::table {
namespace {

constexpr size_t kArchiveStepBytes = size_t{64} << 10;
// What the archive's directory takes in memory for one of its files.
constexpr size_t kDirectoryEntryBytes = 1024;
// And their names: two copies of libzip's, one of ours.
constexpr size_t kCopiesOfNames = 3;
constexpr absl::string_view kDirectoryEntryMark("PK\x01\x02", 4);

struct ZipFileCloser {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

// The files that the directory of the archive can list at most, without reading it: libzip
// allocates for all of them before it can be asked. Stops beyond `enough`.
size_t CountEntries(absl::string_view bytes, size_t enough) {
  size_t count = 0;
  size_t at = bytes.find(kDirectoryEntryMark);
  while (at != absl::string_view::npos && count <= enough) {
    ++count;
    at = bytes.find(kDirectoryEntryMark, at + kDirectoryEntryMark.size());
  }
  return count;
}

}  // namespace

void WorkbookArchive::Closer::operator()(zip* archive) const { zip_discard(archive); }

absl::StatusOr<WorkbookArchive> WorkbookArchive::Open(absl::string_view bytes,
                                                      const TableLimits& limits) {
  const size_t entries = CountEntries(bytes, limits.max_parts);
  if (entries > limits.max_parts) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the workbook has more than ", limits.max_parts,
                     " parts; copy the sheets with data into a new workbook"));
  }
  zip_error_t error;
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* zip = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  if (zip == nullptr) {
    if (source != nullptr) zip_source_free(source);
    return absl::InvalidArgumentError("the workbook is damaged or cut short: no zip directory");
  }
  WorkbookArchive archive(zip, bytes.size(), limits);
  // As its directory and the parser of its parts: what is unpacked goes straight through.
  const size_t directory_bytes =
      entries * kDirectoryEntryBytes + kCopiesOfNames * archive.IndexParts();
  if (!archive.held_.Add(static_cast<int64_t>(directory_bytes + kMaxXmlParserBytes))) {
    return absl::ResourceExhaustedError("opening the workbook takes more memory than it may");
  }
  return archive;
}

size_t WorkbookArchive::IndexParts() {
  size_t bytes = 0;
  const zip_int64_t count = zip_get_num_entries(archive_.get(), 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    const char* name = zip_get_name(archive_.get(), i, ZIP_FL_ENC_RAW);
    if (name == nullptr) continue;
    const auto [part, added] = parts_.emplace(absl::AsciiStrToLower(name), i);
    bytes += part->first.size();
  }
  return bytes;
}

bool WorkbookArchive::Has(absl::string_view part) const {
  return parts_.contains(absl::AsciiStrToLower(part));
}

absl::Status WorkbookArchive::Count(size_t bytes) {
  unpacked_bytes_ += bytes;
  if (unpacked_bytes_ <= limits_->max_uncompressed_bytes) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      absl::StrCat("the workbook of ", packed_bytes_, " bytes unpacks to more than ",
                   limits_->max_uncompressed_bytes,
                   " bytes, the limit for its size; save the sheets with data as CSV"));
}

absl::Status WorkbookArchive::Parse(const std::string& part, XmlHandler& handler) {
  const auto found = parts_.find(absl::AsciiStrToLower(part));
  std::unique_ptr<zip_file_t, ZipFileCloser> file;
  if (found != parts_.end()) {
    zip_stat_t stat;
    // Of the methods that libzip knows, workbooks have two (ISO/IEC 29500-2); the others would
    // allocate what the file says.
    if (zip_stat_index(archive_.get(), found->second, 0, &stat) == 0 &&
        (stat.comp_method == ZIP_CM_STORE || stat.comp_method == ZIP_CM_DEFLATE)) {
      file.reset(zip_fopen_index(archive_.get(), found->second, 0));
    }
  }
  if (file == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat("the workbook has no readable part ", part));
  }
  XmlParser parser(part, *limits_, handler);
  while (true) {
    char* const buffer = parser.Buffer(kArchiveStepBytes);
    if (buffer == nullptr) return parser.TooMuchMemory();
    const zip_int64_t got = zip_fread(file.get(), buffer, kArchiveStepBytes);
    if (got < 0) {
      return absl::InvalidArgumentError(absl::StrCat("part ", part, " of the workbook is damaged"));
    }
    SOS_RETURN_IF_ERROR(Count(static_cast<size_t>(got)));
    SOS_RETURN_IF_ERROR(parser.Parse(static_cast<size_t>(got), got == 0));
    if (got == 0) return absl::OkStatus();
  }
}

}  // namespace sos::table
