// SPDX-License-Identifier: Apache-2.0
#include "common/cache/tiered_cache.h"

#include <string>
#include <utility>
#include <vector>

#include "common/status/macros.h"

namespace sos {

absl::StatusOr<Cache::Value> TieredCache::Get(absl::string_view key) {
  if (absl::StatusOr<Value> near = near_->Get(key); near.ok() && *near != nullptr) return near;
  SOS_ASSIGN_OR_RETURN(Value far, far_->Get(key));
  if (far != nullptr) near_->Set(key, far).IgnoreError();  // It is in the far cache all the same.
  return far;
}

absl::StatusOr<std::vector<Cache::Value>> TieredCache::GetMany(absl::Span<const std::string> keys) {
  SOS_ASSIGN_OR_RETURN(std::vector<Value> values, near_->GetMany(keys));
  std::vector<std::string> missing;
  std::vector<size_t> places;
  for (size_t i = 0; i < keys.size(); ++i) {
    if (values[i] != nullptr) continue;
    missing.push_back(keys[i]);
    places.push_back(i);
  }
  if (missing.empty()) return values;
  SOS_ASSIGN_OR_RETURN(std::vector<Value> far, far_->GetMany(missing));
  for (size_t i = 0; i < far.size(); ++i) {
    if (far[i] != nullptr) near_->Set(missing[i], far[i]).IgnoreError();
    values[places[i]] = std::move(far[i]);
  }
  return values;
}

absl::Status TieredCache::Set(absl::string_view key, Value value) {
  SOS_RETURN_IF_ERROR(near_->Set(key, value));
  return far_->Set(key, std::move(value));
}

}  // namespace sos
