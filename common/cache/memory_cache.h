// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_CACHE_MEMORY_CACHE_H_
#define SOS_COMMON_CACHE_MEMORY_CACHE_H_

#include <array>
#include <cstddef>
#include <list>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "common/cache/cache.h"
#include "common/cache/cache_metrics.h"

namespace sos {

// A cache in the memory of this process: the least recently used values go first.
//
// Keys are spread over shards with a lock each, so that threads rarely meet. A value is handed out
// by reference; it is never copied.
class MemoryCache : public Cache {
 public:
  // Holds values of up to `max_bytes` in all, keys included. Zero holds nothing.
  explicit MemoryCache(size_t max_bytes) : shard_bytes_(max_bytes / kShards) {}

  absl::StatusOr<Value> Get(absl::string_view key) override;
  absl::StatusOr<std::vector<Value>> GetMany(absl::Span<const std::string> keys) override;
  absl::Status Set(absl::string_view key, Value value) override;

 private:
  static constexpr size_t kShards = 16;

  struct Entry {
    std::string key;
    Value value;
  };
  struct Shard {
    absl::Mutex mutex;
    // The most recently used first.
    std::list<Entry> entries ABSL_GUARDED_BY(mutex);
    absl::flat_hash_map<absl::string_view, std::list<Entry>::iterator> index ABSL_GUARDED_BY(mutex);
    size_t bytes ABSL_GUARDED_BY(mutex) = 0;
  };

  Shard& ShardOf(absl::string_view key);

  const size_t shard_bytes_;
  const CacheMetrics metrics_{"memory"};
  std::array<Shard, kShards> shards_;
};

}  // namespace sos

#endif  // SOS_COMMON_CACHE_MEMORY_CACHE_H_
