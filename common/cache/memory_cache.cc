// SPDX-License-Identifier: Apache-2.0
#include "common/cache/memory_cache.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/hash/hash.h"

namespace sos {

MemoryCache::Shard& MemoryCache::ShardOf(absl::string_view key) {
  return shards_[absl::Hash<absl::string_view>()(key) % kShards];
}

absl::StatusOr<Cache::Value> MemoryCache::Get(absl::string_view key) {
  Shard& shard = ShardOf(key);
  absl::MutexLock lock(&shard.mutex);
  const auto found = shard.index.find(key);
  if (found == shard.index.end()) {
    metrics_.misses.Increment();
    return Value();
  }
  metrics_.hits.Increment();
  shard.entries.splice(shard.entries.begin(), shard.entries, found->second);
  return found->second->value;
}

absl::StatusOr<std::vector<Cache::Value>> MemoryCache::GetMany(absl::Span<const std::string> keys) {
  std::vector<Value> values;
  values.reserve(keys.size());
  for (const std::string& key : keys) values.push_back(*Get(key));
  return values;
}

absl::Status MemoryCache::Set(absl::string_view key, Value value) {
  const size_t bytes = key.size() + value->size();
  if (bytes > shard_bytes_) return absl::OkStatus();
  Shard& shard = ShardOf(key);
  absl::MutexLock lock(&shard.mutex);
  if (const auto found = shard.index.find(key); found != shard.index.end()) {
    shard.bytes -= found->second->key.size() + found->second->value->size();
    const auto old = found->second;
    shard.index.erase(found);
    shard.entries.erase(old);
  }
  shard.entries.push_front({std::string(key), std::move(value)});
  shard.index.emplace(shard.entries.front().key, shard.entries.begin());
  shard.bytes += bytes;
  while (shard.bytes > shard_bytes_) {
    const Entry& last = shard.entries.back();
    shard.bytes -= last.key.size() + last.value->size();
    shard.index.erase(last.key);
    shard.entries.pop_back();
  }
  return absl::OkStatus();
}

}  // namespace sos
