// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_CACHE_REDIS_TOPOLOGY_H_
#define SOS_COMMON_CACHE_REDIS_TOPOLOGY_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/cache/redis_pool.h"
#include "common/time/clock.h"

namespace sos {

// Knows which Redis server has a key. Thread-safe.
class RedisTopology {
 public:
  virtual ~RedisTopology() = default;

  // The `host:port` (or `unix:/path`) of the server for `key`; kUnavailable while nobody knows.
  virtual absl::StatusOr<std::string> AddressOf(absl::string_view key) = 0;

  // A server did not answer, or said that it is not the one: look again before the next call.
  virtual void Doubt() = 0;
};

// The topology that an address describes:
//
//   host:port or unix:/path                   that server
//   sentinel:NAME@host:port,host:port,...     the primary that the Sentinels call NAME
//   cluster:host:port,host:port,...           a Redis Cluster that these servers belong to
//
// kInvalidArgument for anything else. `clock` must outlive it.
absl::StatusOr<std::unique_ptr<RedisTopology>> MakeRedisTopology(
    const std::string& address, const RedisConnectionOptions& options, const Clock& clock);

// The slot of a key in a Redis Cluster: CRC-16 (XMODEM) of the key, or of what stands between its
// first pair of braces, modulo 16384.
int RedisClusterSlot(absl::string_view key);

}  // namespace sos

#endif  // SOS_COMMON_CACHE_REDIS_TOPOLOGY_H_
