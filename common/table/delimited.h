// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_TABLE_DELIMITED_H_
#define SOS_COMMON_TABLE_DELIMITED_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/table/table.h"

namespace sos::table {

// The character that separates the cells of `text`: of tab, comma, semicolon, caret and bar, the
// most frequent one in the first lines, unless only another stands as often in nearly all of them.
char SniffDelimiter(absl::string_view text);

// Reads delimited UTF-8 text in one pass. A cell may be quoted ("" inside stands for "). Between
// commas and semicolons a quoted cell may span lines; elsewhere a quote that is not closed on its
// line is an ordinary character. Lines of a text without any LF end with CR.
absl::Status ReadDelimited(absl::string_view text, const TableLimits& limits, RowVisitor& visitor);

}  // namespace sos::table

#endif  // SOS_COMMON_TABLE_DELIMITED_H_
