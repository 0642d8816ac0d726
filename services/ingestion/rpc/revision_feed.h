// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_RPC_REVISION_FEED_H_
#define SOS_SERVICES_INGESTION_RPC_REVISION_FEED_H_

#include <cstdint>
#include <memory>
#include <set>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "common/time/steady_wait.h"
#include "grpcpp/grpcpp.h"
#include "services/ingestion/files/newest_deletion.h"
#include "services/ingestion/files/unpublished_estimates.h"
#include "services/ingestion/store/store.h"

namespace sos::ingestion {

// Tells everybody who watches of every new revision. One thread reads the store for all of them; a
// watch costs no thread. Thread-safe.
class RevisionFeed {
 public:
  // Of a raw method: gRPC's own parsing has no reason for bytes that are no request.
  using Reactor = grpc::ServerWriteReactor<grpc::ByteBuffer>;

  // Both must outlive the feed.
  RevisionFeed(Store* store, UnpublishedEstimates* unpublished, NewestDeletion* deletion);
  // Ends all watches. None may begin any more.
  ~RevisionFeed();

  // Begins a watch: it is told the newest revision now, and later ones as they come; what has
  // changed since revision `since` too, unless that is 0.
  Reactor* Watch(std::unique_ptr<rpc::Calls::HeldCall> call, int64_t since);

  // Looks at the store at once: this process has committed, or named a public release.
  void Wake();

  // Ends all watches, so that the server can drain; later ones end at once.
  void Stop();

 private:
  class Watcher;

  // What there is to be told to everybody.
  struct News {
    Revision newest;
    // Of public releases, ascending.
    std::vector<Revision> public_revisions;
    // Of the newest: see UnpublishedEstimates.
    bool estimates_unpublished = false;
    // See NewestDeletion.
    int64_t newest_deletion = 0;

    friend bool operator==(const News&, const News&) = default;
  };

  absl::StatusOr<News> Look();
  void Run();
  void Remove(const std::shared_ptr<Watcher>& watcher);

  Store* const store_;
  UnpublishedEstimates* const unpublished_;
  NewestDeletion* const deletion_;
  absl::Mutex mutex_;
  SteadyWait news_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  // How often somebody wanted the store to be looked at.
  int64_t wanted_ ABSL_GUARDED_BY(mutex_) = 0;
  std::set<std::shared_ptr<Watcher>> watchers_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_RPC_REVISION_FEED_H_
