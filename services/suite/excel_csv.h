// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_EXCEL_CSV_H_
#define SOS_SERVICES_SUITE_EXCEL_CSV_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sos::suite {

// Comma-separated values as a spreadsheet opens them right: with a byte-order mark, lines that end
// as on Windows, and codes (digits with a leading zero, or more than eleven of them) as
// `="0161119"`, the one formula that is let through, so that they keep their zeros and all of their
// digits. The suite reads such files back.
std::string ForExcel(absl::string_view csv);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_EXCEL_CSV_H_
