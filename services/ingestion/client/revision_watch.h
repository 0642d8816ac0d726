// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_CLIENT_REVISION_WATCH_H_
#define SOS_SERVICES_INGESTION_CLIENT_REVISION_WATCH_H_

#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "common/time/steady_wait.h"
#include "services/ingestion/client/revisions.h"
#include "sos/ingestion/v1/ingestion_service.grpc.pb.h"

namespace sos {

// Knows the newest revision of the data without asking for it with every call.
//
// It keeps ingestion's WatchRevisions stream open. While the stream stands, Resolve() answers from
// memory; while it does not, Resolve() asks, so an answer is never older than the break. What it
// remembers of older revisions goes with every change of the newest, since the history may be
// another then. Thread-safe.
class RevisionWatch final : public Revisions {
 public:
  // Starts watching in a thread of its own. `ingestion` must outlive the watch.
  explicit RevisionWatch(ingestion::v1::IngestionService::StubInterface* ingestion);
  ~RevisionWatch() override;

  absl::StatusOr<Revision> Resolve(const Revision& asked, const rpc::CallContext& context) override;
  absl::StatusOr<std::vector<Revision>> PublicBefore(const Revision& revision,
                                                     const rpc::CallContext& context) override;
  std::optional<Revision> newest_known() const override;
  bool public_sees_less() const override;

 private:
  // A revision, and whether it has estimates that not everybody may see.
  struct Known {
    Revision revision;
    bool estimates_unpublished = false;
    // The newest revision that deletes student records; 0 for none.
    int64_t newest_deletion = 0;
  };

  absl::StatusOr<Known> Find(const Revision& asked, const rpc::CallContext& context);
  void Watch();
  // What public releases name, ascending.
  absl::StatusOr<std::vector<Revision>> PublicRevisions(const rpc::CallContext& context);
  // Null: not known any more.
  void Remember(std::optional<Known> newest, std::vector<Revision> public_revisions);

  ingestion::v1::IngestionService::StubInterface* const ingestion_;
  mutable absl::Mutex mutex_;
  std::optional<Known> newest_ ABSL_GUARDED_BY(mutex_);
  // As old as `newest_`.
  std::vector<Revision> public_revisions_ ABSL_GUARDED_BY(mutex_);
  // How often the newest has changed.
  int64_t changes_ ABSL_GUARDED_BY(mutex_) = 0;
  // Older revisions that were asked for, by what was asked.
  absl::flat_hash_map<std::string, Known> older_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::ClientContext* stream_ ABSL_GUARDED_BY(mutex_) = nullptr;
  SteadyWait stop_;
  std::thread thread_;
};

}  // namespace sos

#endif  // SOS_SERVICES_INGESTION_CLIENT_REVISION_WATCH_H_
