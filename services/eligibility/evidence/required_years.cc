// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/evidence/required_years.h"

#include <optional>
#include <set>
#include <vector>

namespace sos::eligibility {
namespace {

class Years {
 public:
  explicit Years(const Rulebooks& rulebooks) : rulebooks_(rulebooks) {}

  void AddDetermination(Program program, int dashboard_year) {
    years_.insert(dashboard_year);
    const Rulebook* rules = rulebooks_.Find(program, dashboard_year);
    if (rules == nullptr) return;
    Add(rules->intensive);
    Add(rules->geographic_lead);
    AddLcff(*rules);
    if (rules->charter) {
      for (const int year : rules->charter->dashboard_years) AddCriteria(year);
    }
    if (rules->essa) AddEssa(*rules);
    for (const DutyRule& duty : rules->duties) {
      if (duty.dashboard_year != 0) years_.insert(duty.dashboard_year);
      years_.insert(duty.recurrence.dashboard_years.begin(), duty.recurrence.dashboard_years.end());
      if (duty.kind == DutyKind::kAssistance) {
        AddDetermination(Program::kLcff, dashboard_year);
        AddDetermination(Program::kCharter, dashboard_year);
      }
    }
  }

  std::vector<int> Sorted() const { return {years_.begin(), years_.end()}; }

 private:
  void Add(const std::optional<RecurrenceRule>& recurrence) {
    if (!recurrence) return;
    years_.insert(recurrence->dashboard_years.begin(), recurrence->dashboard_years.end());
  }

  void AddLcff(const Rulebook& rules) {
    if (rules.local_rule && rules.local_rule->preceding_year != 0) {
      years_.insert(rules.local_rule->preceding_year);
    }
    if (rules.status.carry_over_year != 0) years_.insert(rules.status.carry_over_year);
  }

  // A year's LCFF criteria, without what its status looks back on.
  void AddCriteria(int year) {
    years_.insert(year);
    const Rulebook* rules = rulebooks_.Find(Program::kLcff, year);
    if (rules != nullptr && rules->local_rule && rules->local_rule->preceding_year != 0) {
      years_.insert(rules->local_rule->preceding_year);
    }
  }

  void AddEssa(const Rulebook& rules) {
    const EssaRules& essa = *rules.essa;
    for (int cohort = 1; cohort < essa.low_graduation.cohort_count; ++cohort) {
      years_.insert(rules.dashboard_year - cohort);
    }
    for (const GroupSupportYear& year : essa.additional.years) years_.insert(year.dashboard_year);
    if (essa.targeted) {
      for (const GroupSupportYear& year : essa.targeted->years) years_.insert(year.dashboard_year);
    }
    // The status of the year before may have to be worked out like this year's.
    if (essa.prior_year != 0) AddDetermination(Program::kEssa, essa.prior_year);
  }

  const Rulebooks& rulebooks_;
  std::set<int> years_;
};

}  // namespace

std::vector<int> RequiredYears(const Rulebooks& rulebooks, Program program, int dashboard_year) {
  Years years(rulebooks);
  years.AddDetermination(program, dashboard_year);
  return years.Sorted();
}

}  // namespace sos::eligibility
