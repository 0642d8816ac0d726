// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_WARM_UP_H_
#define SOS_SERVICES_WEB_PAGES_WARM_UP_H_

#include <functional>
#include <optional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/revision/revision.h"
#include "common/time/steady_wait.h"
#include "services/web/http/message.h"

namespace sos::web {

// Asks for the pages on which all others rest whenever there is a new revision, so that the
// services have read it before somebody looks: the state's colors, and the entities to be searched.
// What it asks for is answered to nobody. A page that a service is not there for yet is asked for
// again.
class WarmUp {
 public:
  // How often it looks whether there is a new revision.
  static constexpr absl::Duration kLook = absl::Seconds(1);

  // `pages` outlives it. `newest`: the newest revision as far as it is known.
  WarmUp(HttpHandler& pages, std::function<std::optional<Revision>()> newest);
  // Waits for the page that is being made.
  ~WarmUp();
  WarmUp(const WarmUp&) = delete;
  WarmUp& operator=(const WarmUp&) = delete;

 private:
  void Run();
  // Waits so long at most.
  bool IsToStop(absl::Duration timeout) ABSL_LOCKS_EXCLUDED(mutex_);

  HttpHandler& pages_;
  const std::function<std::optional<Revision>()> newest_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  SteadyWait stop_;
  std::thread thread_;
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_WARM_UP_H_
