#include "common/cache/redis_cache.h"

#include <hiredis/hiredis.h>
#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/log/log.h"
#include "common/status/macros.h"

namespace sos {
namespace {

constexpr int kFailuresToOpen = 5;
constexpr absl::Duration kFirstPause = absl::Milliseconds(500);
constexpr absl::Duration kLastPause = absl::Seconds(8);

// What stands before every value: a mark, and a checksum over key and value.
constexpr absl::string_view kMark = "SOS1";
constexpr size_t kHeaderBytes = kMark.size() + sizeof(uint64_t);

struct ReplyFreer {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, ReplyFreer>;

uint64_t Checksum(absl::string_view key, absl::string_view value) {
  return XXH3_64bits_withSeed(value.data(), value.size(), XXH3_64bits(key.data(), key.size()));
}

std::string Sealed(absl::string_view key, absl::string_view value) {
  const uint64_t checksum = Checksum(key, value);
  std::string sealed(kMark);
  sealed.reserve(kHeaderBytes + value.size());
  sealed.append(reinterpret_cast<const char*>(&checksum), sizeof checksum);
  sealed.append(value.data(), value.size());
  return sealed;
}

// The value within `sealed`; null if the seal does not fit.
Cache::Value Unsealed(absl::string_view key, absl::string_view sealed) {
  if (sealed.size() < kHeaderBytes || !absl::StartsWith(sealed, kMark)) return nullptr;
  uint64_t checksum = 0;
  std::memcpy(&checksum, sealed.data() + kMark.size(), sizeof checksum);
  const absl::string_view value = sealed.substr(kHeaderBytes);
  if (checksum != Checksum(key, value)) return nullptr;
  return std::make_shared<const std::string>(value);
}

absl::Status Failure(const redisContext* context) {
  // hiredis 0.14 has no code for a timeout: it is an I/O error with EAGAIN.
  const bool timed_out = context->err == REDIS_ERR_IO && errno == EAGAIN;
  return absl::UnavailableError(absl::StrCat("redis: ", timed_out ? "timed out" : context->errstr));
}

absl::StatusOr<Reply> NextReply(redisContext* context) {
  void* raw = nullptr;
  if (redisGetReply(context, &raw) != REDIS_OK) return Failure(context);
  Reply reply(static_cast<redisReply*>(raw));
  if (reply->type == REDIS_REPLY_ERROR) {
    return absl::UnavailableError(
        absl::StrCat("redis: ", absl::string_view(reply->str, reply->len)));
  }
  return reply;
}

// Queues a command; data go by length, never through a format string.
void Append(redisContext* context, std::initializer_list<absl::string_view> words) {
  std::vector<const char*> pointers;
  std::vector<size_t> lengths;
  for (const absl::string_view word : words) {
    pointers.push_back(word.data());
    lengths.push_back(word.size());
  }
  redisAppendCommandArgv(context, static_cast<int>(words.size()), pointers.data(), lengths.data());
}

}  // namespace

void RedisCache::ContextCloser::operator()(redisContext* context) const { redisFree(context); }

// A borrowed connection, given back when it goes. It counts as failed unless Succeed() was called.
class RedisCache::Lease {
 public:
  Lease(RedisCache* cache, Connection connection)
      : cache_(cache), connection_(std::move(connection)) {}
  Lease(Lease&&) = default;
  ~Lease() {
    if (connection_ != nullptr) cache_->Return(std::move(connection_), healthy_);
  }

  redisContext* context() const { return connection_.get(); }
  void Succeed() { healthy_ = true; }

 private:
  RedisCache* cache_;
  Connection connection_;
  bool healthy_ = false;
};

RedisCache::RedisCache(Options options, const Clock& clock)
    : options_(std::move(options)), clock_(clock), pause_(kFirstPause) {
  // hiredis writes to its socket with write(): a Redis that went away would end the process by
  // SIGPIPE instead of failing the call.
  std::signal(SIGPIPE, SIG_IGN);
}

RedisCache::~RedisCache() = default;

bool RedisCache::broken() const {
  absl::MutexLock lock(&mutex_);
  return clock_.Now() < closed_until_;
}

bool RedisCache::MayAsk() {
  if (failures_in_a_row_ < kFailuresToOpen) return true;
  const absl::Time now = clock_.Now();
  if (now < closed_until_) return false;
  // One call tries; the others see the breaker open until it is back.
  closed_until_ = now + options_.timeout * 2;
  return true;
}

absl::StatusOr<RedisCache::Connection> RedisCache::Connect() const {
  const timeval timeout = absl::ToTimeval(options_.timeout);
  absl::string_view address = options_.address;
  Connection connection;
  if (absl::ConsumePrefix(&address, "unix:")) {
    connection.reset(redisConnectUnixWithTimeout(std::string(address).c_str(), timeout));
  } else {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(address, absl::MaxSplits(':', 1));
    int port = 0;
    if (!absl::SimpleAtoi(parts.second, &port)) {
      return absl::UnavailableError("redis: the address is no host:port");
    }
    connection.reset(redisConnectWithTimeout(parts.first.c_str(), port, timeout));
  }
  if (connection == nullptr) return absl::UnavailableError("redis: out of memory");
  if (connection->err != 0) return Failure(connection.get());
  redisSetTimeout(connection.get(), timeout);
  if (!options_.password.empty()) {
    Append(connection.get(), {"AUTH", options_.password});
    SOS_RETURN_IF_ERROR(NextReply(connection.get()).status());
  }
  return connection;
}

absl::StatusOr<RedisCache::Lease> RedisCache::Borrow() {
  {
    absl::MutexLock lock(&mutex_);
    if (!MayAsk()) return absl::UnavailableError("redis: the circuit breaker is open");
    const auto available = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return !idle_.empty() || open_count_ < options_.pool_size;
    };
    if (!mutex_.AwaitWithTimeout(absl::Condition(&available), options_.timeout)) {
      return absl::UnavailableError("redis: all connections are busy");
    }
    if (!idle_.empty()) {
      Lease lease(this, std::move(idle_.back()));
      idle_.pop_back();
      return lease;
    }
    ++open_count_;
  }
  absl::StatusOr<Connection> connection = Connect();
  if (!connection.ok()) {
    Return(nullptr, false);
    return connection.status();
  }
  return Lease(this, *std::move(connection));
}

void RedisCache::Return(Connection connection, bool healthy) {
  absl::MutexLock lock(&mutex_);
  if (healthy) {
    failures_in_a_row_ = 0;
    pause_ = kFirstPause;
    closed_until_ = absl::InfinitePast();
    idle_.push_back(std::move(connection));
    return;
  }
  --open_count_;
  if (++failures_in_a_row_ < kFailuresToOpen) return;
  if (failures_in_a_row_ == kFailuresToOpen) {
    log::Warning("redis does not answer; going on without it", {{"address", options_.address}});
  }
  closed_until_ = clock_.Now() + pause_;
  pause_ = std::min(pause_ * 2, kLastPause);
}

absl::StatusOr<Cache::Value> RedisCache::Get(absl::string_view key) {
  SOS_ASSIGN_OR_RETURN(Lease lease, Borrow());
  Append(lease.context(), {"GET", key});
  SOS_ASSIGN_OR_RETURN(const Reply reply, NextReply(lease.context()));
  lease.Succeed();
  if (reply->type != REDIS_REPLY_STRING) return Value();
  return Unsealed(key, {reply->str, static_cast<size_t>(reply->len)});
}

absl::StatusOr<std::vector<Cache::Value>> RedisCache::GetMany(absl::Span<const std::string> keys) {
  SOS_ASSIGN_OR_RETURN(Lease lease, Borrow());
  for (const std::string& key : keys) Append(lease.context(), {"GET", key});
  std::vector<Value> values;
  values.reserve(keys.size());
  for (const std::string& key : keys) {
    SOS_ASSIGN_OR_RETURN(const Reply reply, NextReply(lease.context()));
    values.push_back(reply->type == REDIS_REPLY_STRING
                         ? Unsealed(key, {reply->str, static_cast<size_t>(reply->len)})
                         : nullptr);
  }
  lease.Succeed();
  return values;
}

absl::Status RedisCache::Set(absl::string_view key, Value value) {
  SOS_ASSIGN_OR_RETURN(Lease lease, Borrow());
  Append(lease.context(), {"SET", key, Sealed(key, *value), "PX",
                           absl::StrCat(absl::ToInt64Milliseconds(options_.ttl))});
  SOS_RETURN_IF_ERROR(NextReply(lease.context()).status());
  lease.Succeed();
  return absl::OkStatus();
}

}  // namespace sos
