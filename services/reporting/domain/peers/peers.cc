// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/domain/peers/peers.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>

namespace sos::reporting::peers {
namespace {

constexpr int64_t kPercent = 100;

bool HasPeerSize(int64_t students, int64_t own) {
  return students * kPercent >= own * kLeastSizePercent &&
         students * kPercent <= own * kMostSizePercent;
}

// Nullopt where a share that is known of `own` is not known of `other`, or none is known of `own`.
std::optional<int64_t> DistanceOf(const Profile& own, const Profile& other) {
  int64_t sum = 0;
  int64_t weights = 0;
  for (size_t share = 0; share < kShareCount; ++share) {
    if (!own.shares[share]) continue;
    if (!other.shares[share]) return std::nullopt;
    sum += kWeightThousandths[share] * std::abs(*own.shares[share] - *other.shares[share]);
    weights += kWeightThousandths[share];
  }
  if (weights == 0) return std::nullopt;
  return (sum + weights / 2) / weights;
}

}  // namespace

Ranking NearestPeers(const Profile& own, const std::vector<Profile>& candidates, size_t most) {
  Ranking ranking;
  if (!own.students) return ranking;
  for (size_t i = 0; i < candidates.size(); ++i) {
    const Profile& other = candidates[i];
    if (other.name == own.name || other.type != own.type || !other.students ||
        !HasPeerSize(*other.students, *own.students)) {
      continue;
    }
    const std::optional<int64_t> distance = DistanceOf(own, other);
    if (!distance) continue;
    ++ranking.compared;
    ranking.peers.push_back({i, *distance});
  }
  std::sort(ranking.peers.begin(), ranking.peers.end(),
            [&](const RankedPeer& a, const RankedPeer& b) {
              return std::tie(a.distance, candidates[a.index].name) <
                     std::tie(b.distance, candidates[b.index].name);
            });
  if (ranking.peers.size() > most) ranking.peers.resize(most);
  return ranking;
}

}  // namespace sos::reporting::peers
