// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOMAIN_PEERS_PEERS_H_
#define SOS_SERVICES_REPORTING_DOMAIN_PEERS_PEERS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sos::reporting::peers {

// The shares that make LEAs or schools alike, and what each counts: a convention of this program,
// told wherever peers are named. Poverty and language tell most of how results differ; homelessness
// is rarer.
enum Share { kEnglishLearners, kDisadvantaged, kHomeless };
inline constexpr size_t kShareCount = 3;
inline constexpr std::array<int64_t, kShareCount> kWeightThousandths = {400, 400, 200};

// The fewest and most students of a peer, in percent of the entity's.
inline constexpr int64_t kLeastSizePercent = 50;
inline constexpr int64_t kMostSizePercent = 200;

// What is known of one LEA or school.
struct Profile {
  // Tells it from others; peers at the same distance are ordered by it.
  std::string name;
  // Only those of the same type are peers, such as `UD` for unified districts. Empty for unknown.
  std::string type;
  // Unknown: no peers.
  std::optional<int64_t> students;
  // In thousandths of the students. Unknown where there is no number, or it is withheld.
  std::array<std::optional<int64_t>, kShareCount> shares;
};

struct RankedPeer {
  // Index into the candidates.
  size_t index = 0;
  // The weighted mean of the differences of the shares that are known of the entity, in
  // thousandths.
  int64_t distance = 0;
};

struct Ranking {
  // The nearest first.
  std::vector<RankedPeer> peers;
  // How many candidates were of the type and size, with all shares that are known of the entity.
  int compared = 0;
};

// The peers of `own` among `candidates` (`own` may be one of them), at most `most`. A candidate of
// which a share is not known that is known of `own` is no peer: nobody can say how near it is.
Ranking NearestPeers(const Profile& own, const std::vector<Profile>& candidates, size_t most);

}  // namespace sos::reporting::peers

#endif  // SOS_SERVICES_REPORTING_DOMAIN_PEERS_PEERS_H_
