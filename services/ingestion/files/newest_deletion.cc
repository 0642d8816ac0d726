// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/newest_deletion.h"

#include "common/status/macros.h"

namespace sos::ingestion {

absl::StatusOr<int64_t> NewestDeletion::Find() {
  absl::MutexLock lock(&mutex_);
  SOS_ASSIGN_OR_RETURN(const Revision newest, store_->NewestRevision());
  if (newest == looked_at_) return found_;
  // After a restore the history may be another from some revision on.
  if (looked_at_.number > 0) {
    const absl::StatusOr<Revision> again = store_->Resolve({.number = looked_at_.number});
    if (!again.ok() || *again != looked_at_) {
      looked_at_ = {};
      found_ = 0;
    }
  }
  int64_t found = found_;
  SOS_RETURN_IF_ERROR(
      store_->VisitCommits(looked_at_.number, newest, [&](const v1::Submission& commit) {
        if (commit.deletes_student_records()) found = commit.revision();
        return absl::OkStatus();
      }));
  looked_at_ = newest;
  found_ = found;
  return found_;
}

}  // namespace sos::ingestion
