// SPDX-License-Identifier: Apache-2.0
#include "common/cache/redis_topology.h"

#include <hiredis/hiredis.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "common/status/macros.h"

namespace sos {
namespace {

constexpr int kSlotCount = 16384;

// Those who know are asked no more often than this; if none answers, ever less often.
constexpr absl::Duration kLeastPause = absl::Milliseconds(250);
constexpr absl::Duration kLongestPause = absl::Seconds(4);

absl::string_view TextOf(const redisReply* reply) {
  return {reply->str, static_cast<size_t>(reply->len)};
}

class OneServer final : public RedisTopology {
 public:
  explicit OneServer(std::string address) : address_(std::move(address)) {}
  absl::StatusOr<std::string> AddressOf(absl::string_view) override { return address_; }
  void Doubt() override {}

 private:
  const std::string address_;
};

// What Sentinel and Cluster share: a picture that is drawn by asking one of several servers, and
// drawn again when it is in doubt. One caller draws; the others go on with what is known.
template <typename Picture>
class AskedTopology : public RedisTopology {
 public:
  AskedTopology(std::vector<std::string> servers, RedisConnectionOptions options,
                const Clock& clock)
      : servers_(std::move(servers)), options_(std::move(options)), clock_(clock) {}

  absl::StatusOr<std::string> AddressOf(absl::string_view key) override {
    if (MayDraw()) Keep(Draw());
    absl::MutexLock lock(&mutex_);
    return Find(picture_, key);
  }
  void Doubt() override {
    absl::MutexLock lock(&mutex_);
    doubtful_ = true;
  }

 private:
  virtual absl::StatusOr<Picture> AskOne(RedisConnection& server) const = 0;
  virtual absl::StatusOr<std::string> Find(const Picture& picture, absl::string_view key) const = 0;

  bool MayDraw() {
    absl::MutexLock lock(&mutex_);
    if (!doubtful_ || drawing_ || clock_.Elapsed() - asked_ < pause_) return false;
    drawing_ = true;
    // Whoever doubts from here on doubts what is being drawn.
    doubtful_ = false;
    return true;
  }
  // Asks one after the other, which may take the timeout of each; nullopt if none answers.
  std::optional<Picture> Draw() const {
    for (const std::string& address : servers_) {
      auto server = RedisConnection::Open(address, options_);
      if (!server.ok()) continue;
      if (absl::StatusOr<Picture> picture = AskOne(*server); picture.ok()) {
        return *std::move(picture);
      }
    }
    return std::nullopt;
  }
  void Keep(std::optional<Picture> drawn) {
    absl::MutexLock lock(&mutex_);
    drawing_ = false;
    asked_ = clock_.Elapsed();
    pause_ = drawn ? kLeastPause : std::min(pause_ * 2, kLongestPause);
    if (drawn) {
      picture_ = *std::move(drawn);
    } else {
      doubtful_ = true;  // The old picture may still be right.
    }
  }

  const std::vector<std::string> servers_;
  const RedisConnectionOptions options_;
  const Clock& clock_;
  absl::Mutex mutex_;
  Picture picture_ ABSL_GUARDED_BY(mutex_);
  bool doubtful_ ABSL_GUARDED_BY(mutex_) = true;
  bool drawing_ ABSL_GUARDED_BY(mutex_) = false;
  // By the clock's Elapsed().
  absl::Duration asked_ ABSL_GUARDED_BY(mutex_) = -absl::InfiniteDuration();
  absl::Duration pause_ ABSL_GUARDED_BY(mutex_) = kLeastPause;
};

// The picture is the address of the primary; empty while none is known.
class Sentinels final : public AskedTopology<std::string> {
 public:
  Sentinels(std::string name, std::vector<std::string> servers, RedisConnectionOptions options,
            const Clock& clock)
      : AskedTopology(std::move(servers), std::move(options), clock), name_(std::move(name)) {}

 private:
  absl::StatusOr<std::string> AskOne(RedisConnection& server) const override {
    SOS_ASSIGN_OR_RETURN(const RedisReply reply,
                         server.Ask({"SENTINEL", "get-master-addr-by-name", name_}));
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 2) {
      return absl::UnavailableError("redis: the Sentinel knows no such primary");
    }
    return absl::StrCat(TextOf(reply->element[0]), ":", TextOf(reply->element[1]));
  }
  absl::StatusOr<std::string> Find(const std::string& primary, absl::string_view) const override {
    if (!primary.empty()) return primary;
    return absl::UnavailableError("redis: no Sentinel answers");
  }

  const std::string name_;
};

// The picture is the address of every slot.
using Slots = std::vector<std::string>;

class Cluster final : public AskedTopology<Slots> {
 public:
  using AskedTopology::AskedTopology;

 private:
  absl::StatusOr<Slots> AskOne(RedisConnection& server) const override {
    SOS_ASSIGN_OR_RETURN(const RedisReply reply, server.Ask({"CLUSTER", "SLOTS"}));
    Slots slots(kSlotCount);
    if (reply->type != REDIS_REPLY_ARRAY) return absl::UnavailableError("redis: no cluster");
    for (size_t i = 0; i < reply->elements; ++i) {
      // First slot, last slot, the primary (host, port, id), its replicas.
      const redisReply* const range = reply->element[i];
      if (range->type != REDIS_REPLY_ARRAY || range->elements < 3) continue;
      const redisReply* const primary = range->element[2];
      if (primary->elements < 2 || TextOf(primary->element[0]).empty()) continue;
      const std::string address =
          absl::StrCat(TextOf(primary->element[0]), ":", primary->element[1]->integer);
      for (int64_t slot = range->element[0]->integer;
           slot <= range->element[1]->integer && slot < kSlotCount; ++slot) {
        slots[slot] = address;
      }
    }
    return slots;
  }
  absl::StatusOr<std::string> Find(const Slots& slots, absl::string_view key) const override {
    const int slot = RedisClusterSlot(key);
    if (!slots.empty() && !slots[slot].empty()) return slots[slot];
    return absl::UnavailableError("redis: no server of the cluster has the slot");
  }
};

std::vector<std::string> Servers(absl::string_view list) {
  return absl::StrSplit(list, ',', absl::SkipEmpty());
}

std::array<uint16_t, 256> MakeCrcTable() {
  constexpr uint16_t kPolynomial = 0x1021;
  std::array<uint16_t, 256> table{};
  for (int byte = 0; byte < 256; ++byte) {
    auto crc = static_cast<uint16_t>(byte << 8);
    for (int bit = 0; bit < 8; ++bit) {
      crc = static_cast<uint16_t>((crc & 0x8000) != 0 ? (crc << 1) ^ kPolynomial : crc << 1);
    }
    table[byte] = crc;
  }
  return table;
}

}  // namespace

int RedisClusterSlot(absl::string_view key) {
  static const std::array<uint16_t, 256> kTable = MakeCrcTable();
  const size_t open = key.find('{');
  if (open != absl::string_view::npos) {
    const size_t close = key.find('}', open + 1);
    if (close != absl::string_view::npos && close > open + 1)
      key = key.substr(open + 1, close - open - 1);
  }
  uint16_t crc = 0;
  for (const char c : key) {
    crc = static_cast<uint16_t>((crc << 8) ^ kTable[(crc >> 8) ^ static_cast<unsigned char>(c)]);
  }
  return crc % kSlotCount;
}

absl::StatusOr<std::unique_ptr<RedisTopology>> MakeRedisTopology(
    const std::string& address, const RedisConnectionOptions& options, const Clock& clock) {
  absl::string_view rest = address;
  if (absl::ConsumePrefix(&rest, "cluster:")) {
    if (Servers(rest).empty()) return absl::InvalidArgumentError("the cluster has no server");
    return std::make_unique<Cluster>(Servers(rest), options, clock);
  }
  if (absl::ConsumePrefix(&rest, "sentinel:")) {
    const std::pair<std::string, absl::string_view> parts =
        absl::StrSplit(rest, absl::MaxSplits('@', 1));
    if (parts.first.empty() || Servers(parts.second).empty()) {
      return absl::InvalidArgumentError("expected sentinel:NAME@host:port,host:port");
    }
    return std::make_unique<Sentinels>(parts.first, Servers(parts.second), options, clock);
  }
  return std::make_unique<OneServer>(address);
}

}  // namespace sos
