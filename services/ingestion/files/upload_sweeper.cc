// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/upload_sweeper.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/log/log.h"

namespace sos::ingestion {
namespace {

// How often is looked: the shortest expiry is as long.
constexpr absl::Duration kInterval = absl::Minutes(1);

}  // namespace

UploadSweeper::UploadSweeper(Store* store) : store_(store), thread_([this] { Sweep(); }) {}

UploadSweeper::~UploadSweeper() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    stop_.Wake();
  }
  thread_.join();
}

void UploadSweeper::Sweep() {
  while (true) {
    const absl::StatusOr<int64_t> deleted = store_->DeleteExpired();
    if (!deleted.ok()) {
      log::Warning("expired uploads cannot be deleted now",
                   {{"detail", std::string(deleted.status().message())}});
    } else if (*deleted > 0) {
      log::Info("expired uploads were deleted", {{"count", absl::StrCat(*deleted)}});
    }
    absl::MutexLock lock(&mutex_);
    if (stop_.AwaitFor(mutex_, kInterval, [this] { return stopping_; })) return;
  }
}

}  // namespace sos::ingestion
