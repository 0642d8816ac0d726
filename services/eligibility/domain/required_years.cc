// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/required_years.h"

#include "services/eligibility/domain/programs.h"

namespace sos::eligibility {

void RequiredYears::AddDetermination(Program program, int dashboard_year) {
  Add(dashboard_year);
  const Rulebook* rulebook = rulebooks_.Find(program, dashboard_year);
  if (rulebook == nullptr) return;
  if (rulebook->status.carry_over_year != 0) Add(rulebook->status.carry_over_year);
  TraitsOf(program).add_years(*rulebook, *this);
}

void RequiredYears::AddLcffCriteria(int dashboard_year) {
  Add(dashboard_year);
  const Rulebook* rulebook = rulebooks_.Find(Program::kLcff, dashboard_year);
  if (rulebook == nullptr) return;
  const LcffRules& rules = rulebook->Of<LcffRules>();
  if (rules.recurring_indicators) {
    for (const int year : rules.recurring_indicators->dashboard_years) Add(year);
  }
  const auto& local_rule = rules.local_rule;
  if (local_rule && local_rule->preceding_year != 0) Add(local_rule->preceding_year);
}

void RequiredYears::Add(const std::optional<RecurrenceRule>& recurrence) {
  if (!recurrence) return;
  years_.insert(recurrence->dashboard_years.begin(), recurrence->dashboard_years.end());
}

}  // namespace sos::eligibility
