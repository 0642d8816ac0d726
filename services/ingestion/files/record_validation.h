// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_FILES_RECORD_VALIDATION_H_
#define SOS_SERVICES_INGESTION_FILES_RECORD_VALIDATION_H_

#include <vector>

#include "absl/status/statusor.h"
#include "common/memory/memory_budget.h"
#include "services/ingestion/domain/issue.h"
#include "services/ingestion/store/store.h"

namespace sos::ingestion {

// What the rows of a submission say when they are seen together with what is stored.
struct RecordValidation {
  // Of student records by LEA, collection and year, each by line; then LEAs that no directory has.
  std::vector<Issue> warnings;
  // One entry a collection, year and LEA.
  std::vector<v1::Submission::CertificationRow> certification;
  // Counts the warnings.
  HeldMemory held;
};

// Checks the accepted rows of a submission, before they are packed, against the directories of the
// newest revision, and student records against one another and against the enrollments, too. What
// that takes is counted in `memory`; kResourceExhausted if it does not fit.
absl::StatusOr<RecordValidation> ValidateRecords(Store& store, const PartitionBuilder& rows,
                                                 MemoryAccount& memory);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_FILES_RECORD_VALIDATION_H_
