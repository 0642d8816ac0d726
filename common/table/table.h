// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_TABLE_TABLE_H_
#define SOS_COMMON_TABLE_TABLE_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/memory/memory_budget.h"

namespace sos::table {

// Bounds on what one file may cost to read. Of published files, the tightest packed .gz unpacks 15
// times and the tightest workbook 10 times; the widest has some 300 columns, a workbook of them 4
// sheets, 33 parts and 10 levels of elements, and their longest cell has 3,104 bytes.
struct TableLimits {
  // Bytes after decompression, of a .gz or of all parts of a workbook together, whatever their size
  // before. In a workbook the texts that cells refer to count, and the cells that a row skips.
  size_t max_uncompressed_bytes = size_t{1} << 30;
  // Bytes of one line of a text file, of one row whose quoted cells span lines, or of one row of a
  // sheet.
  size_t max_line_bytes = size_t{4} << 20;
  // Cells of one row.
  size_t max_columns = 1024;
  // The bytes after decompression are at most this many times those before ...
  size_t max_gzip_ratio = 60;
  size_t max_workbook_ratio = 40;
  // ... but any file may unpack to this many bytes, so that small regular files pass.
  size_t free_uncompressed_bytes = size_t{64} << 20;
  // Bytes of one cell. A spreadsheet program holds 32,767 characters of at most 4 bytes.
  size_t max_cell_bytes = size_t{4} * 32'767;
  // Lines of a text file or rows of all sheets, blank ones included. The student enrollments of the
  // whole state are 6 million.
  int64_t max_rows = 20'000'000;
  // Sheets of a workbook, and files in its archive.
  size_t max_sheets = 256;
  size_t max_parts = 4096;
  // Elements within elements in a part of a workbook.
  int max_nesting = 64;
  // Bytes of one tag or comment in it: the parser has to hold it and reads it again with each step.
  int64_t max_tag_bytes = int64_t{256} << 10;
  // Where the memory that reading takes is counted. Null: nowhere.
  MemoryAccount* memory = nullptr;
  // What stands between the cells of a line. 0: the most frequent one in the first lines.
  char delimiter = '\0';
};

// One row of a sheet. The cells are UTF-8, trimmed of blanks at both ends, and valid only during
// the visit.
struct Row {
  // The line of the text file on which the row begins, or the row number of the sheet; from 1.
  int64_t line = 0;
  absl::Span<const absl::string_view> cells;
  // What stands between the cells of a text; 0 in a workbook.
  char delimiter = '\0';
  // The text ends within the row, without a line end.
  bool open_ended = false;
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
// bar; quoted cells; UTF-8 or UTF-16, with or without byte-order mark, or lines of Windows-1252;
// LF, CRLF or CR) or an .xlsx workbook, either of them also inside gzip. The form is found from the
// contents.
//
// Returns kInvalidArgument if the bytes are none of these or are damaged (a binary .xls is named,
// with the way out), and kResourceExhausted if a limit is exceeded or `limits.memory` does not fit.
// Rows may have been visited before an error is found.
absl::Status ReadTable(absl::string_view bytes, const TableLimits& limits, RowVisitor& visitor);

}  // namespace sos::table

#endif  // SOS_COMMON_TABLE_TABLE_H_
