// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/equity_multiplier.h"

#include <algorithm>
#include <optional>

#include "absl/numeric/int128.h"

namespace sos::eligibility {
namespace {

constexpr int64_t kThousandths = 1000;
constexpr int64_t kRateUnits = 10'000'000'000;  // Units of the statewide rate in a dollar.

// The rate of `part` in `whole` is above the threshold, strictly. Where it is not known whether it
// is rounded first, it must be so, or not, both ways.
Outcome IsAbove(int64_t part, int64_t whole, int threshold, Reading rounded) {
  if (whole <= 0) return Outcome::kNotMet;
  const Outcome exactly = FromBool(part * kThousandths > threshold * whole);
  const Outcome rounding = FromBool(DivideHalfAwayFromZero(part * kThousandths, whole) > threshold);
  if (rounded == Reading::kYes) return rounding;
  if (rounded == Reading::kNo) return exactly;
  return exactly == rounding ? exactly : Outcome::kInsufficientData;
}

int64_t ThousandthsOf(int64_t part, int64_t whole) {
  return whole <= 0 ? 0 : DivideHalfAwayFromZero(part * kThousandths, whole);
}

// Students times the rate, to the nearest dollar, but not less than the floor.
int64_t Entitlement(const EquityMultiplierRules& rules, const MultiplierCounts& counts,
                    int64_t rate) {
  const absl::int128 units = absl::int128(counts.enrollment) * rate;
  const auto dollars = static_cast<int64_t>((2 * units + kRateUnits) / (2 * kRateUnits));
  return std::max(dollars, rules.floor_dollars) + counts.adjustment_dollars;
}

}  // namespace

Determination DetermineEquityMultiplier(const Rulebook& rules, const EntityHistory& history) {
  Determination determination;
  const EntityYear& year = history.YearOf(rules.dashboard_year);
  if (!year.multiplier) {
    determination.reason = reason::kMultiplierDataMissing;
    return determination;
  }
  const EquityMultiplierRules& rule = *rules.equity_multiplier;
  const MultiplierCounts& counts = *year.multiplier;
  MultiplierAnswer answer{
      .counts = counts,
      .nonstability_thousandths = ThousandthsOf(counts.nonstable, counts.enrollment),
      .disadvantaged_thousandths = ThousandthsOf(counts.disadvantaged, counts.enrollment),
      .nonstability = IsAbove(counts.nonstable, counts.enrollment,
                              rule.nonstability_above_thousandths, rule.rounded_to_thousandths),
      .disadvantaged = IsAbove(counts.disadvantaged, counts.enrollment,
                               rule.disadvantaged_above_thousandths, rule.rounded_to_thousandths)};
  const Outcome rates = And(answer.nonstability, answer.disadvantaged);
  determination.eligibility = And(rates, counts.classroom_based);
  if (determination.eligibility == Outcome::kInsufficientData) {
    determination.reason = rates == Outcome::kInsufficientData ? reason::kRoundingUnknown
                                                               : reason::kClassroomBasedMissing;
  } else {
    const bool met = determination.eligibility == Outcome::kMet;
    determination.status = met ? rules.status.eligible : rules.status.general;
    if (!met) {
      answer.entitlement_dollars = 0;
    } else if (rule.statewide_rate || counts.statewide_rate) {
      // The file of the year prints the rate in full.
      const int64_t rate = counts.statewide_rate ? *counts.statewide_rate : *rule.statewide_rate;
      answer.entitlement_dollars = Entitlement(rule, counts, rate);
    } else {
      answer.reason = reason::kRuleUnknown;
    }
  }
  determination.multiplier = answer;
  return determination;
}

}  // namespace sos::eligibility
