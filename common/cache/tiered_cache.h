// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_CACHE_TIERED_CACHE_H_
#define SOS_COMMON_CACHE_TIERED_CACHE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/cache/cache.h"

namespace sos {

// A near cache before a far one: reads ask the near one first and keep there what the far one had;
// writes go to both.
class TieredCache : public Cache {
 public:
  TieredCache(std::unique_ptr<Cache> near, std::unique_ptr<Cache> far)
      : near_(std::move(near)), far_(std::move(far)) {}

  absl::StatusOr<Value> Get(absl::string_view key) override;
  absl::StatusOr<std::vector<Value>> GetMany(absl::Span<const std::string> keys) override;
  absl::Status Set(absl::string_view key, Value value) override;

 private:
  const std::unique_ptr<Cache> near_;
  const std::unique_ptr<Cache> far_;
};

}  // namespace sos

#endif  // SOS_COMMON_CACHE_TIERED_CACHE_H_
