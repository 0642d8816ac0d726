// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_CHARTER_RULES_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_CHARTER_RULES_H_

#include <optional>
#include <vector>

#include "services/eligibility/domain/rule_parts.h"

namespace sos::eligibility {

// LCFF assistance of charter schools: how the years' LCFF criteria combine.
struct CharterRules {
  std::vector<int> dashboard_years;
  int minimum_year_count = 0;
  Reading same_group_required = Reading::kUnknown;
  Reading local_indicators_count = Reading::kUnknown;
  Citation citation;
  std::optional<RecurrenceRule> intensive;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_CHARTER_RULES_H_
