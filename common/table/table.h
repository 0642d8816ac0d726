#ifndef SOS_COMMON_TABLE_TABLE_H_
#define SOS_COMMON_TABLE_TABLE_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace sos::table {

// Bounds on what one file may cost to read.
struct TableLimits {
  // Bytes after decompression, of a .gz or of all parts of a workbook together. Bounds zip bombs.
  size_t max_uncompressed_bytes = size_t{1} << 30;
  // Bytes of one line of a text file, or of one quoted cell that spans lines.
  size_t max_line_bytes = size_t{4} << 20;
  // Cells of one row.
  size_t max_columns = 4096;
  // What stands between the cells of a line. 0: the most frequent one in the first lines.
  char delimiter = '\0';
};

// One row of a sheet. The cells are UTF-8, trimmed of blanks at both ends, and valid only during
// the visit.
struct Row {
  // The line of the text file on which the row begins, or the row number of the sheet; from 1.
  int64_t line = 0;
  absl::Span<const absl::string_view> cells;
};

// Receives the rows of a file in order.
class RowVisitor {
 public:
  virtual ~RowVisitor() = default;

  // Begins a sheet of a workbook, or the whole of a text file (with an empty name).
  virtual void BeginSheet(absl::string_view name) = 0;

  // Takes one row with at least one cell that is not blank. An error ends the reading and is
  // returned by ReadTable() as it is.
  virtual absl::Status VisitRow(const Row& row) = 0;
};

// Reads `bytes`, whatever form of table they hold: delimited text (tab, comma, semicolon, caret or
// bar; quoted cells; UTF-8 with or without byte-order mark, UTF-16 with one, or Windows-1252; LF or
// CRLF) or an .xlsx workbook, either of them also inside gzip. The form is found from the contents.
//
// Returns kInvalidArgument if the bytes are none of these or are damaged (a binary .xls is named,
// with the way out), and kResourceExhausted if a limit is exceeded. Rows may have been visited
// before an error is found.
absl::Status ReadTable(absl::string_view bytes, const TableLimits& limits, RowVisitor& visitor);

}  // namespace sos::table

#endif  // SOS_COMMON_TABLE_TABLE_H_
