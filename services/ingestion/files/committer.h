// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_FILES_COMMITTER_H_
#define SOS_SERVICES_INGESTION_FILES_COMMITTER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/memory/memory_budget.h"
#include "services/ingestion/domain/student/record_layout.h"
#include "services/ingestion/files/loaded_files.h"
#include "services/ingestion/store/store.h"

namespace sos::ingestion {

// On what terms an upload is committed.
struct CommitTerms {
  // Only say what would become of it.
  bool validate_only = false;
  // The size of the file that is meant, in bytes, and its SHA-256 in lower-case hexadecimal, as far
  // as the sender says them.
  std::optional<int64_t> byte_count;
  std::string content_digest;
  // The sender is an agency and not the state: its ratings of local indicators are
  // self-reflections.
  bool from_agency = false;
  // Makes a revision even where nothing changes.
  bool always_a_revision = false;
  // What reading may take, of all files that are read at once. MEMORY_BUDGET while others take it.
  MemoryBudget& read_memory;
  // What earlier files cover. Null: it is read from the store, each time.
  LoadedFilesReader* loaded_files = nullptr;
  // Asked about every partition of the file, once all is read.
  absl::FunctionRef<absl::Status(const PartitionKey& partition)> may_commit;
};

// Reads the uploaded bytes of submission `name` and commits or rejects it, or answers which of the
// two it would be and leaves it open. A closed submission is returned as it is. Nothing is changed
// where `may_commit` returns an error, or the bytes are not those that are meant: CONTENT_MISMATCH.
absl::StatusOr<v1::Submission> CommitUpload(Store& store, const RecordLayouts& layouts,
                                            absl::string_view name, const CommitTerms& terms);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_FILES_COMMITTER_H_
