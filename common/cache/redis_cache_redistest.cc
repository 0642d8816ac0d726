// SPDX-License-Identifier: Apache-2.0

// RedisCache against a real Redis that is killed, frozen, restarted and filled with other things.

#include <hiredis/hiredis.h>

#include <memory>
#include <string>
#include <utility>

#include "common/cache/cache_conformance.h"
#include "common/cache/redis_cache.h"
#include "common/test_util/redis_server.h"
#include "common/time/clock.h"
#include "gtest/gtest.h"

namespace sos {
namespace {

using test_util::RedisServer;

Cache::Value Text(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

// A cache together with the Redis it uses.
class OwnRedisCache : public Cache {
 public:
  absl::StatusOr<Value> Get(absl::string_view key) override { return cache_->Get(key); }
  absl::StatusOr<std::vector<Value>> GetMany(absl::Span<const std::string> keys) override {
    return cache_->GetMany(keys);
  }
  absl::Status Set(absl::string_view key, Value value) override {
    return cache_->Set(key, std::move(value));
  }

 private:
  const SystemClock clock_{};
  RedisServer server_;
  const std::unique_ptr<RedisCache> cache_ = *RedisCache::Create(
      {.address = server_.address(), .connection = {.timeout = absl::Seconds(5)}}, clock_);
};

INSTANTIATE_TEST_SUITE_P(Redis, CacheConformanceTest,
                         ::testing::Values([]() -> std::unique_ptr<Cache> {
                           return std::make_unique<OwnRedisCache>();
                         }),
                         [](const auto&) { return "Cache"; });

class RedisCacheTest : public ::testing::Test {
 protected:
  // What somebody else does to the same Redis.
  void Meddle(const std::string& key, const std::string& value) {
    redisContext* context = redisConnectUnix(server_.address().substr(5).c_str());
    freeReplyObject(
        redisCommand(context, "SET %b %b", key.data(), key.size(), value.data(), value.size()));
    redisFree(context);
  }

  RedisServer server_;
  FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  const std::unique_ptr<RedisCache> cache_ = *RedisCache::Create(
      {.address = server_.address(), .connection = {.timeout = absl::Milliseconds(200)}}, clock_);
};

TEST_F(RedisCacheTest, TakesForeignBytesForAMiss) {
  for (const std::string garbage : {"", "garbage", "SOS1", "SOS1abcdvalue"}) {
    Meddle("key", garbage);
    EXPECT_EQ(*cache_->Get("key"), nullptr) << garbage;
  }
}

TEST_F(RedisCacheTest, AnswersNothingOfAValueInWhichABitWasFlipped) {
  constexpr int kFlips = 1000;
  const std::string value = "status 4.3 of revision 3f0c0000000000000000000000000000";
  ASSERT_TRUE(cache_->Set("key", Text(value)).ok());
  redisContext* context = redisConnectUnix(server_.address().substr(5).c_str());
  auto* const reply = static_cast<redisReply*>(redisCommand(context, "GET key"));
  const std::string sealed(reply->str, reply->len);
  freeReplyObject(reply);
  redisFree(context);
  for (int flip = 0; flip < kFlips; ++flip) {
    const size_t bit = static_cast<size_t>(flip) * 7919 % (sealed.size() * 8);
    std::string spoiled = sealed;
    spoiled[bit / 8] = static_cast<char>(spoiled[bit / 8] ^ (1 << (bit % 8)));
    Meddle("key", spoiled);
    ASSERT_EQ(*cache_->Get("key"), nullptr) << "bit " << bit;
  }
  Meddle("key", sealed);
  EXPECT_EQ(**cache_->Get("key"), value);
}

TEST_F(RedisCacheTest, TakesAValueUnderAnotherKeyForAMiss) {
  ASSERT_TRUE(cache_->Set("a", Text("1")).ok());
  redisContext* context = redisConnectUnix(server_.address().substr(5).c_str());
  freeReplyObject(redisCommand(context, "RENAME a b"));
  redisFree(context);

  EXPECT_EQ(*cache_->Get("b"), nullptr);
}

TEST_F(RedisCacheTest, ReconnectsAfterARestart) {
  ASSERT_TRUE(cache_->Set("a", Text("1")).ok());
  server_.Kill();
  EXPECT_EQ(cache_->Get("a").status().code(), absl::StatusCode::kUnavailable);
  server_.Start();

  EXPECT_EQ(*cache_->Get("a"), nullptr) << "a restarted Redis is empty";
  EXPECT_TRUE(cache_->Set("a", Text("2")).ok());
  EXPECT_EQ(**cache_->Get("a"), "2");
}

TEST_F(RedisCacheTest, GivesUpOnAFrozenServerInTime) {
  server_.Freeze();
  const absl::Time start = absl::Now();
  EXPECT_EQ(cache_->Get("a").status().code(), absl::StatusCode::kUnavailable);
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
  server_.Thaw();

  EXPECT_TRUE(cache_->Get("a").ok());
}

TEST_F(RedisCacheTest, OpensTheBreakerAfterFiveFailuresAndTriesAgainAfterAPause) {
  server_.Kill();
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(cache_->Get("a").ok());
  EXPECT_TRUE(cache_->broken("a"));
  server_.Start();
  EXPECT_FALSE(cache_->Get("a").ok()) << "the pause has not passed";

  clock_.Advance(absl::Seconds(1));

  EXPECT_TRUE(cache_->Get("a").ok());
  EXPECT_FALSE(cache_->broken("a"));
}

}  // namespace
}  // namespace sos
