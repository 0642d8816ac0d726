// SPDX-License-Identifier: Apache-2.0
#include "common/workbook/workbook.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <ctime>
#include <string>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace sos {
namespace {

// Excel takes no longer texts; the limit is in characters, of which no UTF-8 text has more than
// bytes.
constexpr size_t kMostTextBytes = 32767;
constexpr size_t kMostNameBytes = 31;
// Wide enough for names, narrow enough for a screen.
constexpr double kColumnWidth = 18;
// Where the library keeps the parts of a workbook while it writes: memory, also where the disk may
// not be written to.
constexpr char kMemoryDirectory[] = "/dev/shm";
// What workbooks say of when they were made, so that equal documents are equal files:
// 2017-01-01T00:00:00Z, the year of the first Dashboard.
constexpr time_t kFixedTime = 1483228800;

// `text`, cut where it is longer, between two characters.
std::string AtMost(const std::string& text, size_t bytes) {
  if (text.size() <= bytes) return text;
  size_t end = bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

void WriteCell(lxw_worksheet* sheet, lxw_row_t row, size_t column, const SheetCell& cell) {
  const auto at = static_cast<lxw_col_t>(column);
  double number = 0;
  if (cell.is_number && absl::SimpleAtod(cell.text, &number)) {
    worksheet_write_number(sheet, row, at, number, nullptr);
  } else if (!cell.text.empty()) {
    // A string cell, whatever the text begins with: nothing computes it.
    worksheet_write_string(sheet, row, at, AtMost(cell.text, kMostTextBytes).c_str(), nullptr);
  }
}

void WriteSheet(lxw_workbook* workbook, lxw_format* bold, const Sheet& sheet) {
  lxw_worksheet* const page =
      workbook_add_worksheet(workbook, AtMost(sheet.name, kMostNameBytes).c_str());
  if (page == nullptr) return;
  for (size_t i = 0; i < sheet.columns.size(); ++i) {
    worksheet_write_string(page, 0, static_cast<lxw_col_t>(i), sheet.columns[i].heading.c_str(),
                           bold);
  }
  worksheet_freeze_panes(page, 1, 0);
  if (!sheet.columns.empty()) {
    worksheet_set_column(page, 0, static_cast<lxw_col_t>(sheet.columns.size() - 1), kColumnWidth,
                         nullptr);
  }
  for (size_t r = 0; r < sheet.rows.size(); ++r) {
    for (size_t i = 0; i < sheet.rows[r].size(); ++i) {
      WriteCell(page, static_cast<lxw_row_t>(r + 1), i, sheet.rows[r][i]);
    }
  }
}

// All bytes of a file.
std::string ContentsOf(int file) {
  struct stat about = {};
  if (fstat(file, &about) != 0) return "";
  std::string bytes(static_cast<size_t>(about.st_size), '\0');
  size_t read_bytes = 0;
  while (read_bytes < bytes.size()) {
    const ssize_t count = pread(file, bytes.data() + read_bytes, bytes.size() - read_bytes,
                                static_cast<off_t>(read_bytes));
    if (count <= 0) return "";
    read_bytes += static_cast<size_t>(count);
  }
  return bytes;
}

}  // namespace

std::string WriteWorkbook(const std::vector<Sheet>& sheets) {
  // The library writes to a path: one of a file that is in memory only.
  const int file = memfd_create("workbook", MFD_CLOEXEC);
  if (file < 0) return "";
  const absl::Cleanup close_file = [file] { close(file); };
  std::string temporary = kMemoryDirectory;
  lxw_workbook_options options = {};
  options.tmpdir = temporary.data();
  lxw_workbook* const workbook =
      workbook_new_opt(absl::StrCat("/proc/self/fd/", file).c_str(), &options);
  if (workbook == nullptr) return "";
  lxw_doc_properties properties = {};
  properties.created = kFixedTime;
  workbook_set_properties(workbook, &properties);
  lxw_format* const bold = workbook_add_format(workbook);
  format_set_bold(bold);
  for (const Sheet& sheet : sheets) WriteSheet(workbook, bold, sheet);
  if (workbook_close(workbook) != LXW_NO_ERROR) return "";
  return ContentsOf(file);
}

}  // namespace sos
