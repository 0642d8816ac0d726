// SPDX-License-Identifier: Apache-2.0
#include "common/cache/cache_options.h"

#include <memory>
#include <utility>

#include "common/cache/memory_cache.h"
#include "common/cache/tiered_cache.h"
#include "common/status/macros.h"

namespace sos {

CacheOptions CacheOptions::FromEnvironment(Environment& env) {
  CacheOptions options;
  options.memory_bytes = env.Int("SOS_CACHE_BYTES", options.memory_bytes, 0, int64_t{64} << 30);
  options.redis.address = env.String("SOS_REDIS_ADDRESS", "");
  RedisConnectionOptions& connection = options.redis.connection;
  connection.user = env.String("SOS_REDIS_USER", "");
  connection.password = env.Secret("SOS_REDIS_PASSWORD");
  options.redis.pool_size =
      static_cast<int>(env.Int("SOS_REDIS_POOL_SIZE", options.redis.pool_size, 1, 1024));
  connection.timeout = env.Duration("SOS_REDIS_TIMEOUT", connection.timeout, absl::Milliseconds(1),
                                    absl::Seconds(5));
  options.redis.ttl =
      env.Duration("SOS_CACHE_TTL", options.redis.ttl, absl::Seconds(1), absl::Hours(24 * 365));
  return options;
}

absl::StatusOr<std::unique_ptr<Cache>> MakeCache(const CacheOptions& options, const Clock& clock) {
  auto memory = std::make_unique<MemoryCache>(options.memory_bytes);
  if (options.redis.address.empty()) return std::unique_ptr<Cache>(std::move(memory));
  SOS_ASSIGN_OR_RETURN(auto redis, RedisCache::Create(options.redis, clock));
  return std::unique_ptr<Cache>(std::make_unique<TieredCache>(std::move(memory), std::move(redis)));
}

}  // namespace sos
