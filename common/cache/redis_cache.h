#ifndef SOS_COMMON_CACHE_REDIS_CACHE_H_
#define SOS_COMMON_CACHE_REDIS_CACHE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/cache/cache.h"
#include "common/time/clock.h"

struct redisContext;

namespace sos {

// A cache in Redis, shared by all replicas.
//
// Connections are made when first needed and kept in a pool. A connection that failed in any way is
// dropped, never reused; the next call makes another. After five failures in a row the breaker
// opens: calls fail at once, without touching the network, until a pause has passed (0.5 s,
// doubling to 8 s); then one call tries, and its success closes the breaker.
//
// A value is stored with a checksum over key and value. What does not fit it - somebody else's
// bytes, half a value - is a miss.
class RedisCache : public Cache {
 public:
  struct Options {
    // `host:port`, or `unix:/path` of a socket.
    std::string address;
    // Sent with AUTH. Empty: none.
    std::string password;
    // The most connections at once; further calls wait for one, at most `timeout`.
    int pool_size = 8;
    // How long connecting, and every command, may take.
    absl::Duration timeout = absl::Milliseconds(50);
    // How long values are kept. Keys name what they were computed from, so this bounds only space.
    absl::Duration ttl = absl::Hours(24);
  };

  // `clock` must outlive the cache. Connects to nothing yet.
  RedisCache(Options options, const Clock& clock);
  ~RedisCache() override;

  absl::StatusOr<Value> Get(absl::string_view key) override;
  absl::StatusOr<std::vector<Value>> GetMany(absl::Span<const std::string> keys) override;
  absl::Status Set(absl::string_view key, Value value) override;

  // True while the breaker is open.
  bool broken() const;

 private:
  struct ContextCloser {
    void operator()(redisContext* context) const;
  };
  using Connection = std::unique_ptr<redisContext, ContextCloser>;
  class Lease;

  // A connection to use, or kUnavailable.
  absl::StatusOr<Lease> Borrow();
  absl::StatusOr<Connection> Connect() const;
  void Return(Connection connection, bool healthy);
  bool MayAsk() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Options options_;
  const Clock& clock_;
  mutable absl::Mutex mutex_;
  std::vector<Connection> idle_ ABSL_GUARDED_BY(mutex_);
  int open_count_ ABSL_GUARDED_BY(mutex_) = 0;
  int failures_in_a_row_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Duration pause_ ABSL_GUARDED_BY(mutex_);
  absl::Time closed_until_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

}  // namespace sos

#endif  // SOS_COMMON_CACHE_REDIS_CACHE_H_
