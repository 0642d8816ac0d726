// SPDX-License-Identifier: Apache-2.0
#include "common/text/csv_cell.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "common/text/printable.h"

namespace sos {
namespace {

// What begins a formula, with the full-width forms that a spreadsheet of Asia takes for the same.
constexpr absl::string_view kFormulaBegins[] = {"=",      "+",      "-",      "@",
                                                "\uff1d", "\uff0b", "\uff0d", "\uff20"};
// Blanks before it: a spreadsheet strips some, other programs others.
constexpr absl::string_view kBlanks[] = {
    " ", "\t", "\r", "\n", "\v", "\f", "\u00a0" /* no-break space */, "\u3000" /* CJK space */};

bool ConsumeAny(absl::string_view& text, absl::Span<const absl::string_view> prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(), [&text](absl::string_view prefix) {
    return absl::ConsumePrefix(&text, prefix);
  });
}

// A sign or none, digits, and a decimal point or none.
bool IsPlainNumber(absl::string_view text) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  return std::count(text.begin(), text.end(), '.') <= 1 &&
         std::any_of(text.begin(), text.end(), absl::ascii_isdigit) &&
         std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return absl::ascii_isdigit(c) || c == '.'; });
}

}  // namespace

std::string SpreadsheetText(absl::string_view text) {
  absl::string_view rest = text;
  while (ConsumeAny(rest, kBlanks)) {
  }
  // Programs that strip a tab or a line end at the beginning look for a formula behind it.
  const bool begins_formula =
      (!text.empty() && (text[0] == '\t' || text[0] == '\r')) || ConsumeAny(rest, kFormulaBegins);
  if (!begins_formula || text == "-" || IsPlainNumber(text)) return std::string(text);
  return absl::StrCat("'", text);
}

std::string CsvCell(absl::string_view text) {
  std::string cell = SpreadsheetText(Printable(text));
  if (cell.find_first_of(",\"\n\r") == std::string::npos) return cell;
  return absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
}

}  // namespace sos
