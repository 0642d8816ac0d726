// SPDX-License-Identifier: Apache-2.0

// Beyond one Redis: users, Sentinel, Cluster and TLS, each with the real thing.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/cache/redis_cache.h"
#include "common/cache/redis_topology.h"
#include "common/test_util/redis_deployments.h"
#include "common/time/clock.h"
#include "gtest/gtest.h"

namespace sos {
namespace {

using test_util::Becomes;
using test_util::RedisServer;
using test_util::Tell;

const SystemClock& TheClock() {
  static const auto* const kClock = new SystemClock();
  return *kClock;
}

Cache::Value Text(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

std::unique_ptr<RedisCache> Open(const std::string& address,
                                 RedisConnectionOptions connection = {}) {
  connection.timeout = absl::Seconds(2);
  return *RedisCache::Create({.address = address, .connection = std::move(connection)}, TheClock());
}

TEST(RedisAclTest, NeedsTheUserAndMayDoNoMoreThanAsked) {
  const RedisServer server;
  Tell(server, "ACL SETUSER default off");
  // The connection that said so stays in; the next one needs a name.
  const auto nobody = Open(server.address());
  EXPECT_FALSE(nobody->Get("sos:a").ok());
}

TEST(RedisAclTest, WorksWithAUserWhoMayOnlyGetAndSetItsOwnKeys) {
  const RedisServer server;
  Tell(server, "ACL SETUSER sos on >secret resetkeys ~sos:* -@all +get +set");
  const auto cache = Open(server.address(), {.user = "sos", .password = "secret"});

  ASSERT_TRUE(cache->Set("sos:a", Text("1")).ok());
  EXPECT_EQ(**cache->Get("sos:a"), "1");
  EXPECT_FALSE(cache->Get("other:a").ok());
  EXPECT_FALSE(Open(server.address(), {.user = "sos", .password = "wrong"})->Get("sos:a").ok());
}

TEST(RedisSentinelTest, FollowsThePrimaryWhenItFails) {
  test_util::RedisSentinelGroup group;
  const auto cache = Open(group.address());
  ASSERT_TRUE(cache->Set("a", Text("1")).ok()) << "the first Sentinel of the list is dead";
  ASSERT_TRUE(Becomes([&] { return Tell(group.replica, "GET a").size() > 1; }))
      << "it is replicated";

  group.primary.Kill();

  EXPECT_TRUE(Becomes([&] { return cache->Set("b", Text("2")).ok(); }));
  EXPECT_EQ(**cache->Get("b"), "2");
  EXPECT_EQ(**cache->Get("a"), "1") << "the new primary has what the old one had";
}

TEST(RedisSlotTest, KnowsTheSlotOfAKey) {
  // The values that the specification of Redis Cluster and CLUSTER KEYSLOT give.
  EXPECT_EQ(RedisClusterSlot("123456789"), 0x31C3);
  EXPECT_EQ(RedisClusterSlot("foo"), 12182);
  EXPECT_EQ(RedisClusterSlot("{user1000}.following"), RedisClusterSlot("{user1000}.followers"));
  EXPECT_NE(RedisClusterSlot("foo{}{bar}"), RedisClusterSlot("bar"));
  EXPECT_EQ(RedisClusterSlot("foo{{bar}}zap"), RedisClusterSlot("{bar"));
}

class RedisClusterTest : public ::testing::Test {
 protected:
  // The node that has the slot of a key, and another.
  std::pair<RedisServer*, RedisServer*> HolderOf(const std::string& key) {
    for (size_t i = 0; i < nodes_.size(); ++i) {
      if (!absl::StartsWith(Tell(*nodes_[i], "GET " + key), "MOVED")) {
        return {nodes_[i].get(), nodes_[(i + 1) % nodes_.size()].get()};
      }
    }
    return {nullptr, nullptr};
  }

  const test_util::RedisClusterServers cluster_;
  const std::vector<std::unique_ptr<RedisServer>>& nodes_ = cluster_.nodes;
  const std::unique_ptr<RedisCache> cache_ = Open(cluster_.address());
};

TEST_F(RedisClusterTest, FindsEveryKeyWhereItIs) {
  std::vector<std::string> keys;
  keys.reserve(300);
  for (int i = 0; i < 300; ++i) keys.push_back(absl::StrCat("key-", i));
  for (const std::string& key : keys) ASSERT_TRUE(cache_->Set(key, Text("of " + key)).ok()) << key;

  const auto values = *cache_->GetMany(keys);
  for (size_t i = 0; i < keys.size(); ++i) EXPECT_EQ(*values[i], "of " + keys[i]);
  for (const auto& node : nodes_) EXPECT_NE(Tell(*node, "RANDOMKEY"), "") << "each has some";
}

TEST_F(RedisClusterTest, FollowsASlotThatMovesAndOneThatHasMoved) {
  ASSERT_TRUE(cache_->Set("a", Text("1")).ok());
  const auto [from, to] = HolderOf("a");
  const std::string slot = absl::StrCat(RedisClusterSlot("a"));
  const std::string from_id = Tell(*from, "CLUSTER MYID");
  const std::string to_id = Tell(*to, "CLUSTER MYID");
  ASSERT_EQ(Tell(*to, "CLUSTER SETSLOT " + slot + " IMPORTING " + from_id), "OK");
  ASSERT_EQ(Tell(*from, "CLUSTER SETSLOT " + slot + " MIGRATING " + to_id), "OK");
  ASSERT_EQ(Tell(*from, absl::StrCat("MIGRATE 127.0.0.1 ", to->port(), " a 0 5000")), "OK");

  EXPECT_EQ(**cache_->Get("a"), "1") << "the old server says ASK";
  EXPECT_EQ(*(*cache_->GetMany({"a"}))[0], "1");

  ASSERT_EQ(Tell(*to, "CLUSTER SETSLOT " + slot + " NODE " + to_id), "OK");
  ASSERT_EQ(Tell(*from, "CLUSTER SETSLOT " + slot + " NODE " + to_id), "OK");
  EXPECT_EQ(**cache_->Get("a"), "1") << "the old server says MOVED";
}

TEST_F(RedisClusterTest, GoesOnWithTheServersThatAreLeft) {
  ASSERT_TRUE(cache_->Set("a", Text("1")).ok());
  Tell(*nodes_[0], "CONFIG SET cluster-require-full-coverage no");
  Tell(*nodes_[1], "CONFIG SET cluster-require-full-coverage no");
  Tell(*nodes_[2], "CONFIG SET cluster-require-full-coverage no");
  nodes_[2]->Kill();
  int kept = 0;
  for (int i = 0; i < 30; ++i) {
    const std::string key = absl::StrCat("key-", i);
    kept += cache_->Set(key, Text("1")).ok() ? 1 : 0;
  }

  EXPECT_GT(kept, 10) << "about two thirds";
  EXPECT_LT(kept, 30);
}

TEST(RedisTopologyTest, RefusesAnAddressThatIsNone) {
  for (const std::string address : {"cluster:", "sentinel:@127.0.0.1:1", "sentinel:sos@"}) {
    EXPECT_EQ(RedisCache::Create({.address = address}, TheClock()).status().code(),
              absl::StatusCode::kInvalidArgument)
        << address;
  }
}

TEST(RedisTlsTest, GoesThroughStunnel) {
  if (!test_util::RedisBehindStunnel::Installed()) GTEST_SKIP() << "stunnel4 is not installed";
  const test_util::RedisBehindStunnel redis;
  const auto cache = Open(redis.address());

  EXPECT_TRUE(Becomes([&] { return cache->Set("a", Text("1")).ok(); }));
  const auto value = cache->Get("a");
  EXPECT_TRUE(value.ok() && *value != nullptr && **value == "1");
}

}  // namespace
}  // namespace sos
