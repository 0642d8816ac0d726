// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/determination.h"

#include <algorithm>
#include <optional>

#include "services/eligibility/domain/programs.h"

namespace sos::eligibility {

std::optional<int> Determination::TotalGroups() const {
  const bool decided = std::all_of(groups.begin(), groups.end(),
                                   [](const GroupAnswer& answer) { return answer.letter_decided; });
  if (!decided) return std::nullopt;
  return static_cast<int>(
      std::count_if(groups.begin(), groups.end(),
                    [](const GroupAnswer& answer) { return answer.outcome == Outcome::kMet; }));
}

Determination Determine(const Question& asked) {
  Determination determination = TraitsOf(asked.rulebook.program).determine(asked);
  if (asked.detail == Detail::kAnswer) {
    determination.root = {};
    determination.further.clear();
  }
  return determination;
}

}  // namespace sos::eligibility
