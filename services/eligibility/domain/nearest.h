#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_NEAREST_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_NEAREST_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/eligibility/domain/determination.h"

namespace sos::eligibility {

// What one result can become, and what that costs.
struct Option {
  // 0 for none; see Color.
  int color = 0;
  int status_level = 0;
  // Students into (positive) or out of the numerator.
  int64_t students = 0;
  // Tenths of a point of the status, where there are no counts.
  int64_t tenths = 0;
  int64_t denominator = 0;
  int64_t cost = 0;
};

// The options of one group, by indicator. A result that cannot become anything else has none.
using GroupOptions = std::array<std::vector<Option>, kIndicatorCount>;
using EntityOptions = std::map<StudentGroup, GroupOptions>;

// One result that has to become another.
struct Change {
  StudentGroup group = StudentGroup::kAll;
  Indicator indicator = Indicator::kGraduation;
  Option option;
};

// The cheapest changes that lead somewhere.
struct Plan {
  int64_t cost = 0;
  std::vector<Change> changes;
  // Others cost the same.
  bool tied = false;
};

// The cheapest way into or out of eligibility.
struct NearestAnswer {
  // The entity is eligible, and the plan ends it; else the plan brings it about.
  bool leaves = false;
  // Nullopt where no changes suffice; `obstacle` says why.
  std::optional<Plan> plan;
  std::string obstacle;
};

// Why no changes of results suffice.
namespace obstacle {
inline constexpr char kLocalIndicators[] = "LOCAL_INDICATORS";
inline constexpr char kLateCertification[] = "LATE_CERTIFICATION";
inline constexpr char kLowGraduation[] = "LOW_GRADUATION";
inline constexpr char kEarlierYear[] = "EARLIER_YEAR";
inline constexpr char kNoEntry[] = "NO_ENTRY";
inline constexpr char kUndecided[] = "UNDECIDED";
inline constexpr char kOutOfReach[] = "OUT_OF_REACH";
}  // namespace obstacle

// The cheapest plans for one group after which it meets exactly the priorities of a set: one plan a
// set (bit `i` is the i-th priority of the rules). Sets that cannot be reached, or in which an
// outcome would be undecided, are missing. Exact.
std::map<int, Plan> PlansByPriorities(const Rulebook& rules, StudentGroup group,
                                      const GroupEvidence& evidence, const GroupOptions& options);

// The cheapest plans for one group, of a school, after which it performs low, and after which it
// does not. Exact.
struct LowPlans {
  std::optional<Plan> low;
  std::optional<Plan> not_low;
};
LowPlans PlansByCounts(const EssaRules& rules, int minimum_counted, StudentGroup group,
                       const GroupEvidence& evidence, const GroupOptions& options);

// The cheapest way for an LEA, a charter school or a school, whose determination is `now`. Groups
// are taken to change independently of one another: a student of two groups counts in each.
NearestAnswer FindNearest(const Rulebooks& rulebooks, const Rulebook& rules,
                          const EntityHistory& history, const Determination& now,
                          const EntityOptions& options);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_NEAREST_H_
