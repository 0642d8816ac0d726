// SPDX-License-Identifier: Apache-2.0
#include "services/suite/excel_csv.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace sos::suite {
namespace {

constexpr absl::string_view kMark = "\xEF\xBB\xBF";
// A spreadsheet shows longer numbers in powers of ten, and forgets digits after the fifteenth.
constexpr size_t kMostDigits = 11;

bool LosesDigits(absl::string_view cell) {
  return cell.size() > 1 && std::all_of(cell.begin(), cell.end(), absl::ascii_isdigit) &&
         (cell.front() == '0' || cell.size() > kMostDigits);
}

}  // namespace

std::string ForExcel(absl::string_view csv) {
  std::string text(kMark);
  bool quoted = false;
  size_t begin = 0;
  const auto add_cell = [&](size_t end) {
    const absl::string_view cell = csv.substr(begin, end - begin);
    if (LosesDigits(cell)) {
      absl::StrAppend(&text, "\"=\"\"", cell, "\"\"\"");
    } else {
      absl::StrAppend(&text, cell);
    }
    begin = end + 1;
  };
  for (size_t i = 0; i < csv.size(); ++i) {
    if (csv[i] == '"') quoted = !quoted;
    if (quoted) continue;
    if (csv[i] == ',') {
      add_cell(i);
      text += ',';
    } else if (csv[i] == '\n') {
      const bool has_return = i > begin && csv[i - 1] == '\r';
      add_cell(has_return ? i - 1 : i);
      begin = i + 1;
      text += "\r\n";
    }
  }
  if (begin < csv.size()) add_cell(csv.size());
  return text;
}

}  // namespace sos::suite
