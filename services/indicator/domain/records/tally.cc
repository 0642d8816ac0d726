#include "services/indicator/domain/records/tally.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_format.h"

namespace sos::indicator::records {
namespace {

// Codes as numbers of fourteen digits: what stands above a school is found by arithmetic.
constexpr int64_t kCountyFactor = 1'000'000'000'000;
constexpr int64_t kState = 0;
constexpr int32_t kNowhere = -1;

CdsCode CodeOf(int64_t number) { return *CdsCode::Parse(absl::StrFormat("%014d", number)); }

// A student's share in one entity.
struct Part {
  int64_t student;
  const Share* share;
};

bool InOrder(const Part& a, const Part& b) {
  return std::tie(a.student, a.share->school) < std::tie(b.student, b.share->school);
}

// Adds up the parts of each student of one entity and counts where the student stands.
Counts CountEntity(absl::Span<Part> parts, Judge judge) {
  // What comes from one LEA is in order already.
  if (!std::is_sorted(parts.begin(), parts.end(), InOrder)) {
    std::sort(parts.begin(), parts.end(), InOrder);
  }
  Counts counts;
  for (size_t i = 0; i < parts.size();) {
    Share sum = *parts[i].share;
    size_t next = i + 1;
    while (next < parts.size() && parts[next].student == sum.student) {
      sum.Add(*parts[next++].share);
    }
    counts.Add(judge(sum), sum.groups | sum.race);
    i = next;
  }
  return counts;
}

// A share of a school that the directory lists.
struct KnownShare {
  const Share* share;
  bool charter;
};

// Counts one level: `entity_of` gives the code of the entity that a share counts for, or kNowhere.
// The shares are dealt out to their entities in two passes, then counted entity by entity.
template <typename EntityOf>
void AddLevel(const std::vector<KnownShare>& shares, EntityOf entity_of, Judge judge,
              Rollup& rollup) {
  absl::flat_hash_map<int64_t, int32_t> numbers;
  std::vector<int64_t> entities;
  std::vector<size_t> sizes;
  std::vector<int32_t> places(shares.size());
  for (size_t i = 0; i < shares.size(); ++i) {
    const int64_t entity = entity_of(shares[i]);
    if (entity == kNowhere) {
      places[i] = kNowhere;
      continue;
    }
    const auto [found, added] = numbers.try_emplace(entity, static_cast<int32_t>(entities.size()));
    if (added) {
      entities.push_back(entity);
      sizes.push_back(0);
    }
    places[i] = found->second;
    ++sizes[found->second];
  }
  std::vector<size_t> ends(sizes.size());
  std::partial_sum(sizes.begin(), sizes.end(), ends.begin());
  std::vector<size_t> next(sizes.size());
  for (size_t e = 0; e < sizes.size(); ++e) next[e] = ends[e] - sizes[e];
  std::vector<Part> parts(ends.empty() ? 0 : ends.back());
  for (size_t i = 0; i < shares.size(); ++i) {
    if (places[i] == kNowhere) continue;
    parts[next[places[i]]++] = {shares[i].share->student, shares[i].share};
  }
  for (size_t e = 0; e < entities.size(); ++e) {
    const absl::Span<Part> span(parts.data() + ends[e] - sizes[e], sizes[e]);
    rollup.by_entity[CodeOf(entities[e])] = CountEntity(span, judge);
  }
}

// The district that a share counts for (10.2, 10.5).
int64_t DistrictOf(const KnownShare& known) {
  if (known.charter) return kNowhere;
  if (known.share->accountable_district != 0) {
    return known.share->accountable_district * kSchoolFactor;
  }
  return known.share->school / kSchoolFactor * kSchoolFactor;
}

}  // namespace

void Counts::Add(Standing standing, GroupSet groups) {
  if (!InDenominator(standing)) return;
  (groups | GroupSet(StudentGroup::kAll)).ForEach([&](StudentGroup group) {
    Count& count = by_group[static_cast<size_t>(group)];
    ++count.denominator;
    if (standing == Standing::kNumerator) ++count.numerator;
  });
}

Rollup RollUp(absl::Span<const std::vector<Share>> shares_by_lea, const Schools& schools,
              Judge judge) {
  Rollup rollup;
  std::vector<KnownShare> known;
  for (const std::vector<Share>& shares : shares_by_lea) {
    for (const Share& share : shares) {
      const auto school = schools.find(share.school);
      if (school == schools.end()) {
        ++rollup.unknown_school_shares;
      } else {
        known.push_back({&share, school->second.charter});
      }
    }
  }
  AddLevel(
      known, [](const KnownShare& k) { return k.share->school; }, judge, rollup);
  AddLevel(known, DistrictOf, judge, rollup);
  AddLevel(
      known, [](const KnownShare& k) { return k.share->school / kCountyFactor * kCountyFactor; },
      judge, rollup);
  AddLevel(
      known, [](const KnownShare&) { return kState; }, judge, rollup);
  return rollup;
}

}  // namespace sos::indicator::records
