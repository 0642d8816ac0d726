#ifndef SOS_COMMON_REVISION_REVISION_WATCH_H_
#define SOS_COMMON_REVISION_REVISION_WATCH_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/rpc/call.h"
#include "common/time/steady_wait.h"
#include "sos/ingestion/v1/ingestion_service.grpc.pb.h"

namespace sos {

// Knows the newest revision of the data without asking for it with every call.
//
// It keeps ingestion's WatchRevisions stream open. While the stream stands, Resolve() answers from
// memory; while it does not, Resolve() asks, so an answer is never older than the break.
// Thread-safe.
class RevisionWatch {
 public:
  // Starts watching in a thread of its own. `ingestion` must outlive the watch.
  explicit RevisionWatch(ingestion::v1::IngestionService::StubInterface* ingestion);
  ~RevisionWatch();

  // The revision that a request means: `requested`, or the newest for 0.
  //
  // Returns ingestion's own error (kUnavailable) where the newest is unknown and it cannot be
  // asked.
  absl::StatusOr<int64_t> Resolve(int64_t requested, const rpc::CallContext& context);

  // The newest revision if it is known without asking, else -1. Never blocks.
  int64_t newest_known() const { return newest_.load(std::memory_order_acquire); }

 private:
  void Watch();

  ingestion::v1::IngestionService::StubInterface* const ingestion_;
  std::atomic<int64_t> newest_{-1};
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::ClientContext* stream_ ABSL_GUARDED_BY(mutex_) = nullptr;
  SteadyWait stop_;
  std::thread thread_;
};

}  // namespace sos

#endif  // SOS_COMMON_REVISION_REVISION_WATCH_H_
