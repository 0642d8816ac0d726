// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/lcap.h"

#include <map>
#include <string>
#include <vector>

#include "services/eligibility/domain/charter.h"
#include "services/eligibility/domain/equity_multiplier.h"
#include "services/eligibility/domain/lcff.h"

namespace sos::eligibility {
namespace {

class LcapDuties {
 public:
  LcapDuties(const Rulebooks& rulebooks, const Rulebook& rules, const EntityHistory& history,
             LetterBasis basis, absl::Span<const EntityHistory* const> schools)
      : rulebooks_(rulebooks), rules_(rules), history_(history), basis_(basis), schools_(schools) {}

  DutyAnswer Judge(const DutyRule& rule) const {
    if (rule.known != Reading::kYes) {
      return {.outcome = Outcome::kInsufficientData, .reason = reason::kRuleUnknown};
    }
    switch (rule.kind) {
      case DutyKind::kRecurringGroups:
        return RecurringGroups(rule);
      case DutyKind::kLowestPerformance:
        return LowestPerformance(rule);
      case DutyKind::kEquityMultiplier:
        return EquityMultiplier(rule);
      case DutyKind::kAssistance:
        return Assistance();
      case DutyKind::kLowPerformingSchools:
      case DutyKind::kLanguagePrograms:
      case DutyKind::kNone:
        break;
    }
    return {.outcome = Outcome::kInsufficientData, .reason = reason::kRuleUnknown};
  }

 private:
  bool IsCharter() const { return history_.kind == EntityKind::kCharterSchool; }

  DutyAnswer RecurringGroups(const DutyRule& rule) const {
    // No charter school was judged before 2023.
    if (IsCharter()) return {.outcome = Outcome::kNotMet};
    const Rulebook* last = rulebooks_.Find(Program::kLcff, rule.recurrence.dashboard_years.back());
    if (last == nullptr) {
      return {.outcome = Outcome::kInsufficientData, .reason = reason::kHistoryMissing};
    }
    const RecurrenceAnswer recurrence =
        JudgeRecurrence(rulebooks_, rule.recurrence, *last, history_, nullptr);
    DutyAnswer answer{.outcome = recurrence.outcome, .reason = recurrence.reason};
    std::map<StudentGroup, int> counts;
    for (const YearGroups& year : recurrence.years) {
      for (const auto& [group, outcome] : year.outcomes) {
        counts[group] += outcome == Outcome::kMet ? 1 : 0;
      }
    }
    for (const auto& [group, count] : counts) {
      if (count >= rule.recurrence.minimum_year_count) answer.groups.push_back(group);
    }
    return answer;
  }

  // Adds the group if any of the tests is met for certain; says whether one is open.
  static bool AddLowest(const DutyRule& rule, const EntityHistory& entity, StudentGroup group,
                        DutyAnswer& answer) {
    bool open = false;
    DutySubject subject{.cds = entity.cds, .group = group};
    const GroupEvidence& evidence = entity.YearOf(rule.dashboard_year).EvidenceOf(group);
    for (const Test& test : rule.lowest) {
      // Of a school, English learner progress stands with all students.
      const bool elsewhere = test.indicator == Indicator::kEnglishLearnerProgress &&
                             entity.kind == EntityKind::kSchool && group != StudentGroup::kAll;
      if (elsewhere) continue;
      const Outcome outcome = JudgeTest(test, evidence);
      if (outcome == Outcome::kMet) subject.indicators.push_back(test.indicator);
      open = open || outcome == Outcome::kInsufficientData;
    }
    if (!subject.indicators.empty()) answer.subjects.push_back(std::move(subject));
    return open;
  }

  DutyAnswer LowestPerformance(const DutyRule& rule) const {
    DutyAnswer answer;
    bool open = false;
    for (const StudentGroup group : rules_.student_groups) {
      open = AddLowest(rule, history_, group, answer) || open;
    }
    // A charter school's groups are those of the LEA already.
    if (IsCharter()) open = AddLowest(rule, history_, StudentGroup::kAll, answer) || open;
    for (const EntityHistory* school : schools_) {
      open = AddLowest(rule, *school, StudentGroup::kAll, answer) || open;
      for (const StudentGroup group : rules_.student_groups) {
        open = AddLowest(rule, *school, group, answer) || open;
      }
    }
    answer.outcome = !answer.subjects.empty() ? Outcome::kMet
                     : open                   ? Outcome::kInsufficientData
                                              : Outcome::kNotMet;
    if (open) answer.reason = reason::kResultsMissing;
    return answer;
  }

  DutyAnswer EquityMultiplier(const DutyRule& rule) const {
    const Rulebook* multiplier = rulebooks_.Find(Program::kEquityMultiplier, rule.dashboard_year);
    if (multiplier == nullptr) {
      return {.outcome = Outcome::kInsufficientData, .reason = reason::kRuleUnknown};
    }
    DutyAnswer answer{.outcome = Outcome::kNotMet};
    bool listed = false;
    const auto add = [&](const EntityHistory& school) {
      if (!school.YearOf(rule.dashboard_year).multiplier) return;
      listed = true;
      const Determination determination = DetermineEquityMultiplier(*multiplier, school);
      answer.outcome = Or(answer.outcome, determination.eligibility);
      if (determination.eligibility == Outcome::kMet) {
        answer.subjects.push_back({.cds = school.cds});
      }
    };
    add(history_);
    for (const EntityHistory* school : schools_) add(*school);
    if (!listed) answer = {.outcome = Outcome::kInsufficientData};
    if (answer.outcome == Outcome::kInsufficientData) {
      answer.reason = reason::kMultiplierDataMissing;
    }
    return answer;
  }

  DutyAnswer Assistance() const {
    const Program program = IsCharter() ? Program::kCharter : Program::kLcff;
    const Rulebook* rules = rulebooks_.Find(program, rules_.dashboard_year);
    if (rules == nullptr) {
      return {.outcome = Outcome::kInsufficientData, .reason = reason::kRuleUnknown};
    }
    const Determination determination =
        Determine(rulebooks_, program, rules_.dashboard_year, history_, basis_);
    const bool intensive =
        determination.intensive && determination.intensive->outcome == Outcome::kMet;
    if (intensive || determination.eligibility == Outcome::kMet ||
        (!determination.status.empty() && determination.status != rules->status.general)) {
      return {.outcome = Outcome::kMet};
    }
    if (!determination.status.empty()) return {.outcome = Outcome::kNotMet};
    return {.outcome = Outcome::kInsufficientData, .reason = reason::kLettersUndecided};
  }

  const Rulebooks& rulebooks_;
  const Rulebook& rules_;
  const EntityHistory& history_;
  const LetterBasis basis_;
  const absl::Span<const EntityHistory* const> schools_;
};

}  // namespace

Determination DetermineLcap(const Rulebooks& rulebooks, const Rulebook& rules,
                            const EntityHistory& history, LetterBasis basis,
                            absl::Span<const EntityHistory* const> schools) {
  const LcapDuties duties(rulebooks, rules, history, basis, schools);
  Determination determination{.eligibility = Outcome::kNotMet};
  for (const DutyRule& duty : rules.duties) {
    determination.duties.push_back(duties.Judge(duty));
    determination.eligibility = Or(determination.eligibility, determination.duties.back().outcome);
    if (determination.reason.empty()) determination.reason = determination.duties.back().reason;
  }
  if (determination.eligibility != Outcome::kInsufficientData) {
    determination.reason.clear();
    const bool met = determination.eligibility == Outcome::kMet;
    determination.status = met ? rules.status.eligible : rules.status.general;
  }
  return determination;
}

}  // namespace sos::eligibility
