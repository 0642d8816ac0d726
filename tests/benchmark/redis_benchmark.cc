// SPDX-License-Identifier: Apache-2.0

// What it costs to reach Redis otherwise than in the clear at one address: a user of its access
// list, Sentinel, Cluster, TLS through stunnel. Real servers on free ports; prints one JSON line a
// figure.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/cache/redis_cache.h"
#include "common/test_util/redis_deployments.h"
#include "common/time/clock.h"

namespace sos {
namespace {

constexpr int kRounds = 7;
// About the size of a report.
constexpr size_t kValueBytes = size_t{16} << 10;
constexpr int kReadsOfOne = 1000;
// Keys that are asked for in one go, as a stream of results does.
constexpr int kBatch = 100;
constexpr int kReadsOfMany = 20;

struct Deployment {
  std::string name;
  std::unique_ptr<RedisCache> cache;
  // Microseconds a read, by round.
  std::vector<double> one;
  std::vector<double> many;
};

// Microseconds that one call of `read` takes, of `count` in a row.
double Microseconds(int count, const std::function<bool()>& read) {
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < count; ++i) {
    if (!read()) std::exit(1);  // A figure of failed reads would be a good one.
  }
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start)
             .count() /
         count;
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

Deployment Open(std::string name, const std::string& address, const Clock& clock,
                RedisConnectionOptions connection = {}) {
  connection.timeout = absl::Seconds(5);
  auto cache =
      *RedisCache::Create({.address = address, .connection = std::move(connection)}, clock);
  const auto value = std::make_shared<const std::string>(kValueBytes, 'v');
  if (!test_util::Becomes([&] { return cache->Set("sos:report", value).ok(); })) std::exit(1);
  for (int i = 0; i < kBatch; ++i) {
    const std::string key = absl::StrCat("sos:result:", i);
    if (!cache->Set(key, std::make_shared<const std::string>("result")).ok()) std::exit(1);
  }
  return {.name = std::move(name), .cache = std::move(cache)};
}

void Measure(Deployment& deployment) {
  deployment.one.push_back(Microseconds(kReadsOfOne, [&] {
    const auto value = deployment.cache->Get("sos:report");
    return value.ok() && *value != nullptr;
  }));
  std::vector<std::string> keys;
  keys.reserve(kBatch);
  for (int i = 0; i < kBatch; ++i) keys.push_back(absl::StrCat("sos:result:", i));
  deployment.many.push_back(Microseconds(kReadsOfMany, [&] {
    const auto values = deployment.cache->GetMany(keys);
    return values.ok() && std::count(values->begin(), values->end(), nullptr) == 0;
  }));
}

void Figure(const std::string& what, double value, double baseline) {
  std::cout
      << absl::StrFormat(
             R"({"figure":"%s","value":%.1f,"unit":"us","baseline":"the same from one server in the clear","baseline_value":%.1f,"times_baseline":%.2f})",
             what, value, baseline, value / baseline)
      << std::endl;
}

void MeasureAll() {
  const SystemClock clock;
  const test_util::RedisServer plain({}, test_util::FreePort());
  const test_util::RedisServer with_users({"--user", "sos", "on", ">secret", "resetkeys", "~sos:*",
                                           "-@all", "+get", "+set", "--user", "default", "off"},
                                          test_util::FreePort());
  const test_util::RedisSentinelGroup sentinel;
  const test_util::RedisClusterServers cluster;
  const test_util::RedisBehindStunnel stunnel;
  std::vector<Deployment> deployments;
  deployments.push_back(Open("one server in the clear", test_util::Local(plain), clock));
  deployments.push_back(Open("a user of its access list", test_util::Local(with_users), clock,
                             {.user = "sos", .password = "secret"}));
  deployments.push_back(Open("the primary that Sentinel names", sentinel.address(), clock));
  deployments.push_back(Open("a Cluster of three", cluster.address(), clock));
  deployments.push_back(Open("TLS through stunnel", stunnel.address(), clock));
  for (int round = 0; round < kRounds; ++round) {
    for (Deployment& deployment : deployments) Measure(deployment);
  }
  const Deployment& baseline = deployments.front();
  for (size_t i = 1; i < deployments.size(); ++i) {
    const Deployment& other = deployments[i];
    Figure(absl::StrCat("a value of 16 KB read from Redis: ", other.name), Median(other.one),
           Median(baseline.one));
    Figure(absl::StrCat(kBatch, " small values read in one go: ", other.name), Median(other.many),
           Median(baseline.many));
  }
}

}  // namespace
}  // namespace sos

int main() {
  if (!sos::test_util::RedisBehindStunnel::Installed()) {
    std::cerr << "SKIP the costs of reaching Redis: stunnel4 is not installed\n";
    return 0;
  }
  sos::MeasureAll();
}
