// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_STUDENT_REPORT_TITLE_H_
#define SOS_SERVICES_INGESTION_DOMAIN_STUDENT_REPORT_TITLE_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/education/cds_code.h"
#include "services/ingestion/domain/student/report_layout.h"

namespace sos::ingestion {

// The number of the report with which a name begins: `14.2` of `14.2_StudentAbsences.csv`, `8.1a`
// of `8.1a_Exits.csv`. Empty for other names.
std::string ReportNumberIn(absl::string_view file_name);

// What the lines above the header of a report say, and its name: an export in a workbook has a
// title and the parameters with which it was made.
struct ReportTitle {
  // Of `LEA: 1975713 - Alder Unified`.
  std::optional<CdsCode> lea;
  // Of `Academic Year: 2024-2025`; 0 where nothing says it.
  int dashboard_year = 0;
  // `Certified`, `In Review Uncertified`, `Revised Uncertified` or `SELPA Approved`; empty where
  // nothing says it.
  std::string status;

  // Reads a line above the header. What was found before stays.
  void AddLine(absl::Span<const absl::string_view> cells);
  // Reads the name of a file, such as `14.2_StudentAbsencesStudentList.Certified_20240731.csv`: how
  // final it is; and of layouts whose names say them, the LEA and the year:
  // `19757130000000_..._TestedStudentScoreData_2025.xlsx`, `15.2 Class of 2025.csv`.
  void AddName(absl::string_view file_name, const ReportLayout& layout);
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_STUDENT_REPORT_TITLE_H_
