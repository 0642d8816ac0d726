// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_CACHE_REDIS_CACHE_H_
#define SOS_COMMON_CACHE_REDIS_CACHE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/cache/cache.h"
#include "common/cache/cache_metrics.h"
#include "common/cache/redis_pool.h"
#include "common/cache/redis_topology.h"
#include "common/time/clock.h"

namespace sos {

// A cache in Redis, shared by all replicas: one server, the primary of a Sentinel group, or a
// Cluster, whose redirections (MOVED, ASK) are followed.
//
// A value is stored with a checksum over key and value. What does not fit it - somebody else's
// bytes, half a value - is a miss.
class RedisCache : public Cache {
 public:
  struct Options {
    // Which servers: see MakeRedisTopology().
    std::string address;
    // How each is spoken to.
    RedisConnectionOptions connection;
    // The most connections to one server at once.
    int pool_size = 8;
    // How long values are kept. Keys name what they were computed from, so this bounds only space.
    absl::Duration ttl = absl::Hours(24);
  };

  // Connects to nothing yet. kInvalidArgument for an address that is none. `clock` must outlive the
  // cache.
  static absl::StatusOr<std::unique_ptr<RedisCache>> Create(const Options& options,
                                                            const Clock& clock);

  absl::StatusOr<Value> Get(absl::string_view key) override;
  absl::StatusOr<std::vector<Value>> GetMany(absl::Span<const std::string> keys) override;
  absl::Status Set(absl::string_view key, Value value) override;

  // True while the breaker of the server for `key` is open.
  bool broken(absl::string_view key);

 private:
  RedisCache(const Options& options, std::unique_ptr<RedisTopology> topology, const Clock& clock);

  RedisPool& PoolOf(const std::string& address);
  // Sends one command about `key` to the server that has it, wherever that is.
  absl::StatusOr<RedisReply> Send(absl::string_view key,
                                  std::initializer_list<absl::string_view> words);
  // The replies of one server to GETs of `keys`; a redirection is a reply.
  absl::StatusOr<std::vector<RedisReply>> GetFrom(RedisPool& pool,
                                                  absl::Span<const std::string* const> keys);

  const Options options_;
  const std::unique_ptr<RedisTopology> topology_;
  const Clock& clock_;
  const CacheMetrics metrics_{"redis"};
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, std::unique_ptr<RedisPool>> pools_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace sos

#endif  // SOS_COMMON_CACHE_REDIS_CACHE_H_
