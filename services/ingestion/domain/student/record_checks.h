// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_STUDENT_RECORD_CHECKS_H_
#define SOS_SERVICES_INGESTION_DOMAIN_STUDENT_RECORD_CHECKS_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/types/span.h"
#include "common/education/cds_code.h"
#include "services/ingestion/domain/collection.h"
#include "services/ingestion/domain/issue.h"
#include "services/ingestion/domain/student/student_rows.h"

namespace sos::ingestion {

// What is stored beside a submission, for checks across files. Null: nothing of it is stored, and
// nothing can be said.
struct StoredFacts {
  // The LEA's enrollments of the year: student and school of seven digits, sorted.
  const std::vector<std::pair<int64_t, int64_t>>* enrolled = nullptr;
  // Every school of the directory, fourteen digits.
  const absl::flat_hash_set<int64_t>* schools = nullptr;
};

// The fields that CheckRecords() reads of a collection: every layout of it must have them.
absl::Span<const RecordField> CheckedFields(Collection collection);

// What is wrong with an LEA's records that a single row does not show: a record without an
// enrollment at the school, overlapping primary enrollments, more days than were expected, a school
// that no directory lists, one local id for several students. All are warnings: the rows are kept.
// By line.
std::vector<Issue> CheckRecords(Collection collection, const CdsCode& lea, const StudentRows& rows,
                                const StoredFacts& stored);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_STUDENT_RECORD_CHECKS_H_
