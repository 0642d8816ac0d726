// SPDX-License-Identifier: Apache-2.0
#include "common/cache/redis_pool.h"

#include <hiredis/hiredis.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/log/log.h"
#include "common/status/macros.h"

namespace sos {
namespace {

constexpr int kFailuresToOpen = 5;
constexpr absl::Duration kFirstPause = absl::Milliseconds(500);
constexpr absl::Duration kLastPause = absl::Seconds(8);

}  // namespace

void RedisReplyFreer::operator()(redisReply* reply) const { freeReplyObject(reply); }
void RedisConnection::Closer::operator()(redisContext* context) const { redisFree(context); }

absl::Status RedisConnection::Failure() const {
  // hiredis 0.14 has no code for a timeout: it is an I/O error with EAGAIN.
  const bool timed_out = context_->err == REDIS_ERR_IO && errno == EAGAIN;
  return absl::UnavailableError(
      absl::StrCat("redis: ", timed_out ? "timed out" : context_->errstr));
}

absl::StatusOr<RedisConnection> RedisConnection::Open(const std::string& address,
                                                      const RedisConnectionOptions& options) {
  const timeval timeout = absl::ToTimeval(options.timeout);
  absl::string_view rest = address;
  redisContext* context = nullptr;
  if (absl::ConsumePrefix(&rest, "unix:")) {
    context = redisConnectUnixWithTimeout(std::string(rest).c_str(), timeout);
  } else {
    const size_t colon = rest.rfind(':');
    int port = 0;
    if (colon == absl::string_view::npos || !absl::SimpleAtoi(rest.substr(colon + 1), &port)) {
      return absl::UnavailableError("redis: the address is no host:port");
    }
    context = redisConnectWithTimeout(std::string(rest.substr(0, colon)).c_str(), port, timeout);
  }
  if (context == nullptr) return absl::UnavailableError("redis: out of memory");
  RedisConnection connection(context);
  if (context->err != 0) return connection.Failure();
  redisSetTimeout(context, timeout);
  if (!options.user.empty()) {
    SOS_RETURN_IF_ERROR(connection.Ask({"AUTH", options.user, options.password}).status());
  } else if (!options.password.empty()) {
    SOS_RETURN_IF_ERROR(connection.Ask({"AUTH", options.password}).status());
  }
  return connection;
}

void RedisConnection::Append(std::initializer_list<absl::string_view> words) {
  std::vector<const char*> pointers;
  std::vector<size_t> lengths;
  for (const absl::string_view word : words) {
    pointers.push_back(word.data());
    lengths.push_back(word.size());
  }
  redisAppendCommandArgv(context_.get(), static_cast<int>(words.size()), pointers.data(),
                         lengths.data());
}

absl::StatusOr<RedisReply> RedisConnection::Next() {
  void* raw = nullptr;
  if (redisGetReply(context_.get(), &raw) != REDIS_OK) return Failure();
  return RedisReply(static_cast<redisReply*>(raw));
}

absl::StatusOr<RedisReply> RedisConnection::Ask(std::initializer_list<absl::string_view> words) {
  Append(words);
  SOS_ASSIGN_OR_RETURN(RedisReply reply, Next());
  if (reply->type != REDIS_REPLY_ERROR) return reply;
  return absl::UnavailableError(absl::StrCat("redis: ", absl::string_view(reply->str, reply->len)));
}

RedisPool::RedisPool(std::string address, RedisConnectionOptions options, int size,
                     const Clock& clock)
    : address_(std::move(address)),
      options_(std::move(options)),
      size_(size),
      clock_(clock),
      pause_(kFirstPause) {
  // hiredis writes to its socket with write(): a Redis that went away would end the process by
  // SIGPIPE instead of failing the call.
  std::signal(SIGPIPE, SIG_IGN);
}

bool RedisPool::broken() const {
  absl::MutexLock lock(&mutex_);
  return clock_.Elapsed() < closed_until_;
}

bool RedisPool::MayAsk() {
  if (failures_in_a_row_ < kFailuresToOpen) return true;
  const absl::Duration now = clock_.Elapsed();
  if (now < closed_until_) return false;
  // One call tries; the others see the breaker open until it is back.
  closed_until_ = now + options_.timeout * 2;
  return true;
}

absl::StatusOr<RedisPool::Lease> RedisPool::Borrow() {
  {
    absl::MutexLock lock(&mutex_);
    if (!MayAsk()) return absl::UnavailableError("redis: the circuit breaker is open");
    const auto available = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return !idle_.empty() || open_count_ < size_;
    };
    if (!returned_.AwaitFor(mutex_, options_.timeout, available)) {
      return absl::UnavailableError("redis: all connections are busy");
    }
    if (!idle_.empty()) {
      Lease lease(this, std::move(idle_.back()));
      idle_.pop_back();
      return lease;
    }
    ++open_count_;
  }
  absl::StatusOr<RedisConnection> connection = RedisConnection::Open(address_, options_);
  if (!connection.ok()) {
    Return(nullptr, false);
    return connection.status();
  }
  return Lease(this, std::make_unique<RedisConnection>(*std::move(connection)));
}

void RedisPool::Return(std::unique_ptr<RedisConnection> connection, bool healthy) {
  absl::MutexLock lock(&mutex_);
  returned_.Wake();
  if (healthy) {
    failures_in_a_row_ = 0;
    pause_ = kFirstPause;
    closed_until_ = -absl::InfiniteDuration();
    idle_.push_back(std::move(connection));
    return;
  }
  --open_count_;
  if (++failures_in_a_row_ < kFailuresToOpen) return;
  if (failures_in_a_row_ == kFailuresToOpen) {
    log::Warning("Redis does not respond. Continuing without it.", {{"address", address_}});
  }
  closed_until_ = clock_.Elapsed() + pause_;
  pause_ = std::min(pause_ * 2, kLastPause);
}

}  // namespace sos
