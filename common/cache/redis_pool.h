// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_CACHE_REDIS_POOL_H_
#define SOS_COMMON_CACHE_REDIS_POOL_H_

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/time/clock.h"
#include "common/time/steady_wait.h"

struct redisContext;
struct redisReply;

namespace sos {

struct RedisReplyFreer {
  void operator()(redisReply* reply) const;
};
using RedisReply = std::unique_ptr<redisReply, RedisReplyFreer>;

// How one Redis server is spoken to.
struct RedisConnectionOptions {
  // The user of the server's access list; empty for the one that needs no name.
  std::string user;
  // Sent with AUTH. Empty: none.
  std::string password;
  // How long connecting, and every command, may take.
  absl::Duration timeout = absl::Milliseconds(50);
};

// One connection. Commands are queued and their replies read in order.
class RedisConnection {
 public:
  // Connects to `host:port`, or `unix:/path` of a socket.
  static absl::StatusOr<RedisConnection> Open(const std::string& address,
                                              const RedisConnectionOptions& options);

  // Queues a command; data go by length, never through a format string.
  void Append(std::initializer_list<absl::string_view> words);
  // The reply to the oldest queued command; kUnavailable if the connection failed. An error that
  // the server replied is a reply.
  absl::StatusOr<RedisReply> Next();
  // Sends one command; kUnavailable also for an error that the server replied.
  absl::StatusOr<RedisReply> Ask(std::initializer_list<absl::string_view> words);

 private:
  struct Closer {
    void operator()(redisContext* context) const;
  };
  explicit RedisConnection(redisContext* context) : context_(context) {}
  absl::Status Failure() const;

  std::unique_ptr<redisContext, Closer> context_;
};

// The connections to one Redis server.
//
// They are made when first needed. One that failed in any way is dropped, never reused. After five
// failures in a row the breaker opens: calls fail at once, without touching the network, until a
// pause has passed (0.5 s, doubling to 8 s); then one call tries, and its success closes the
// breaker. Thread-safe.
class RedisPool {
 public:
  // A borrowed connection, given back when it goes. It counts as failed unless Succeed() was
  // called.
  class Lease {
   public:
    Lease(RedisPool* pool, std::unique_ptr<RedisConnection> connection)
        : pool_(pool), connection_(std::move(connection)) {}
    Lease(Lease&&) = default;
    ~Lease() {
      if (connection_ != nullptr) pool_->Return(std::move(connection_), healthy_);
    }

    RedisConnection* operator->() const { return connection_.get(); }
    void Succeed() { healthy_ = true; }

   private:
    RedisPool* pool_;
    std::unique_ptr<RedisConnection> connection_;
    bool healthy_ = false;
  };

  // At most `size` connections at once; further calls wait for one, at most the timeout. `clock`
  // must outlive the pool.
  RedisPool(std::string address, RedisConnectionOptions options, int size, const Clock& clock);

  // A connection to use, or kUnavailable.
  absl::StatusOr<Lease> Borrow();

  // True while the breaker is open.
  bool broken() const;

 private:
  void Return(std::unique_ptr<RedisConnection> connection, bool healthy);
  bool MayAsk() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string address_;
  const RedisConnectionOptions options_;
  const int size_;
  const Clock& clock_;
  mutable absl::Mutex mutex_;
  std::vector<std::unique_ptr<RedisConnection>> idle_ ABSL_GUARDED_BY(mutex_);
  int open_count_ ABSL_GUARDED_BY(mutex_) = 0;
  int failures_in_a_row_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Duration pause_ ABSL_GUARDED_BY(mutex_);
  // By the clock's Elapsed().
  absl::Duration closed_until_ ABSL_GUARDED_BY(mutex_) = -absl::InfiniteDuration();
  SteadyWait returned_;
};

}  // namespace sos

#endif  // SOS_COMMON_CACHE_REDIS_POOL_H_
