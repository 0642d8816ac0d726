// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_STUDENT_REPORT_PARSER_H_
#define SOS_SERVICES_INGESTION_DOMAIN_STUDENT_REPORT_PARSER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/education/cds_code.h"
#include "services/ingestion/domain/layout.h"
#include "services/ingestion/domain/row_parser.h"
#include "services/ingestion/domain/student/record_keys.h"
#include "services/ingestion/domain/student/report_layout.h"

namespace sos::ingestion {

// What the rows of an export do not say.
struct ReportContext {
  CdsCode lea;
  // 0: a column says it.
  int dashboard_year = 0;
  // Rows of later years are in quarantine.
  int last_dashboard_year = kLastDashboardYear;
};

// What was read of an export, told back to its sender.
struct ReadColumns {
  // As the file names them.
  std::vector<std::string> read;
  std::vector<std::string> ignored;
  // By the first of their names.
  std::vector<std::string> missing;
};
ReadColumns ColumnsRead(const ReportLayout& layout, const Header& header);

// The required columns that `header` lacks, by the first of their names.
std::vector<std::string> MissingRequired(const ReportLayout& layout, const Header& header);

// True where the row names a student where the report has the identifier.
bool NamesStudent(const ReportLayout& layout, const Header& header,
                  absl::Span<const absl::string_view> cells);

// True for a row below the table: two cells at most, and no digit where the identifier of a student
// would be.
bool IsFooter(const ReportLayout& layout, const Header& header,
              absl::Span<const absl::string_view> cells);

// Notices whether the rows are those of selected students only: a report can be run for one grade,
// or for one group.
class SelectionSurvey {
 public:
  void Add(const StudentColumns& columns, absl::Span<const int64_t> numbers);

  // What all students have in common, such as `every student is in grade 3`. Empty where they
  // differ, or where they are too few to say.
  std::string Selection() const;

 private:
  // So few students may well have one grade, or all be of one group.
  static constexpr int64_t kFewestRows = 20;

  int64_t row_count_ = 0;
  std::map<RecordField, std::map<int64_t, int64_t>> values_;
};

// A parser for rows of `layout` below `header`, as MakeStudentRecordParser() makes one: rows whose
// key is among `keys` are issues, and no issue says what a cell holds. All but the context must
// outlive it.
std::unique_ptr<RowParser> MakeReportParser(const ReportLayout& layout, const Header& header,
                                            const ReportContext& context, RecordKeys& keys,
                                            SelectionSurvey& survey);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_STUDENT_REPORT_PARSER_H_
