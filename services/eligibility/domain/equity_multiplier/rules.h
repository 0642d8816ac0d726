// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_EQUITY_MULTIPLIER_RULES_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_EQUITY_MULTIPLIER_RULES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "services/eligibility/domain/rule_parts.h"

namespace sos::eligibility {

// The LCFF Equity Multiplier in one year.
struct EquityMultiplierRules {
  int nonstability_above_thousandths = 0;
  int disadvantaged_above_thousandths = 0;
  Reading rounded_to_thousandths = Reading::kUnknown;
  // Dollars a student, in units of 10^-10; nullopt where it is not known.
  std::optional<int64_t> statewide_rate;
  // The same as the rulebook writes it.
  std::string statewide_rate_text;
  int64_t floor_dollars = 0;
  Citation citation;
  Citation amount_citation;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_EQUITY_MULTIPLIER_RULES_H_
