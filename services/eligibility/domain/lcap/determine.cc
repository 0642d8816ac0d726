// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/lcap/determine.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/eligibility/domain/equity_multiplier/determine.h"
#include "services/eligibility/domain/lcff/criteria.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

class LcapDuties {
 public:
  explicit LcapDuties(const Question& asked) : asked_(asked) {}

  // The duty's answer, with its rule.
  DutyAnswer Judge(const DutyRule& rule) const {
    DutyAnswer answer = JudgeByKind(rule);
    answer.rule = &rule;
    return answer;
  }

 private:
  DutyAnswer JudgeByKind(const DutyRule& rule) const {
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
      case DutyKind::kMissingInput:
        return Missing(rule);
      case DutyKind::kLowPerformingSchools:
      case DutyKind::kLanguagePrograms:
      case DutyKind::kNone:
        break;
    }
    return {.outcome = Outcome::kInsufficientData, .reason = reason::kRuleUnknown};
  }

  // Nothing that was loaded, or no rulebook, could say it.
  static DutyAnswer Missing(const DutyRule& rule) {
    return {.outcome = Outcome::kInsufficientData,
            .reason = rule.missing_reason.empty() ? reason::kRuleUnknown
                                                  : absl::string_view(rule.missing_reason)};
  }

  bool IsCharter() const { return asked_.history.kind == EntityKind::kCharterSchool; }

  DutyAnswer RecurringGroups(const DutyRule& rule) const {
    // No charter school was judged before 2023.
    if (IsCharter()) return {.outcome = Outcome::kNotMet};
    const Rulebook* last =
        asked_.rulebooks.Find(Program::kLcff, rule.recurrence.dashboard_years.back());
    if (last == nullptr) {
      return {.outcome = Outcome::kInsufficientData, .reason = reason::kHistoryMissing};
    }
    const RecurrenceAnswer recurrence =
        JudgeRecurrence(asked_.rulebooks, rule.recurrence, *last, asked_.history, nullptr);
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
    for (const StudentGroup group : asked_.rulebook.student_groups) {
      open = AddLowest(rule, asked_.history, group, answer) || open;
    }
    // A charter school's groups are those of the LEA already.
    if (IsCharter()) open = AddLowest(rule, asked_.history, StudentGroup::kAll, answer) || open;
    for (const EntityHistory* school : asked_.schools) {
      open = AddLowest(rule, *school, StudentGroup::kAll, answer) || open;
      for (const StudentGroup group : asked_.rulebook.student_groups) {
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
    const Rulebook* multiplier =
        asked_.rulebooks.Find(Program::kEquityMultiplier, rule.dashboard_year);
    if (multiplier == nullptr) return Missing(rule);
    DutyAnswer answer{.outcome = Outcome::kNotMet};
    bool listed = false;
    const auto add = [&](const EntityHistory& school) {
      if (!school.YearOf(rule.dashboard_year).multiplier) return;
      listed = true;
      const Determination determination = DetermineEquityMultiplier({.rulebooks = asked_.rulebooks,
                                                                     .rulebook = *multiplier,
                                                                     .history = school,
                                                                     .detail = Detail::kAnswer});
      answer.outcome = Or(answer.outcome, determination.eligibility);
      if (determination.eligibility == Outcome::kMet) {
        answer.subjects.push_back({.cds = school.cds});
      }
    };
    add(asked_.history);
    for (const EntityHistory* school : asked_.schools) add(*school);
    if (!listed) answer = {.outcome = Outcome::kInsufficientData};
    if (answer.outcome == Outcome::kInsufficientData) {
      answer.reason = reason::kMultiplierDataMissing;
    }
    return answer;
  }

  DutyAnswer Assistance() const {
    const Program program = IsCharter() ? Program::kCharter : Program::kLcff;
    const Rulebook* rules = asked_.rulebooks.Find(program, asked_.dashboard_year());
    if (rules == nullptr) {
      return {.outcome = Outcome::kInsufficientData, .reason = reason::kRuleUnknown};
    }
    const Determination determination = Determine({.rulebooks = asked_.rulebooks,
                                                   .rulebook = *rules,
                                                   .history = asked_.history,
                                                   .basis = asked_.basis,
                                                   .detail = Detail::kAnswer});
    const std::optional<RecurrenceAnswer>& recurrence =
        IsCharter() ? determination.As<CharterAnswer>()->intensive
                    : determination.As<LcffAnswer>()->intensive;
    const bool intensive = recurrence && recurrence->outcome == Outcome::kMet;
    if (intensive || determination.eligibility == Outcome::kMet ||
        (!determination.status.empty() && determination.status != rules->status.general)) {
      return {.outcome = Outcome::kMet};
    }
    if (!determination.status.empty()) return {.outcome = Outcome::kNotMet};
    return {.outcome = Outcome::kInsufficientData, .reason = reason::kLettersUndecided};
  }

  const Question& asked_;
};

// The duty in its rulebook's words, with whom it is about.
Finding DutyFinding(const DutyAnswer& duty, Detail detail) {
  Finding finding = Stated(duty.rule->name, duty.outcome, duty.reason);
  finding.citation = &duty.rule->citation;
  Say(detail, finding, [&] { return duty.rule->description; });
  for (const StudentGroup group : duty.groups) {
    Finding& about = finding.parts.emplace_back(Stated("group", Outcome::kMet));
    about.group = group;
    Say(detail, about, [group] { return std::string(kStudentGroups.Label(group)); });
  }
  for (const DutySubject& subject : duty.subjects) {
    Finding& about = finding.parts.emplace_back(Stated("subject", Outcome::kMet));
    about.group = subject.group;
    Say(detail, about, [&] {
      std::string words =
          absl::StrCat(subject.cds.text(), ", ", kStudentGroups.Label(subject.group));
      if (!subject.indicators.empty()) words += ":";
      for (const Indicator indicator : subject.indicators) {
        absl::StrAppend(&words, " ", kIndicators.Code(indicator));
      }
      return words;
    });
  }
  return finding;
}

}  // namespace

Determination DetermineLcap(const Question& asked) {
  const LcapDuties duties(asked);
  const LcapRules& rules = asked.rules<LcapRules>();
  Determination determination{
      .rests_on_inferred_rule = absl::c_any_of(
          rules.duties, [](const DutyRule& rule) { return rule.citation.IsInferred(); })};
  determination.root = Step("lcap", Combination::kAnyOf);
  Say(asked.detail, determination.root, [] { return "Any of the duties."; });
  LcapAnswer answer;
  for (const DutyRule& rule : rules.duties) {
    const DutyAnswer& duty = answer.duties.emplace_back(duties.Judge(rule));
    determination.root.parts.push_back(DutyFinding(duty, asked.detail));
    if (determination.reason.empty()) determination.reason = duty.reason;
  }
  determination.eligibility = Conclude(determination.root);
  if (determination.eligibility != Outcome::kInsufficientData) {
    determination.reason = "";
    const bool met = determination.eligibility == Outcome::kMet;
    determination.status = met ? asked.rulebook.status.eligible : asked.rulebook.status.general;
  }
  determination.answer = std::move(answer);
  return determination;
}

bool LcapDecidesOn(const Rulebook& /*rulebook*/, const EntityHistory& history) {
  return history.kind != EntityKind::kSchool;
}

void AddLcapYears(const Rulebook& rulebook, RequiredYears& years) {
  for (const DutyRule& duty : rulebook.Of<LcapRules>().duties) {
    if (duty.dashboard_year != 0) years.Add(duty.dashboard_year);
    for (const int year : duty.recurrence.dashboard_years) years.Add(year);
    if (duty.kind == DutyKind::kAssistance) {
      years.AddDetermination(Program::kLcff, rulebook.dashboard_year);
      years.AddDetermination(Program::kCharter, rulebook.dashboard_year);
    }
  }
}

}  // namespace sos::eligibility
