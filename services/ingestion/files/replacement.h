// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_FILES_REPLACEMENT_H_
#define SOS_SERVICES_INGESTION_FILES_REPLACEMENT_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/revision/revision.h"
#include "services/ingestion/convert/partition_builder.h"
#include "services/ingestion/files/file_reader.h"
#include "services/ingestion/store/store.h"

namespace sos::ingestion {

// A replacing file that drops fewer rows than this of an LEA is taken: small lists change.
inline constexpr int64_t kMinShrinkingRows = 3;
// A replacing file that drops at most one row in so many of an LEA is taken: a release that
// corrects another loses a few groups that fell under the size for publication.
inline constexpr int64_t kShrinkingShare = 10;

// The most entries of Submission.replacements. California has about 1,100 LEAs with data: a
// statewide file of one collection is told whole, in about 100 kB. A further entry, without an LEA,
// adds up what is left out.
inline constexpr size_t kMaxReplacements = 2000;

// What it does to what is stored to commit a file.
struct Effect {
  // One for each partition of the file of which something is stored, in the order of partitions.
  std::vector<v1::Submission::Replacement> replacements;
  // All partitions as they are to be stored, where that is not what the file has: a correcting or
  // partial file changes the rows that it holds, and what a file does not cover stays. Else empty.
  std::map<PartitionKey, v1::Partition> merged;
  // Rows that the file does not cover went all the same, by `shrink_allowed` or because its columns
  // are others: what earlier files covered of these partitions holds no more.
  std::vector<PartitionKey> reset;
  // Why it is not to be committed, with what to do next. kNone if it is.
  Rejection rejection = Rejection::kNone;
  std::string message;
};

// Compares the rows of a file with what is stored at `revision`; `submission` says whether they
// replace or correct, and what the file covers. `columns` are the file's (ReadOutcome::columns).
// One stored partition at a time is in memory.
//
// Returns FIELD_INVALID for student records that correct.
absl::StatusOr<Effect> FindEffect(Store& store, const Revision& revision,
                                  const PartitionBuilder& rows,
                                  const std::vector<std::string>& columns,
                                  const v1::Submission& submission);

// Puts the replacements into the submission, those with the most vanished rows first.
void TellReplacements(std::vector<v1::Submission::Replacement> replacements,
                      v1::Submission& submission);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_FILES_REPLACEMENT_H_
