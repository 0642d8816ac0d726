#include "common/table/table.h"

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

absl::Status ReadUncompressed(absl::string_view bytes, const TableLimits& limits,
                              RowVisitor& visitor) {
  if (absl::StartsWith(bytes, kZipMagic)) return ReadWorkbook(bytes, limits, visitor);
  if (absl::StartsWith(bytes, kCompoundFileMagic)) {
    return absl::InvalidArgumentError(
        "this is a binary Excel workbook (.xls), which cannot be read; open it in a spreadsheet "
        "program and save it as .xlsx or as CSV");
  }
  std::string converted;
  SOS_ASSIGN_OR_RETURN(const absl::string_view text, ToUtf8(bytes, converted));
  return ReadDelimited(text, limits, visitor);
}

}  // namespace

absl::Status ReadTable(absl::string_view bytes, const TableLimits& limits, RowVisitor& visitor) {
  if (bytes.empty()) return absl::InvalidArgumentError("the file is empty");
  if (!absl::StartsWith(bytes, kGzipMagic)) return ReadUncompressed(bytes, limits, visitor);
  SOS_ASSIGN_OR_RETURN(const std::string uncompressed,
                       Gunzip(bytes, limits.max_uncompressed_bytes));
  if (absl::StartsWith(uncompressed, kGzipMagic)) {
    return absl::InvalidArgumentError("the file is gzip within gzip; unpack it once");
  }
  return ReadUncompressed(uncompressed, limits, visitor);
}

}  // namespace sos::table
