// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_TABLE_WORKBOOK_H_
#define SOS_COMMON_TABLE_WORKBOOK_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/table/table.h"

namespace sos::table {

// Reads the sheets of an .xlsx workbook in their order, one at a time. Only shared strings are held
// in memory; sheets are streamed, so a sheet that declares a million empty rows costs nothing.
//
// A number cell is printed with up to 15 significant digits, as a spreadsheet shows it: 45.7 may be
// stored as 45.700000000000003. Dates come as serial numbers, logical values as TRUE and FALSE.
absl::Status ReadWorkbook(absl::string_view bytes, const TableLimits& limits, RowVisitor& visitor);

}  // namespace sos::table

#endif  // SOS_COMMON_TABLE_WORKBOOK_H_
