// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_TEXT_CSV_CELL_H_
#define SOS_COMMON_TEXT_CSV_CELL_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sos {

// `text` as a spreadsheet takes it for text or a number, never for something to compute: what would
// begin a formula (= + - @, also full-width or behind blanks) gets an apostrophe before it. Plain
// numbers, such as -5.2, stay numbers, and a lone hyphen stays as it is.
std::string SpreadsheetText(absl::string_view text);

// One cell of comma-separated values: printable, safe to open in a spreadsheet, and quoted where it
// must be (RFC 4180).
std::string CsvCell(absl::string_view text);

}  // namespace sos

#endif  // SOS_COMMON_TEXT_CSV_CELL_H_
