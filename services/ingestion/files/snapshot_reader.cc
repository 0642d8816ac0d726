// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/snapshot_reader.h"

#include <algorithm>
#include <utility>

#include "common/status/macros.h"

namespace sos::ingestion {

absl::StatusOr<std::shared_ptr<const v1::Snapshot>> SnapshotReader::At(const Revision& revision) {
  SOS_ASSIGN_OR_RETURN(const Revision resolved, store_->Resolve(revision));
  {
    const absl::MutexLock lock(&mutex_);
    const auto kept = std::find_if(kept_.begin(), kept_.end(), [&](const auto& snapshot) {
      return RevisionIn(*snapshot) == resolved;
    });
    if (kept != kept_.end()) {
      kept_.splice(kept_.begin(), kept_, kept);
      return kept_.front();
    }
  }
  SOS_ASSIGN_OR_RETURN(v1::Snapshot snapshot, store_->GetSnapshot(resolved));
  SOS_ASSIGN_OR_RETURN(const auto files, files_->At(RevisionIn(snapshot)));
  files->TellTo(snapshot);
  auto made = std::make_shared<const v1::Snapshot>(std::move(snapshot));
  const absl::MutexLock lock(&mutex_);
  kept_.push_front(made);
  if (kept_.size() > kMaxKept) kept_.pop_back();
  return made;
}

}  // namespace sos::ingestion
