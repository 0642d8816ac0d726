// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/warm_up.h"

#include <utility>

namespace sos::web {

WarmUp::WarmUp(HttpHandler& pages, std::function<std::optional<Revision>()> newest)
    : pages_(pages), newest_(std::move(newest)), thread_([this] { Run(); }) {}

WarmUp::~WarmUp() {
  {
    const absl::MutexLock lock(&mutex_);
    stopping_ = true;
    stop_.Wake();
  }
  thread_.join();
}

bool WarmUp::IsToStop(absl::Duration timeout) {
  const absl::MutexLock lock(&mutex_);
  return stop_.AwaitFor(mutex_, timeout,
                        [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopping_; });
}

void WarmUp::Run() {
  std::optional<Revision> warm;
  do {
    const std::optional<Revision> newest = newest_();
    if (!newest || newest == warm) continue;
    HttpRequest start;
    start.method = "GET";
    start.path = "/";
    HttpRequest search = start;
    search.path = "/search";
    // Whatever is loaded: the first search makes the index.
    search.query = {{"q", "school"}};
    bool served = true;
    for (const HttpRequest* const request : {&start, &search}) {
      if (IsToStop(absl::ZeroDuration())) return;
      served = pages_.Handle(*request).status != kServiceUnavailable && served;
    }
    // Any other error would be the same again: it is told to whoever asks next.
    if (served) warm = newest;
  } while (!IsToStop(kLook));
}

}  // namespace sos::web
