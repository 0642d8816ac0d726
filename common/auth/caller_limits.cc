// SPDX-License-Identifier: Apache-2.0
#include "common/auth/caller_limits.h"

#include <algorithm>

namespace sos::auth {
namespace {

// Callers that are remembered at once; beyond, those who have nothing at work are forgotten.
constexpr size_t kMaxCallers = 10'000;
// How long a caller with too many calls at work should wait.
constexpr absl::Duration kBusyDelay = absl::Milliseconds(200);

}  // namespace

absl::Duration CallerLimits::Enter(absl::string_view caller, Kind kind, Place& place) {
  const int most = kind == Kind::kWork ? options_.concurrency : options_.held;
  if (options_.rate == 0 && most == 0) return absl::ZeroDuration();
  const absl::Duration now = clock_.Elapsed();
  absl::MutexLock lock(&mutex_);
  if (callers_.size() >= kMaxCallers) ForgetIdle();
  auto [found, is_new] = callers_.try_emplace(caller);
  Caller& state = found->second;
  if (is_new) {
    state.allowance = options_.burst;
    state.updated = now;
  }
  if (most > 0 && state.running(kind) >= most) return kBusyDelay;
  if (options_.rate > 0) {
    state.allowance = std::min<double>(
        options_.burst,
        state.allowance + absl::ToDoubleSeconds(now - state.updated) * options_.rate);
    state.updated = now;
    if (state.allowance < 1) return absl::Seconds((1 - state.allowance) / options_.rate);
    state.allowance -= 1;
  }
  ++state.running(kind);
  place = Place(this, std::string(caller), kind);
  return absl::ZeroDuration();
}

void CallerLimits::Leave(absl::string_view caller, Kind kind) {
  absl::MutexLock lock(&mutex_);
  const auto found = callers_.find(caller);
  if (found != callers_.end()) --found->second.running(kind);
}

void CallerLimits::ForgetIdle() {
  absl::erase_if(callers_, [](const auto& caller) {
    return caller.second.working == 0 && caller.second.held == 0;
  });
}

}  // namespace sos::auth
