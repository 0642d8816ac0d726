// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_FILES_REPORT_START_H_
#define SOS_SERVICES_INGESTION_FILES_REPORT_START_H_

#include <string>

#include "services/ingestion/domain/layout.h"
#include "services/ingestion/domain/rejection.h"
#include "services/ingestion/domain/student/report_layout.h"
#include "services/ingestion/domain/student/report_parser.h"
#include "services/ingestion/domain/student/report_title.h"
#include "services/ingestion/files/file_reader.h"

namespace sos::ingestion {

// Of which LEA and year the export of a report is, or why nobody can know.
struct ReportStart {
  Rejection rejection = Rejection::kNone;
  std::string message;
  ReportContext context;
  // A line with fewer cells was cut.
  int last_required_column = -1;
};

// Decides it from what the sender says, from what stands above the header, and from the header.
ReportStart StartReport(const ReportLayout& layout, const Header& header, const ReportTitle& title,
                        const ReadRequest& request);

// Refuses a further table of a file that is of another LEA or year than the first, or has other
// columns: the two would be stored as one.
void CheckSameReport(const ReportContext& context, const ReadColumns& first_columns,
                     const ReportContext& first, const ReadColumns& columns, ReportStart& start);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_FILES_REPORT_START_H_
