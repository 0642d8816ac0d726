// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_CELL_VALUE_H_
#define SOS_SERVICES_INGESTION_DOMAIN_CELL_VALUE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

// Values as the state, R, pandas, spreadsheets and web pages write them. Nothing here guesses: what
// may mean two things is not read.
namespace sos::ingestion {

// True for one digit or more and nothing else.
bool IsDigits(absl::string_view text);

// True for a cell that says nothing: empty, or one of the marks for it (`NA`, `None`, `--`, `*`,
// `.` and others), or for a number that is kept back (`<11`, `**`).
bool IsBlankCell(absl::string_view cell);

// What the cell holds: without blanks of any kind around it, and without the `="..."` that keeps a
// spreadsheet from turning a code into a number.
absl::string_view BareCell(absl::string_view cell);

// True for a number with an exponent, such as `1.96473E+13`: what it was is lost.
bool HasExponent(absl::string_view text);

// A number without the marks between its groups of three digits and with a point before its
// decimals: `1,314` is 1314, and `48,3` is 48.3. With `decimal_comma`, as in files whose cells
// stand between semicolons, a comma is always the decimal mark. Nullopt for what is no number, or
// not surely one.
std::optional<std::string> PlainNumber(absl::string_view text, bool decimal_comma);

// A whole number in such a form, also printed as `72.0`. Nullopt for anything else.
std::optional<int64_t> ParseWhole(absl::string_view text, bool decimal_comma);

// The Dashboard year that a cell names: `2023`, `2017f`, `2023.0`, `2,023`, or the school year that
// ends in it (`2022-23`). Nullopt for anything else, years without a Dashboard included.
std::optional<int> ParseYearCell(absl::string_view text);

// The year in which the school year `2022-23`, `2022-2023` or `2022/23` ends. Nullopt for anything
// else.
std::optional<int> SchoolYearEnd(absl::string_view text);

// The digits of a code that a spreadsheet or a person has written with an apostrophe before it,
// hyphens or blanks between its parts, commas between groups of three, or `.0` after it. The parts
// of a code with hyphens or blanks stand between single hyphens. Whatever else stands in `text`
// stays.
std::string BareCode(absl::string_view text);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_CELL_VALUE_H_
