// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_CACHE_CACHE_H_
#define SOS_COMMON_CACHE_CACHE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace sos {

// A store of computed values that may forget anything at any time.
//
// Only what can be computed again belongs here, under a key that names everything it was computed
// from: a value can be absent, never stale. A cache that fails costs time and never an answer:
// callers go on as for a miss.
//
// Implementations are thread-safe and pass the suite in cache_conformance.h.
class Cache {
 public:
  using Value = std::shared_ptr<const std::string>;

  virtual ~Cache() = default;

  // The value of `key`, or null if there is none. kUnavailable if the cache could not be asked.
  virtual absl::StatusOr<Value> Get(absl::string_view key) = 0;

  // The values of `keys`, in order, asked in one go.
  virtual absl::StatusOr<std::vector<Value>> GetMany(absl::Span<const std::string> keys) = 0;

  // Keeps `value` under `key`. kUnavailable if the cache could not be reached.
  virtual absl::Status Set(absl::string_view key, Value value) = 0;
};

}  // namespace sos

#endif  // SOS_COMMON_CACHE_CACHE_H_
