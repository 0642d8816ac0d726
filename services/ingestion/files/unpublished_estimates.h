// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_FILES_UNPUBLISHED_ESTIMATES_H_
#define SOS_SERVICES_INGESTION_FILES_UNPUBLISHED_ESTIMATES_H_

#include <deque>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/revision/revision.h"
#include "services/ingestion/store/store.h"

namespace sos::ingestion {

// Whether a revision has estimates that not everybody may see. Thread-safe.
class UnpublishedEstimates {
 public:
  // `store` must outlive it.
  explicit UnpublishedEstimates(Store* store) : store_(store) {}

  // True if an LEA has student records of a year and has not published its estimates.
  // `revision` is one that Store::Resolve() gave.
  absl::StatusOr<bool> AnyAt(const Revision& revision);

 private:
  Store* const store_;
  absl::Mutex mutex_;
  // Of the revisions that were asked for last, by identity.
  std::deque<std::pair<std::string, bool>> known_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_FILES_UNPUBLISHED_ESTIMATES_H_
