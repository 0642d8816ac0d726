// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_NEAREST_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_NEAREST_H_

#include <optional>
#include <string>

#include "services/eligibility/domain/determination.h"
#include "services/eligibility/domain/plans.h"

namespace sos::eligibility {

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
inline constexpr char kResultsMissing[] = "RESULTS_MISSING";
inline constexpr char kExitUnknown[] = "EXIT_CONDITIONS_UNKNOWN";
inline constexpr char kUndecided[] = "UNDECIDED";
inline constexpr char kOutOfReach[] = "OUT_OF_REACH";
}  // namespace obstacle

// The cheapest way for an LEA, a charter school or a school, whose determination is `now`. Groups
// are taken to change independently of one another: a student of two groups counts in each.
NearestAnswer FindNearest(const Rulebooks& rulebooks, const Rulebook& rules,
                          const EntityHistory& history, const Determination& now,
                          const EntityOptions& options);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_NEAREST_H_
