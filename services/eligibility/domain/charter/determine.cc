// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/charter/determine.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/eligibility/domain/lcff/criteria.h"
#include "services/eligibility/domain/lcff/recurrence.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

// One year's criteria; of a year without LCFF rules nothing is known.
struct Year {
  int dashboard_year = 0;
  const Rulebook* rulebook = nullptr;
  YearCriteria criteria;
  // Every rating that the year looks at was submitted.
  bool local_indicators_known = false;
};

std::vector<Year> JudgeYears(const Question& asked) {
  const CharterRules& rules = asked.rules<CharterRules>();
  std::vector<Year> years;
  for (const int dashboard_year : rules.dashboard_years) {
    Year& year = years.emplace_back(
        Year{dashboard_year, asked.rulebooks.Find(Program::kLcff, dashboard_year), {}, false});
    if (year.rulebook == nullptr) continue;
    // No charter school is late: the certification of method 4 is asked of districts only.
    year.criteria = JudgeYear(
        *year.rulebook, asked.history, asked.basis, asked.detail,
        {.local_indicators_count = rules.local_indicators_count, .highest_method = kMethodOfBoth});
    // Known ratings leave an answer open only because of the petition.
    const std::vector<LocalAnswer> counted = JudgeLocals(*year.rulebook, asked.history);
    year.local_indicators_known = std::none_of(
        counted.begin(), counted.end(),
        [](const LocalAnswer& local) { return local.outcome == Outcome::kInsufficientData; });
  }
  return years;
}

bool InForce(const std::vector<MethodAnswer>& methods, int number) {
  return std::any_of(methods.begin(), methods.end(), [number](const MethodAnswer& answer) {
    return answer.method->number == number;
  });
}

const GroupAnswer* AnswerOf(const Year& year, StudentGroup group) {
  const std::vector<GroupAnswer>& groups = year.criteria.groups;
  const auto found = std::find_if(groups.begin(), groups.end(),
                                  [group](const auto& answer) { return answer.group == group; });
  return found == groups.end() ? nullptr : &*found;
}

// Whether the group met the criteria of the year: by two state priorities, or because local
// indicators that are not met are not met for every group: two of them, or one with a state
// priority of the group's own. That another group meets the criteria otherwise takes nothing away.
Outcome MetByGroup(const Year& year, StudentGroup group) {
  if (year.rulebook == nullptr) return Outcome::kInsufficientData;
  const GroupAnswer* answer = AnswerOf(year, group);
  if (answer == nullptr) return Outcome::kNotMet;
  const std::vector<MethodAnswer>& methods = year.criteria.methods;
  Outcome met = Or(answer->outcome, OutcomeOf(methods, kMethodOfLocalIndicators));
  if (!InForce(methods, kMethodOfBoth)) return met;
  for (const LocalAnswer& local : year.criteria.local_indicators) {
    for (const PriorityAnswer& priority : answer->priorities) {
      if (priority.priority == local.priority) continue;
      met = Or(met, And(local.outcome, priority.outcome));
    }
  }
  return met;
}

absl::string_view OpenReason(const std::vector<Year>& years) {
  for (const Year& year : years) {
    if (year.rulebook == nullptr) return reason::kHistoryMissing;
    for (const MethodAnswer& method : year.criteria.methods) {
      if (method.reason.empty()) continue;
      return method.reason == reason::kLocalIndicatorsMissing && year.local_indicators_known
                 ? reason::kPetitionUnknown
                 : method.reason;
    }
  }
  return reason::kResultsMissing;
}

class CharterSchool {
 public:
  explicit CharterSchool(const Question& asked)
      : asked_(asked), rules_(asked.rules<CharterRules>()), years_(JudgeYears(asked)) {}

  Determination Determine() {
    Determination determination{.rests_on_inferred_rule = rules_.citation.IsInferred()};
    Finding same_group = BySameGroup(determination.groups);
    CharterAnswer answer;
    if (!years_.empty() && years_.back().rulebook != nullptr) {
      const YearCriteria& current = years_.back().criteria;
      determination.letter_basis = current.basis;
      answer.methods = current.methods;
      answer.local_indicators = current.local_indicators;
      if (rules_.intensive) {
        answer.intensive = JudgeRecurrence(asked_.rulebooks, *rules_.intensive,
                                           *years_.back().rulebook, asked_.history, &current);
        determination.further.push_back(
            RecurrenceFinding("ec47607.3", *answer.intensive, asked_.detail));
      }
    }
    const Outcome by_group = same_group.outcome;
    Finding met_in_years = MetInYears();
    const Outcome by_year = met_in_years.outcome;
    determination.root = Eligible(std::move(same_group), std::move(met_in_years));
    determination.eligibility = determination.root.outcome;
    if (determination.eligibility == Outcome::kInsufficientData) {
      const bool readings_differ = And(by_group, by_year) != Outcome::kInsufficientData &&
                                   by_year != Outcome::kInsufficientData;
      determination.reason = readings_differ ? reason::kSameGroupUnknown : OpenReason(years_);
    } else {
      const StatusRule& status = asked_.rulebook.status;
      determination.status =
          determination.eligibility == Outcome::kMet ? status.eligible : status.general;
    }
    if (answer.intensive && answer.intensive->outcome == Outcome::kMet) {
      determination.support_case = SupportCase::kIntensive;
    } else if (determination.eligibility == Outcome::kMet) {
      determination.support_case = asked_.history.cds.Lea().IsCountyOffice()
                                       ? SupportCase::kCharterOfCountyOffice
                                       : SupportCase::kCharter;
    }
    determination.answer = std::move(answer);
    return determination;
  }

 private:
  // By the same group, or, as the rule is read, by any.
  Finding Eligible(Finding same_group, Finding met_in_years) const {
    const bool required = rules_.same_group_required == Reading::kYes;
    Finding root = Step("charter", required ? Combination::kAllOf : Combination::kAnyOf);
    root.citation = &rules_.citation;
    Say(asked_.detail, root, [required] {
      return required ? "By the same group, in each of the years."
                      : "By the same group, or by any if that suffices.";
    });
    root.parts.push_back(std::move(same_group));
    if (required) {
      root.parts.push_back(std::move(met_in_years));
    } else {
      Finding& any = root.parts.emplace_back(Step("any-group", Combination::kAllOf));
      Say(asked_.detail, any, [] { return "By any group in each of the years."; });
      any.parts.push_back(std::move(met_in_years));
      Finding& suffice = any.parts.emplace_back(Stated(
          "different-groups-suffice",
          rules_.same_group_required == Reading::kNo ? Outcome::kMet : Outcome::kInsufficientData,
          reason::kSameGroupUnknown));
      Say(asked_.detail, suffice, [] { return "Different groups in different years suffice."; });
      Conclude(any);
    }
    Conclude(root);
    return root;
  }

  // The same group met the criteria often enough. Adds the groups' answers to `groups`.
  Finding BySameGroup(std::vector<GroupAnswer>& groups) const {
    Finding finding = Step("same-group", Combination::kAnyOf);
    Say(asked_.detail, finding, [] { return "The same group met them in each."; });
    for (const StudentGroup group : asked_.rulebook.student_groups) {
      GroupAnswer& answer = groups.emplace_back(GroupAnswer{.group = group});
      Finding& of_group = finding.parts.emplace_back(Step("group", Combination::kAtLeast));
      of_group.threshold = rules_.minimum_year_count;
      of_group.group = group;
      Say(asked_.detail, of_group, [&] { return std::string(kStudentGroups.Label(group)); });
      for (const Year& year : years_) {
        const GroupAnswer* found = year.rulebook == nullptr ? nullptr : AnswerOf(year, group);
        const bool lettered = found != nullptr && found->letter_decided;
        answer.years.push_back(
            {.dashboard_year = year.rulebook == nullptr ? 0 : year.dashboard_year,
             .outcome = MetByGroup(year, group),
             .letter = lettered ? found->letter : '\0'});
        of_group.parts.push_back(GroupYear(group, answer.years.back()));
      }
      answer.outcome = Conclude(of_group);
      answer.letter_decided = answer.outcome != Outcome::kInsufficientData;
      if (!answer.letter_decided) answer.reason = OpenReason(years_);
    }
    Conclude(finding);
    return finding;
  }

  Finding GroupYear(StudentGroup group, const YearOutcome& year) const {
    Finding finding = Stated("group-year", year.outcome, reason::kLettersUndecided);
    finding.group = group;
    finding.dashboard_year = year.dashboard_year;
    Say(asked_.detail, finding,
        [&] { return absl::StrCat("In ", year.dashboard_year, ", as below."); });
    return finding;
  }

  // The years' criteria, and what their combination asks for. Takes the findings of the years.
  Finding MetInYears() {
    Finding finding = Step("met-in-years", Combination::kAtLeast);
    finding.threshold = rules_.minimum_year_count;
    Say(asked_.detail, finding, [&] {
      return absl::StrCat("The criteria are met in ", rules_.minimum_year_count, " years or more.");
    });
    for (Year& year : years_) {
      if (year.rulebook != nullptr) {
        finding.parts.push_back(std::move(year.criteria.finding));
        continue;
      }
      Finding& unknown = finding.parts.emplace_back(
          Stated("criteria", Outcome::kInsufficientData, reason::kHistoryMissing));
      Say(asked_.detail, unknown,
          [&] { return absl::StrCat("No rules of ", year.dashboard_year, "."); });
    }
    Conclude(finding);
    return finding;
  }

  const Question& asked_;
  const CharterRules& rules_;
  std::vector<Year> years_;
};

}  // namespace

Determination DetermineCharter(const Question& asked) { return CharterSchool(asked).Determine(); }

bool CharterDecidesOn(const Rulebook& /*rulebook*/, const EntityHistory& history) {
  return history.kind == EntityKind::kCharterSchool;
}

void AddCharterYears(const Rulebook& rulebook, RequiredYears& years) {
  const CharterRules& rules = rulebook.Of<CharterRules>();
  years.Add(rules.intensive);
  for (const int year : rules.dashboard_years) years.AddLcffCriteria(year);
}

}  // namespace sos::eligibility
