// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_CACHE_CACHE_OPTIONS_H_
#define SOS_COMMON_CACHE_CACHE_OPTIONS_H_

#include <cstdint>
#include <memory>

#include "common/cache/cache.h"
#include "common/cache/redis_cache.h"
#include "common/config/environment.h"
#include "common/time/clock.h"

namespace sos {

// How a service caches what it computed.
struct CacheOptions {
  // Bytes kept in the process. Zero keeps nothing there.
  int64_t memory_bytes = int64_t{64} << 20;
  // Redis behind it. An empty address means none.
  RedisCache::Options redis;

  // Reads SOS_CACHE_BYTES, SOS_CACHE_TTL and SOS_REDIS_{ADDRESS,USER,PASSWORD,POOL_SIZE,TIMEOUT}.
  static CacheOptions FromEnvironment(Environment& env);
};

// Builds the cache that the options describe; kInvalidArgument for an address that is none. `clock`
// must outlive it.
absl::StatusOr<std::unique_ptr<Cache>> MakeCache(const CacheOptions& options, const Clock& clock);

}  // namespace sos

#endif  // SOS_COMMON_CACHE_CACHE_OPTIONS_H_
