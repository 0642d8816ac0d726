// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_NEAREST_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_NEAREST_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "services/eligibility/domain/determination.h"
#include "services/eligibility/domain/plans.h"

namespace sos::eligibility {

// The cheapest way into or out of eligibility.
struct NearestAnswer {
  // The entity is eligible, and the plan ends it; else the plan brings it about.
  bool leaves = false;
  // Nullopt where no changes suffice; `obstacle` says why.
  std::optional<Plan> plan;
  absl::string_view obstacle;

  // The plan, or the obstacle where there is none.
  static NearestAnswer Of(bool leaves, std::optional<Plan> plan, absl::string_view otherwise);
};

// Why no changes of results suffice.
namespace obstacle {
inline constexpr absl::string_view kLocalIndicators = "LOCAL_INDICATORS";
inline constexpr absl::string_view kLateCertification = "LATE_CERTIFICATION";
inline constexpr absl::string_view kLowGraduation = "LOW_GRADUATION";
inline constexpr absl::string_view kEarlierYear = "EARLIER_YEAR";
inline constexpr absl::string_view kNoEntry = "NO_ENTRY";
inline constexpr absl::string_view kResultsMissing = "RESULTS_MISSING";
inline constexpr absl::string_view kExitUnknown = "EXIT_CONDITIONS_UNKNOWN";
inline constexpr absl::string_view kUndecided = "UNDECIDED";
inline constexpr absl::string_view kOutOfReach = "OUT_OF_REACH";
}  // namespace obstacle

// The cheapest way for an entity whose determination is `now`, by a program that has one. Groups
// are taken to change independently of one another: a student of two groups counts in each.
NearestAnswer FindNearest(const Question& asked, const Determination& now,
                          const EntityOptions& options);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_NEAREST_H_
