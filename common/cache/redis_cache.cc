// SPDX-License-Identifier: Apache-2.0
#include "common/cache/redis_cache.h"

#include <hiredis/hiredis.h>
#include <xxhash.h>

#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/memory/memory.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"

namespace sos {
namespace {

// What stands before every value: a mark, and a checksum over key and value.
constexpr absl::string_view kMark = "SOS1";
constexpr size_t kHeaderBytes = kMark.size() + sizeof(uint64_t);

// A key is asked for at no more servers than this, however they point at each other.
constexpr int kMaxRedirections = 4;

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

// The value within a reply; null if there is none, or its seal does not fit.
Cache::Value Unsealed(absl::string_view key, const redisReply* reply) {
  if (reply->type != REDIS_REPLY_STRING) return nullptr;
  const absl::string_view sealed(reply->str, static_cast<size_t>(reply->len));
  if (sealed.size() < kHeaderBytes || !absl::StartsWith(sealed, kMark)) return nullptr;
  uint64_t checksum = 0;
  std::memcpy(&checksum, sealed.data() + kMark.size(), sizeof checksum);
  const absl::string_view value = sealed.substr(kHeaderBytes);
  if (checksum != Checksum(key, value)) return nullptr;
  return std::make_shared<const std::string>(value);
}

absl::string_view ErrorOf(const redisReply* reply) {
  return reply->type == REDIS_REPLY_ERROR ? absl::string_view(reply->str, reply->len) : "";
}

// Where a reply says the key is: `MOVED slot host:port`, or `ASK ...` for this once.
struct Redirection {
  std::string address;
  bool once = false;
};
std::optional<Redirection> RedirectionOf(const redisReply* reply) {
  const std::vector<absl::string_view> words = absl::StrSplit(ErrorOf(reply), ' ');
  if (words.size() != 3 || (words[0] != "MOVED" && words[0] != "ASK")) return std::nullopt;
  return Redirection{.address = std::string(words[2]), .once = words[0] == "ASK"};
}

}  // namespace

absl::StatusOr<std::unique_ptr<RedisCache>> RedisCache::Create(const Options& options,
                                                               const Clock& clock) {
  SOS_ASSIGN_OR_RETURN(auto topology,
                       MakeRedisTopology(options.address, options.connection, clock));
  return absl::WrapUnique(new RedisCache(options, std::move(topology), clock));
}

RedisCache::RedisCache(const Options& options, std::unique_ptr<RedisTopology> topology,
                       const Clock& clock)
    : options_(options), topology_(std::move(topology)), clock_(clock) {}

bool RedisCache::broken(absl::string_view key) {
  const absl::StatusOr<std::string> address = topology_->AddressOf(key);
  return address.ok() && PoolOf(*address).broken();
}

RedisPool& RedisCache::PoolOf(const std::string& address) {
  absl::MutexLock lock(&mutex_);
  std::unique_ptr<RedisPool>& pool = pools_[address];
  if (pool == nullptr) {
    pool = std::make_unique<RedisPool>(address, options_.connection, options_.pool_size, clock_);
  }
  return *pool;
}

absl::StatusOr<RedisReply> RedisCache::Send(absl::string_view key,
                                            std::initializer_list<absl::string_view> words) {
  SOS_ASSIGN_OR_RETURN(std::string address, topology_->AddressOf(key));
  bool asking = false;
  for (int i = 0; i <= kMaxRedirections; ++i) {
    absl::StatusOr<RedisPool::Lease> lease = PoolOf(address).Borrow();
    if (!lease.ok()) {
      topology_->Doubt();
      return lease.status();
    }
    if (asking) SOS_RETURN_IF_ERROR((*lease)->Ask({"ASKING"}).status());
    (*lease)->Append(words);
    absl::StatusOr<RedisReply> reply = (*lease)->Next();
    if (!reply.ok()) {
      topology_->Doubt();
      return reply.status();
    }
    lease->Succeed();
    const std::optional<Redirection> redirection = RedirectionOf(reply->get());
    if (!redirection) {
      if (ErrorOf(reply->get()).empty()) return reply;
      // A replica that was a primary (READONLY), a server that is not ready (LOADING), ...
      topology_->Doubt();
      return absl::UnavailableError(absl::StrCat("redis: ", ErrorOf(reply->get())));
    }
    if (!redirection->once) topology_->Doubt();
    address = redirection->address;
    asking = redirection->once;
  }
  return absl::UnavailableError("redis: the servers point at each other");
}

absl::StatusOr<Cache::Value> RedisCache::Get(absl::string_view key) {
  const absl::StatusOr<RedisReply> reply = Send(key, {"GET", key});
  if (!reply.ok()) {
    metrics_.errors.Increment();
    return reply.status();
  }
  Value value = Unsealed(key, reply->get());
  (value == nullptr ? metrics_.misses : metrics_.hits).Increment();
  return value;
}

absl::StatusOr<std::vector<RedisReply>> RedisCache::GetFrom(
    RedisPool& pool, absl::Span<const std::string* const> keys) {
  SOS_ASSIGN_OR_RETURN(RedisPool::Lease lease, pool.Borrow());
  for (const std::string* const key : keys) lease->Append({"GET", *key});
  std::vector<RedisReply> replies;
  for (size_t i = 0; i < keys.size(); ++i) {
    SOS_ASSIGN_OR_RETURN(RedisReply reply, lease->Next());
    replies.push_back(std::move(reply));
  }
  lease.Succeed();
  return replies;
}

absl::StatusOr<std::vector<Cache::Value>> RedisCache::GetMany(absl::Span<const std::string> keys) {
  // The keys of each server, and where they stand in `keys`.
  struct Group {
    std::vector<const std::string*> keys;
    std::vector<size_t> places;
  };
  absl::flat_hash_map<std::string, Group> groups;
  for (size_t i = 0; i < keys.size(); ++i) {
    SOS_ASSIGN_OR_RETURN(const std::string address, topology_->AddressOf(keys[i]));
    groups[address].keys.push_back(&keys[i]);
    groups[address].places.push_back(i);
  }
  std::vector<Value> values(keys.size());
  for (const auto& [address, group] : groups) {
    const absl::StatusOr<std::vector<RedisReply>> replies = GetFrom(PoolOf(address), group.keys);
    if (!replies.ok()) {
      topology_->Doubt();
      metrics_.errors.Increment();
      return replies.status();
    }
    for (size_t i = 0; i < replies->size(); ++i) {
      const redisReply* const reply = (*replies)[i].get();
      if (ErrorOf(reply).empty()) {
        values[group.places[i]] = Unsealed(*group.keys[i], reply);
        (values[group.places[i]] == nullptr ? metrics_.misses : metrics_.hits).Increment();
      } else {
        // One that has moved is asked for by itself.
        SOS_ASSIGN_OR_RETURN(values[group.places[i]], Get(*group.keys[i]));
      }
    }
  }
  return values;
}

absl::Status RedisCache::Set(absl::string_view key, Value value) {
  return Send(key, {"SET", key, Sealed(key, *value), "PX",
                    absl::StrCat(absl::ToInt64Milliseconds(options_.ttl))})
      .status();
}

}  // namespace sos
