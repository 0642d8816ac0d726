#include "common/cache/cache_options.h"

#include <memory>
#include <utility>

#include "common/cache/memory_cache.h"
#include "common/cache/tiered_cache.h"

namespace sos {

CacheOptions CacheOptions::FromEnvironment(Environment& env) {
  CacheOptions options;
  options.memory_bytes = env.Int("SOS_CACHE_BYTES", options.memory_bytes, 0, int64_t{64} << 30);
  options.redis.address = env.String("SOS_REDIS_ADDRESS", "");
  options.redis.password = env.Secret("SOS_REDIS_PASSWORD");
  options.redis.pool_size =
      static_cast<int>(env.Int("SOS_REDIS_POOL_SIZE", options.redis.pool_size, 1, 1024));
  options.redis.timeout = env.Duration("SOS_REDIS_TIMEOUT", options.redis.timeout,
                                       absl::Milliseconds(1), absl::Seconds(5));
  options.redis.ttl =
      env.Duration("SOS_CACHE_TTL", options.redis.ttl, absl::Seconds(1), absl::Hours(24 * 365));
  return options;
}

std::unique_ptr<Cache> MakeCache(const CacheOptions& options, const Clock& clock) {
  auto memory = std::make_unique<MemoryCache>(options.memory_bytes);
  if (options.redis.address.empty()) return memory;
  return std::make_unique<TieredCache>(std::move(memory),
                                       std::make_unique<RedisCache>(options.redis, clock));
}

}  // namespace sos
