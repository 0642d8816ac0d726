// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_STUDENT_RECORD_PARSER_H_
#define SOS_SERVICES_INGESTION_DOMAIN_STUDENT_RECORD_PARSER_H_

#include <memory>

#include "absl/strings/string_view.h"
#include "services/ingestion/domain/layout.h"
#include "services/ingestion/domain/row_parser.h"
#include "services/ingestion/domain/student/record_keys.h"
#include "services/ingestion/domain/student/record_layout.h"

namespace sos::ingestion {

// A header of the fields' names, for issues: the file itself has none.
Header NamesOf(const RecordLayout& layout);

// A parser for rows of `layout`. Rows of another record type are issues, and so are rows whose key
// is among `keys`, to which each row's is added. Both must outlive it. Rows may be of several
// years, as in exports of all enrollments, but of none after `last_dashboard_year`.
std::unique_ptr<RowParser> MakeStudentRecordParser(const RecordLayout& layout, RecordKeys& keys,
                                                   int last_dashboard_year);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_STUDENT_RECORD_PARSER_H_
