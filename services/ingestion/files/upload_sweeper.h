// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_FILES_UPLOAD_SWEEPER_H_
#define SOS_SERVICES_INGESTION_FILES_UPLOAD_SWEEPER_H_

#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/time/steady_wait.h"
#include "services/ingestion/store/store.h"

namespace sos::ingestion {

// Deletes expired uploads now and then, in a thread of its own, as long as it lives.
class UploadSweeper {
 public:
  // `store` must outlive the sweeper.
  explicit UploadSweeper(Store* store);
  ~UploadSweeper();

 private:
  void Sweep();

  Store* const store_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  SteadyWait stop_;
  std::thread thread_;
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_FILES_UPLOAD_SWEEPER_H_
