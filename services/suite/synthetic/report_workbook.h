// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_SYNTHETIC_REPORT_WORKBOOK_H_
#define SOS_SERVICES_SUITE_SYNTHETIC_REPORT_WORKBOOK_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sos::suite {

// The export of a CALPADS report as the state's reporting engine writes it in Excel: a title and
// the parameters above the table, empty columns left of it, spaced words in the header, and codes,
// counts and dates as numbers. `csv` is the same export as text, `report` its name, such as
// `14.2_StudentAbsencesStudentList`; `lea` has seven digits. Empty where no workbook can be
// written.
std::string ToReportWorkbook(absl::string_view csv, absl::string_view report, absl::string_view lea,
                             int school_year);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_SYNTHETIC_REPORT_WORKBOOK_H_
