// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_RECONCILE_FILE_REPORT_H_
#define SOS_SERVICES_SUITE_RECONCILE_FILE_REPORT_H_

#include <string>
#include <vector>

#include "services/reporting/domain/reconcile/file_report.h"

namespace sos::suite {

using reporting::reconcile::Difference;
using reporting::reconcile::FileReport;

// One line of JSON. `compared` and `agree` count what they always did; `compared_none` and
// `agree_none` count the cells that the file leaves blank (see FileReport).
std::string ReportJson(const FileReport& report);
// The reports as a table with the first differences below it.
std::string ReportsText(const std::vector<FileReport>& reports);
// One row a file and field.
std::string ReportsCsv(const std::vector<FileReport>& reports);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_RECONCILE_FILE_REPORT_H_
