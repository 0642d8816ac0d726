// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_CACHE_COMPUTED_H_
#define SOS_COMMON_CACHE_COMPUTED_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/cache/cache.h"
#include "common/metrics/metrics.h"
#include "common/revision/revision.h"
#include "common/time/clock.h"

namespace sos {

// The key of a computed response: service and method, the digest of the rules, the identity of the
// data's revision, and the request without its revision. The one place where keys are put together.
//
// An identity is a digest of contents, so that a value can be absent but never of another history:
// not after a restore, nor where two installations share a Redis.
inline std::string ComputedKey(absl::string_view method, absl::string_view rules_digest,
                               const Revision& revision, absl::string_view request) {
  // The first 16 digits of the digest tell rulebooks apart as surely as all 64 would.
  return absl::StrCat("sos:2:", method, ":", rules_digest.substr(0, 16), ":", revision.identity,
                      ":", request);
}

// How long values of the method that `key` names take to compute.
inline metrics::Durations CalculationTimes(absl::string_view key) {
  const std::vector<absl::string_view> parts = absl::StrSplit(key, absl::MaxSplits(':', 3));
  return metrics::FindDurations("sos_calculation_seconds",
                                "How long values took that no cache had.",
                                {{"value", parts.size() > 2 ? std::string(parts[2]) : ""}});
}

// Returns the cached message of `key`, or computes it, keeps it and returns it. `compute` returns a
// StatusOr<Message>; errors are not kept. A cache that fails, or holds bytes that are no Message,
// is as good as empty.
template <typename Message, typename Compute>
absl::StatusOr<Message> Computed(Cache& cache, absl::string_view key, Compute compute) {
  if (const absl::StatusOr<Cache::Value> value = cache.Get(key); value.ok() && *value != nullptr) {
    Message message;
    if (message.ParseFromString(**value)) return message;
  }
  const Stopwatch watch;
  absl::StatusOr<Message> message = compute();
  CalculationTimes(key).Observe(watch.Elapsed());
  if (message.ok()) {
    // A value that could not be kept is computed again the next time.
    cache.Set(key, std::make_shared<const std::string>(message->SerializeAsString())).IgnoreError();
  }
  return message;
}

}  // namespace sos

#endif  // SOS_COMMON_CACHE_COMPUTED_H_
