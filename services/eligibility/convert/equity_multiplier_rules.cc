// SPDX-License-Identifier: Apache-2.0
#include "common/decimal/decimal.h"
#include "common/status/macros.h"
#include "services/eligibility/convert/program_rules.h"
#include "services/eligibility/convert/rule_parts.h"

namespace sos::eligibility {
namespace {

constexpr int kRatePlaces = 10;  // Decimals of the statewide rate.
constexpr int kThousand = 1000;

}  // namespace

absl::StatusOr<ProgramRules> ToEquityMultiplierRules(const v1::Rulebook& proto) {
  const v1::EquityMultiplierRules& own = proto.equity_multiplier();
  EquityMultiplierRules multiplier{
      .nonstability_above_thousandths = own.nonstability_above_thousandths(),
      .disadvantaged_above_thousandths = own.disadvantaged_above_thousandths(),
      .statewide_rate_text = own.statewide_rate(),
      .floor_dollars = own.floor_dollars()};
  SOS_ASSIGN_OR_RETURN(multiplier.citation, ToCitation(own.citation(), "the thresholds"));
  SOS_ASSIGN_OR_RETURN(multiplier.amount_citation,
                       ToCitation(own.amount_citation(), "the amounts"));
  SOS_ASSIGN_OR_RETURN(multiplier.rounded_to_thousandths,
                       ToReading(own.rounded_to_thousandths(), "whether rates are rounded"));
  for (const int threshold :
       {own.nonstability_above_thousandths(), own.disadvantaged_above_thousandths()}) {
    if (threshold < 0 || threshold > kThousand) {
      return absl::InvalidArgumentError("thresholds run from 0 to 1000 thousandths");
    }
  }
  if (!own.statewide_rate().empty()) {
    multiplier.statewide_rate = ParseScaled(own.statewide_rate(), kRatePlaces);
    if (!multiplier.statewide_rate || *multiplier.statewide_rate < 0) {
      return absl::InvalidArgumentError("the statewide rate is no amount");
    }
  }
  return multiplier;
}

}  // namespace sos::eligibility
