// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_EQUITY_MULTIPLIER_ANSWER_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_EQUITY_MULTIPLIER_ANSWER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "common/education/minimum_shown.h"
#include "services/eligibility/domain/equity_multiplier/rules.h"
#include "services/eligibility/domain/evidence.h"
#include "services/eligibility/domain/outcome.h"

namespace sos::eligibility {

// What the Equity Multiplier makes of a school that is in its file.
struct MultiplierAnswer {
  const EquityMultiplierRules* rules = nullptr;
  MultiplierCounts counts;
  int64_t nonstability_thousandths = 0;
  int64_t disadvantaged_thousandths = 0;
  Outcome nonstability = Outcome::kInsufficientData;
  Outcome disadvantaged = Outcome::kInsufficientData;
  // Nullopt where the amount is not known.
  std::optional<int64_t> entitlement_dollars;
};

// Whether the numbers are withheld from callers without the right to counts: a part of them, or the
// school, is small.
inline bool HasSmallCounts(const MultiplierCounts& counts) {
  const auto is_small = [&counts](int64_t part) {
    return (part > 0 && part < kMinimumShown) || counts.enrollment < kMinimumShown;
  };
  return is_small(counts.nonstable) || is_small(counts.disadvantaged);
}

struct EquityMultiplierAnswer {
  // Nullopt where the school is in no file of the year.
  std::optional<MultiplierAnswer> multiplier;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_EQUITY_MULTIPLIER_ANSWER_H_
