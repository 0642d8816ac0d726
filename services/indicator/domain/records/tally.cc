#include "services/indicator/domain/records/tally.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace sos::indicator::records {
namespace {

// A share with the entity that it is counted for, at one level.
struct Part {
  int32_t entity;
  const Share* share;
};

// Adds up the parts of each student in each entity and counts where the student stands. Parts of
// one entity and student may stand anywhere: they are sorted here.
void CountLevel(std::vector<Part>& parts, absl::Span<Counts> counts, Judge judge) {
  std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
    return std::tie(a.entity, a.share->student, a.share->school) <
           std::tie(b.entity, b.share->student, b.share->school);
  });
  for (size_t i = 0; i < parts.size();) {
    Share sum = *parts[i].share;
    size_t next = i + 1;
    while (next < parts.size() && parts[next].entity == parts[i].entity &&
           parts[next].share->student == sum.student) {
      sum.Add(*parts[next++].share);
    }
    counts[parts[i].entity].Add(judge(sum), sum.groups | sum.race);
    i = next;
  }
}

// Gives the entities of one level numbers, in the order of their first use.
class Numbering {
 public:
  int32_t Of(const CdsCode& cds) {
    const auto [found, added] = numbers_.try_emplace(cds, static_cast<int32_t>(entities_.size()));
    if (added) entities_.push_back(cds);
    return found->second;
  }
  const std::vector<CdsCode>& entities() const { return entities_; }

 private:
  std::map<CdsCode, int32_t> numbers_;
  std::vector<CdsCode> entities_;
};

// The entity at a level that a share counts for; nullopt where it counts for none.
using EntityOf = absl::FunctionRef<std::optional<CdsCode>(const School&, const Share&)>;

void AddLevel(absl::Span<const std::vector<Share>> shares_by_lea, const Schools& schools,
              EntityOf entity_of, Judge judge, Rollup& rollup) {
  Numbering numbering;
  std::vector<Part> parts;
  for (const std::vector<Share>& shares : shares_by_lea) {
    for (const Share& share : shares) {
      const auto school = schools.find(share.school);
      if (school == schools.end()) continue;
      const std::optional<CdsCode> entity = entity_of(school->second, share);
      if (entity) parts.push_back({numbering.Of(*entity), &share});
    }
  }
  std::vector<Counts> counts(numbering.entities().size());
  CountLevel(parts, absl::MakeSpan(counts), judge);
  for (size_t i = 0; i < counts.size(); ++i) rollup.by_entity[numbering.entities()[i]] = counts[i];
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
  for (const std::vector<Share>& shares : shares_by_lea) {
    rollup.unknown_school_shares +=
        std::count_if(shares.begin(), shares.end(),
                      [&](const Share& share) { return !schools.contains(share.school); });
  }
  AddLevel(
      shares_by_lea, schools,
      [](const School& school, const Share&) { return std::optional(school.cds); }, judge, rollup);
  AddLevel(
      shares_by_lea, schools,
      [](const School& school, const Share& share) -> std::optional<CdsCode> {
        if (school.charter) return std::nullopt;
        if (share.accountable_district == 0) return school.cds.Lea();
        return CdsCode::Parse(absl::StrFormat("%07d0000000", share.accountable_district));
      },
      judge, rollup);
  AddLevel(
      shares_by_lea, schools,
      [](const School& school, const Share&) { return std::optional(school.cds.County()); }, judge,
      rollup);
  AddLevel(
      shares_by_lea, schools, [](const School&, const Share&) { return std::optional(CdsCode()); },
      judge, rollup);
  return rollup;
}

}  // namespace sos::indicator::records
