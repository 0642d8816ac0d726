// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_OVERVIEW_H_
#define SOS_SERVICES_WEB_PAGES_OVERVIEW_H_

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/revision/revision.h"
#include "common/time/clock.h"
#include "services/web/pages/services.h"

namespace sos::web {

// What is loaded at one revision.
struct Overview {
  // Number zero while nothing is committed.
  Revision revision;
  // The Dashboard years with results, the newest first.
  std::vector<int> years;
  // The id of the public release that names the revision, a final one before a preview. Empty where
  // none does.
  std::string release;
  // All releases, the newest first.
  std::vector<ingestion::v1::Release> releases;
  ingestion::v1::Snapshot snapshot;
};

// The overviews of the last revisions that the public asked for; what a caller who signed in is
// told is kept for nobody. Thread-safe.
class Overviews {
 public:
  // The overview of the revision that `services` asks about.
  absl::StatusOr<std::shared_ptr<const Overview>> Get(Services& services);

 private:
  struct Kept {
    std::shared_ptr<const Overview> overview;
    // By the clock's Elapsed().
    absl::Duration until;
  };

  const SystemClock clock_{};
  absl::Mutex mutex_;
  std::deque<Kept> kept_ ABSL_GUARDED_BY(mutex_);
};

// The id of a release, without `releases/`.
std::string IdOf(const ingestion::v1::Release& release);

// A release that is published before the state's final numbers: its pages say so.
bool IsPreview(const std::string& release);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_OVERVIEW_H_
