#ifndef SOS_SERVICES_INGESTION_COMMITTER_H_
#define SOS_SERVICES_INGESTION_COMMITTER_H_

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/memory/memory_budget.h"
#include "services/ingestion/domain/student/record_layout.h"
#include "services/ingestion/store.h"

namespace sos::ingestion {

// Reads the uploaded bytes of submission `name`, within `read_memory`, and commits or rejects it;
// with `validate_only`, answers which of the two it would be and leaves it open. A closed
// submission is returned as it is. MEMORY_BUDGET, and nothing happens, while other files take the
// memory. `may_commit` is asked about every LEA of the file, once all is read; its error is
// returned and nothing is changed.
absl::StatusOr<v1::Submission> CommitUpload(
    Store& store, const RecordLayouts& layouts, MemoryBudget& read_memory, absl::string_view name,
    bool validate_only, absl::FunctionRef<absl::Status(const CdsCode& lea)> may_commit);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_COMMITTER_H_
