// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_NEWEST_REVISION_H_
#define SOS_SERVICES_WEB_PAGES_NEWEST_REVISION_H_

#include <functional>
#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/revision/revision.h"

namespace sos::web {

// Asks which revision is the newest, once for all requests that wait for the answer.
//
// A request never gets an answer that was asked for before the request came, so whoever has seen a
// commit succeed sees it on the next page. At most one question is on its way at a time.
// Thread-safe.
class NewestRevision {
 public:
  using Ask = std::function<absl::StatusOr<Revision>()>;

  // `ask` may block. It is called by one thread at a time.
  explicit NewestRevision(Ask ask) : ask_(std::move(ask)) {}

  // The newest revision; its number is zero while nothing is committed. The error is that of `ask`.
  absl::StatusOr<Revision> Get();

 private:
  // One question and all who wait for its answer.
  struct Round {
    bool ended = false;
    absl::StatusOr<Revision> revision = Revision();
  };

  // Waits until no question is on its way, and closes the round to those who come later.
  void Begin();
  absl::StatusOr<Revision> End(Round& round, absl::StatusOr<Revision> revision);

  const Ask ask_;
  absl::Mutex mutex_;
  // The round whose question is not asked yet. Null for none.
  std::shared_ptr<Round> gathering_ ABSL_GUARDED_BY(mutex_);
  // No question is on its way.
  bool idle_ ABSL_GUARDED_BY(mutex_) = true;
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_NEWEST_REVISION_H_
