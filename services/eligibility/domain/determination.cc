// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/determination.h"

#include <algorithm>
#include <optional>

#include "services/eligibility/domain/charter.h"
#include "services/eligibility/domain/equity_multiplier.h"
#include "services/eligibility/domain/essa.h"
#include "services/eligibility/domain/lcap.h"
#include "services/eligibility/domain/lcff.h"

namespace sos::eligibility {

const EntityYear& EntityHistory::YearOf(int year) const {
  static const EntityYear* const kUnknown = new EntityYear();
  const auto found = years.find(year);
  return found == years.end() ? *kUnknown : found->second;
}

std::optional<int> Determination::TotalGroups() const {
  const bool decided = std::all_of(groups.begin(), groups.end(),
                                   [](const GroupAnswer& answer) { return answer.letter_decided; });
  if (!decided) return std::nullopt;
  return static_cast<int>(
      std::count_if(groups.begin(), groups.end(),
                    [](const GroupAnswer& answer) { return answer.outcome == Outcome::kMet; }));
}

Determination Determine(const Rulebooks& rulebooks, Program program, int dashboard_year,
                        const EntityHistory& history, LetterBasis basis,
                        absl::Span<const EntityHistory* const> schools) {
  const Rulebook& rules = *rulebooks.Find(program, dashboard_year);
  switch (program) {
    case Program::kCharter:
      return DetermineCharter(rulebooks, rules, history, basis);
    case Program::kEssa:
      return DetermineEssa(rulebooks, rules, history, basis);
    case Program::kEquityMultiplier:
      return DetermineEquityMultiplier(rules, history);
    case Program::kLcap:
      return DetermineLcap(rulebooks, rules, history, basis, schools);
    case Program::kLcff:
    case Program::kNone:
      break;
  }
  return DetermineLcff(rulebooks, rules, history, basis);
}

}  // namespace sos::eligibility
