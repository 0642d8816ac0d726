// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_FILES_NEWEST_DELETION_H_
#define SOS_SERVICES_INGESTION_FILES_NEWEST_DELETION_H_

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/revision/revision.h"
#include "services/ingestion/store/store.h"

namespace sos::ingestion {

// The newest revision that deletes student records. Each commit is looked at once. Thread-safe.
class NewestDeletion {
 public:
  // `store` must outlive it.
  explicit NewestDeletion(Store* store) : store_(store) {}

  // The number of the last one up to the newest revision; 0 for none.
  absl::StatusOr<int64_t> Find();

 private:
  Store* const store_;
  absl::Mutex mutex_;
  // Up to where it has looked.
  Revision looked_at_ ABSL_GUARDED_BY(mutex_);
  int64_t found_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_FILES_NEWEST_DELETION_H_
