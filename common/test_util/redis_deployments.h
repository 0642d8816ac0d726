// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_TEST_UTIL_REDIS_DEPLOYMENTS_H_
#define SOS_COMMON_TEST_UTIL_REDIS_DEPLOYMENTS_H_

#include <fcntl.h>
#include <hiredis/hiredis.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/test_util/certificate.h"
#include "common/test_util/redis_server.h"

// More than one Redis, or one behind TLS: real ones of the test's own, on free ports.
namespace sos::test_util {

// Asks until `holds`, for at most half a minute.
inline bool Becomes(const std::function<bool()>& holds) {
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  while (!holds()) {
    if (absl::Now() > deadline) return false;
    absl::SleepFor(absl::Milliseconds(50));
  }
  return true;
}

// Sends a command as an administrator would; what the server says to it.
inline std::string Tell(const RedisServer& server, const std::string& command) {
  redisContext* const context = redisConnectUnix(server.address().substr(5).c_str());
  auto* const reply = static_cast<redisReply*>(redisCommand(context, command.c_str()));
  std::string said = reply->str == nullptr ? "" : std::string(reply->str, reply->len);
  freeReplyObject(reply);
  redisFree(context);
  return said;
}

// Where a server listens for others than its administrator.
inline std::string Local(const RedisServer& server) {
  return absl::StrCat("127.0.0.1:", server.port());
}

// A directory that goes with its owner.
class TemporaryDirectory {
 public:
  TemporaryDirectory() { EXPECT_NE(mkdtemp(path_.data()), nullptr); }
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  std::string File(const std::string& name) const { return absl::StrCat(path_, "/", name); }

 private:
  std::string path_ = (std::filesystem::path(::testing::TempDir()) / "sos-files-XXXXXX").string();
};

// A primary and its replica, watched by one Sentinel that calls them `sos`.
class RedisSentinelGroup {
 public:
  RedisSentinelGroup() {
    std::ofstream(files_.File("sentinel.conf"))
        << "sentinel monitor sos 127.0.0.1 " << primary.port() << " 1\n"
        << "sentinel down-after-milliseconds sos 500\n"
        << "sentinel failover-timeout sos 3000\n";
    sentinel_ = std::make_unique<RedisServer>(
        std::vector<std::string>{files_.File("sentinel.conf"), "--sentinel"}, FreePort());
  }

  // As RedisCache::Options::address wants it. The first of its Sentinels is dead.
  std::string address() const {
    return absl::StrCat("sentinel:sos@127.0.0.1:1,", Local(*sentinel_));
  }

  RedisServer primary{{}, FreePort()};
  RedisServer replica{{"--replicaof", "127.0.0.1", absl::StrCat(primary.port())}, FreePort()};

 private:
  const TemporaryDirectory files_;
  std::unique_ptr<RedisServer> sentinel_;
};

// A Redis Cluster of three servers.
class RedisClusterServers {
 public:
  RedisClusterServers() {
    std::string command = "redis-cli --cluster create";
    for (int i = 0; i < 3; ++i) {
      nodes.push_back(std::make_unique<RedisServer>(
          std::vector<std::string>{"--cluster-enabled", "yes", "--cluster-port",
                                   absl::StrCat(FreePort())},
          FreePort()));
      absl::StrAppend(&command, " ", Local(*nodes.back()));
    }
    EXPECT_EQ(std::system((command + " --cluster-yes >/dev/null").c_str()), 0);
    EXPECT_TRUE(Becomes([&] {
      return std::all_of(nodes.begin(), nodes.end(), [](const auto& node) {
        return absl::StrContains(Tell(*node, "CLUSTER INFO"), "cluster_state:ok");
      });
    }));
  }

  // As RedisCache::Options::address wants it. The first server that it names is dead.
  std::string address() const { return "cluster:127.0.0.1:1," + Local(*nodes.front()); }

  std::vector<std::unique_ptr<RedisServer>> nodes;
};

// A Redis that speaks TLS only, with the stunnel beside its callers that compose.yaml and k8s/
// have: the hiredis of Debian 12 speaks none.
class RedisBehindStunnel {
 public:
  static bool Installed() { return std::system("command -v stunnel4 >/dev/null") == 0; }

  RedisBehindStunnel() {
    const int tls_port = FreePort();
    MakeCertificate("redis", files_.File("cert.pem"), files_.File("key.pem"));
    server_ = std::make_unique<RedisServer>(std::vector<std::string>{
        "--tls-port", absl::StrCat(tls_port), "--tls-cert-file", files_.File("cert.pem"),
        "--tls-key-file", files_.File("key.pem"), "--tls-ca-cert-file", files_.File("cert.pem"),
        "--tls-auth-clients", "no"});
    std::ofstream(files_.File("stunnel.conf"))
        << "foreground = yes\npid =\n[redis]\nclient = yes\naccept = " << files_.File("redis.sock")
        << "\nconnect = 127.0.0.1:" << tls_port << "\nCAfile = " << files_.File("cert.pem")
        << "\nverifyChain = yes\ncheckHost = redis\n";
    stunnel_ = fork();
    if (stunnel_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      const int log = open(files_.File("log").c_str(), O_WRONLY | O_CREAT, 0644);
      dup2(log, STDERR_FILENO);
      execlp("stunnel4", "stunnel4", files_.File("stunnel.conf").c_str(),
             static_cast<char*>(nullptr));
      _exit(127);
    }
  }
  ~RedisBehindStunnel() {
    kill(stunnel_, SIGTERM);
    waitpid(stunnel_, nullptr, 0);
  }
  RedisBehindStunnel(const RedisBehindStunnel&) = delete;
  RedisBehindStunnel& operator=(const RedisBehindStunnel&) = delete;

  // As RedisCache::Options::address wants it. stunnel takes a moment until it is there.
  std::string address() const { return absl::StrCat("unix:", files_.File("redis.sock")); }

 private:
  const TemporaryDirectory files_;
  std::unique_ptr<RedisServer> server_;
  pid_t stunnel_ = 0;
};

}  // namespace sos::test_util

#endif  // SOS_COMMON_TEST_UTIL_REDIS_DEPLOYMENTS_H_
