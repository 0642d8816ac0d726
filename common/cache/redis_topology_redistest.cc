// Beyond one Redis: users, Sentinel, Cluster and TLS, each with the real thing.

#include <fcntl.h>
#include <hiredis/hiredis.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/cache/redis_cache.h"
#include "common/cache/redis_topology.h"
#include "common/test_util/redis_server.h"
#include "common/time/clock.h"
#include "gtest/gtest.h"

namespace sos {
namespace {

using test_util::FreePort;
using test_util::RedisServer;

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

std::string Local(const RedisServer& server) { return absl::StrCat("127.0.0.1:", server.port()); }

// Sends a command as an administrator would.
std::string Tell(const RedisServer& server, const std::string& command) {
  redisContext* const context = redisConnectUnix(server.address().substr(5).c_str());
  auto* const reply = static_cast<redisReply*>(redisCommand(context, command.c_str()));
  std::string said = reply->str == nullptr ? "" : std::string(reply->str, reply->len);
  freeReplyObject(reply);
  redisFree(context);
  return said;
}

// Asks until `holds`, for at most half a minute.
bool Becomes(const std::function<bool()>& holds) {
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  while (!holds()) {
    if (absl::Now() > deadline) return false;
    absl::SleepFor(absl::Milliseconds(50));
  }
  return true;
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
  RedisServer primary({}, FreePort());
  const RedisServer replica({"--replicaof", "127.0.0.1", absl::StrCat(primary.port())}, FreePort());
  std::string directory = "/tmp/sos-sentinel-XXXXXX";
  ASSERT_NE(mkdtemp(directory.data()), nullptr);
  std::ofstream(directory + "/sentinel.conf")
      << "sentinel monitor sos 127.0.0.1 " << primary.port() << " 1\n"
      << "sentinel down-after-milliseconds sos 500\n"
      << "sentinel failover-timeout sos 3000\n";
  {
    const RedisServer sentinel({directory + "/sentinel.conf", "--sentinel"}, FreePort());
    const auto cache = Open(absl::StrCat("sentinel:sos@127.0.0.1:1,", Local(sentinel)));
    ASSERT_TRUE(cache->Set("a", Text("1")).ok()) << "the first Sentinel of the list is dead";
    ASSERT_TRUE(Becomes([&] { return Tell(replica, "GET a").size() > 1; })) << "it is replicated";

    primary.Kill();

    EXPECT_TRUE(Becomes([&] { return cache->Set("b", Text("2")).ok(); }));
    EXPECT_EQ(**cache->Get("b"), "2");
    EXPECT_EQ(**cache->Get("a"), "1") << "the new primary has what the old one had";
  }
  std::filesystem::remove_all(directory);
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
  static std::unique_ptr<RedisServer> Node() {
    return std::make_unique<RedisServer>(
        std::vector<std::string>{"--cluster-enabled", "yes", "--cluster-port",
                                 absl::StrCat(FreePort())},
        FreePort());
  }
  RedisClusterTest() {
    std::string command = "redis-cli --cluster create";
    for (int i = 0; i < 3; ++i) {
      nodes_.push_back(Node());
      absl::StrAppend(&command, " ", Local(*nodes_.back()));
    }
    EXPECT_EQ(std::system((command + " --cluster-yes >/dev/null").c_str()), 0);
    EXPECT_TRUE(Becomes([&] {
      return std::all_of(nodes_.begin(), nodes_.end(), [](const auto& node) {
        return absl::StrContains(Tell(*node, "CLUSTER INFO"), "cluster_state:ok");
      });
    }));
    cache_ = Open("cluster:127.0.0.1:1," + Local(*nodes_[0]));
  }

  // The node that has the slot of a key, and another.
  std::pair<RedisServer*, RedisServer*> HolderOf(const std::string& key) {
    for (size_t i = 0; i < nodes_.size(); ++i) {
      if (!absl::StartsWith(Tell(*nodes_[i], "GET " + key), "MOVED")) {
        return {nodes_[i].get(), nodes_[(i + 1) % nodes_.size()].get()};
      }
    }
    return {nullptr, nullptr};
  }

  std::vector<std::unique_ptr<RedisServer>> nodes_;
  std::unique_ptr<RedisCache> cache_;
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

// The hiredis of Debian 12 speaks no TLS: stunnel beside it does, as in compose.yaml and k8s/.
TEST(RedisTlsTest, GoesThroughStunnel) {
  if (std::system("command -v stunnel4 >/dev/null") != 0)
    GTEST_SKIP() << "stunnel4 is not installed";
  const int tls_port = FreePort();
  std::string directory = "/tmp/sos-stunnel-XXXXXX";
  ASSERT_NE(mkdtemp(directory.data()), nullptr);
  ASSERT_EQ(
      std::system(absl::StrCat("openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj "
                               "/CN=redis -addext subjectAltName=DNS:redis -keyout ",
                               directory, "/key.pem -out ", directory, "/cert.pem 2>/dev/null")
                      .c_str()),
      0);
  const RedisServer server({"--tls-port", absl::StrCat(tls_port), "--tls-cert-file",
                            directory + "/cert.pem", "--tls-key-file", directory + "/key.pem",
                            "--tls-ca-cert-file", directory + "/cert.pem", "--tls-auth-clients",
                            "no"});
  const std::string socket = directory + "/redis.sock";
  std::ofstream(directory + "/stunnel.conf")
      << "foreground = yes\npid =\n[redis]\nclient = yes\naccept = " << socket
      << "\nconnect = 127.0.0.1:" << tls_port << "\nCAfile = " << directory
      << "/cert.pem\nverifyChain = yes\ncheckHost = redis\n";
  const pid_t stunnel = fork();
  if (stunnel == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int log = open((directory + "/log").c_str(), O_WRONLY | O_CREAT, 0644);
    dup2(log, STDERR_FILENO);
    execlp("stunnel4", "stunnel4", (directory + "/stunnel.conf").c_str(),
           static_cast<char*>(nullptr));
    _exit(127);
  }
  const auto cache = Open("unix:" + socket);
  EXPECT_TRUE(Becomes([&] { return cache->Set("a", Text("1")).ok(); }));
  const auto value = cache->Get("a");
  EXPECT_TRUE(value.ok() && *value != nullptr && **value == "1");
  kill(stunnel, SIGTERM);
  waitpid(stunnel, nullptr, 0);
  std::filesystem::remove_all(directory);
}

}  // namespace
}  // namespace sos
