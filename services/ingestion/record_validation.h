#ifndef SOS_SERVICES_INGESTION_RECORD_VALIDATION_H_
#define SOS_SERVICES_INGESTION_RECORD_VALIDATION_H_

#include <vector>

#include "absl/status/statusor.h"
#include "common/memory/memory_budget.h"
#include "services/ingestion/domain/issue.h"
#include "services/ingestion/store.h"

namespace sos::ingestion {

// What the student records of a submission say when they are seen together with what is stored.
struct RecordValidation {
  // By LEA, collection and year, each by line.
  std::vector<Issue> warnings;
  // One entry a collection, year and LEA.
  std::vector<v1::Submission::CertificationRow> certification;
  // Counts the warnings.
  HeldMemory held;
};

// Checks the accepted rows of a submission, before they are packed, against one another and
// against the enrolments and directories of the newest revision. What that takes is counted in
// `memory`; kResourceExhausted if it does not fit.
absl::StatusOr<RecordValidation> ValidateRecords(Store& store, const PartitionBuilder& rows,
                                                 MemoryAccount& memory);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_RECORD_VALIDATION_H_
