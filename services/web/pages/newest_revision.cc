// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/newest_revision.h"

#include <memory>
#include <utility>

namespace sos::web {

absl::StatusOr<Revision> NewestRevision::Get() {
  auto round = std::make_shared<Round>();
  {
    absl::MutexLock lock(&mutex_);
    if (gathering_ != nullptr) {
      round = gathering_;
      mutex_.Await(absl::Condition(&round->ended));
      return round->revision;
    }
    gathering_ = round;
  }
  Begin();
  return End(*round, ask_());
}

void NewestRevision::Begin() {
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(&idle_));
  idle_ = false;
  gathering_ = nullptr;
}

absl::StatusOr<Revision> NewestRevision::End(Round& round, absl::StatusOr<Revision> revision) {
  absl::MutexLock lock(&mutex_);
  idle_ = true;
  round.revision = revision;
  round.ended = true;
  return revision;
}

}  // namespace sos::web
