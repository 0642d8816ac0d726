// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/charter/nearest.h"

#include <vector>

#include "services/eligibility/domain/lcff/nearest.h"

namespace sos::eligibility {

NearestAnswer FindNearestCharter(const Question& asked, const Determination& now,
                                 const EntityOptions& options) {
  const Rulebook* own = asked.rulebooks.Find(Program::kLcff, asked.dashboard_year());
  if (own == nullptr) return NearestAnswer::Of(false, std::nullopt, obstacle::kUndecided);
  // To enter, the group must have met the criteria in as many of the other years as are wanted.
  std::vector<StudentGroup> entering;
  for (const GroupAnswer& group : now.groups) {
    int met = 0;
    for (const YearOutcome& year : group.years) {
      const bool earlier =
          year.dashboard_year != 0 && year.dashboard_year != asked.dashboard_year();
      if (earlier && year.outcome == Outcome::kMet) ++met;
    }
    if (met + 1 >= asked.rules<CharterRules>().minimum_year_count) entering.push_back(group.group);
  }
  if (now.eligibility != Outcome::kMet && entering.empty()) {
    return NearestAnswer::Of(false, std::nullopt, obstacle::kEarlierYear);
  }
  const CharterAnswer& answer = *now.As<CharterAnswer>();
  return NearestByPriorities(*own, asked.history.YearOf(asked.dashboard_year()), now.eligibility,
                             answer.methods, answer.local_indicators, options, entering);
}

}  // namespace sos::eligibility
