// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_FILES_FILE_READER_H_
#define SOS_SERVICES_INGESTION_FILES_FILE_READER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/memory/memory_budget.h"
#include "services/ingestion/convert/partition_builder.h"
#include "services/ingestion/domain/issue.h"
#include "services/ingestion/domain/records.h"
#include "services/ingestion/domain/rejection.h"
#include "services/ingestion/domain/row_parser.h"
#include "services/ingestion/domain/row_place.h"
#include "services/ingestion/domain/student/record_keys.h"
#include "services/ingestion/domain/student/record_layout.h"
#include "services/ingestion/domain/student/report_parser.h"

namespace sos::ingestion {

// What became of a file.
struct ReadOutcome {
  Rejection rejection = Rejection::kNone;
  // The rejection in words, with what to do next.
  std::string message;
  int64_t accepted_row_count = 0;
  int64_t quarantined_row_count = 0;
  // At most the issues of `max_quarantined_row_count` + 1 rows.
  std::vector<Issue> issues;
  // What the rows in quarantine are about. Empty for student records.
  std::vector<RowPlace> refused;
  // The normalized names of the columns that every table of the file has. Empty for student
  // records.
  std::vector<std::string> columns;
  // The report that the file is an export of, and what was read of it. Null: of none.
  const ReportLayout* report = nullptr;
  ReadColumns report_columns;
  // How final the report says it is.
  std::string report_status;
};

// How a file is read.
struct ReadRequest {
  absl::string_view bytes;
  // The file's own name: a tie-breaker, never the only witness of a layout.
  absl::string_view display_name;
  std::optional<Collection> collection;
  // Zero: the file says it, or its name does.
  int dashboard_year = 0;
  // Rows of later years are in quarantine.
  int last_dashboard_year = kLastDashboardYear;
  int64_t max_quarantined_row_count = 0;
  bool contradictions_accepted = false;
  // The layouts of student records and of reports. Null: such files are not known.
  const RecordLayouts* record_layouts = nullptr;
  // The LEA of an export that does not name it.
  std::optional<CdsCode> lea;
  // The sender says that an export has all students, though they have much in common.
  bool all_students = false;
  // Set for a part of a file: the layout of the student records that the file consists of.
  const RecordLayout* part_of = nullptr;
  // What stands between the cells of a text. 0: the file shows it.
  char delimiter = '\0';
  // Where the keys of student records are kept. Null: nobody asks for them afterwards.
  RecordKeys* record_keys = nullptr;
  // Where the memory that reading takes is counted. Null: nowhere.
  MemoryAccount* memory = nullptr;
};

// The header line is looked for in the first rows of each sheet.
inline constexpr int kMaxHeaderRow = 30;

// Finds out what a file is, reads it row by row and adds accepted rows to `rows`. A file that would
// take more memory than it may is rejected as too costly.
ReadOutcome ReadFile(const ReadRequest& request, PartitionBuilder& rows);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_FILES_FILE_READER_H_
