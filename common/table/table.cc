// SPDX-License-Identifier: Apache-2.0
#include "common/table/table.h"

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "common/status/macros.h"
#include "common/table/delimited.h"
#include "common/table/encoding.h"
#include "common/table/gzip.h"
#include "common/table/workbook.h"

namespace sos::table {
namespace {

constexpr absl::string_view kGzipMagic("\x1f\x8b", 2);
constexpr absl::string_view kZipMagic("PK\x03\x04", 4);
constexpr absl::string_view kCompoundFileMagic("\xd0\xcf\x11\xe0", 4);

// The limits of a file of `packed_bytes` that may unpack to `max_ratio` times as many.
TableLimits LimitUnpacking(TableLimits limits, size_t packed_bytes, size_t max_ratio) {
  limits.max_uncompressed_bytes =
      std::min(limits.max_uncompressed_bytes,
               std::max(limits.free_uncompressed_bytes, packed_bytes * max_ratio));
  return limits;
}

// `packed_bytes` are those of the file as it came.
absl::Status ReadUncompressed(absl::string_view bytes, size_t packed_bytes,
                              const TableLimits& limits, RowVisitor& visitor) {
  if (absl::StartsWith(bytes, kZipMagic)) {
    return ReadWorkbook(bytes, LimitUnpacking(limits, packed_bytes, limits.max_workbook_ratio),
                        visitor);
  }
  if (absl::StartsWith(bytes, kCompoundFileMagic)) {
    return absl::InvalidArgumentError(
        "this is a binary Excel workbook (.xls), which cannot be read; open it in a spreadsheet "
        "program and save it as .xlsx or as CSV");
  }
  std::string converted;
  HeldMemory held(limits.memory);
  SOS_ASSIGN_OR_RETURN(const absl::string_view text, ToUtf8(bytes, converted, held));
  return ReadDelimited(text, limits, visitor);
}

}  // namespace

absl::Status ReadTable(absl::string_view bytes, const TableLimits& limits, RowVisitor& visitor) {
  if (bytes.empty()) return absl::InvalidArgumentError("the file is empty");
  if (!absl::StartsWith(bytes, kGzipMagic)) {
    return ReadUncompressed(bytes, bytes.size(), limits, visitor);
  }
  const TableLimits unpacking = LimitUnpacking(limits, bytes.size(), limits.max_gzip_ratio);
  HeldMemory held(limits.memory);
  SOS_ASSIGN_OR_RETURN(const std::string uncompressed,
                       Gunzip(bytes, unpacking.max_uncompressed_bytes, held));
  if (absl::StartsWith(uncompressed, kGzipMagic)) {
    return absl::InvalidArgumentError("the file is gzip within gzip; unpack it once");
  }
  return ReadUncompressed(uncompressed, bytes.size(), limits, visitor);
}

}  // namespace sos::table
