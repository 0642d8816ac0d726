// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/eligibility/analysis/explain/reasoning.h"
#include "services/eligibility/convert/convert.h"
#include "services/eligibility/domain/lcff.h"

namespace sos::eligibility::explain {
namespace {

using v1::Reasoning;

constexpr int kMethodCount = 4;

std::string Name(StudentGroup group) { return std::string(kStudentGroups.Label(group)); }

class Year {
 public:
  Year(const Context& context, const LoadedRulebook& rulebook, LetterBasis basis)
      : context_(context),
        proto_(rulebook.proto),
        rules_(rulebook.rules),
        criteria_(JudgeYear(rulebook.rules, context.history(), basis,
                            context.rulebook.rules.charter
                                ? context.rulebook.rules.charter->local_indicators_count
                                : Reading::kYes)) {}

  Reasoning Eligible(int highest_method) const {
    Reasoning eligible =
        Step(absl::StrCat("criteria-", rules_.dashboard_year),
             absl::StrCat("By any of the methods in force in ", rules_.dashboard_year, "."),
             Reasoning::COMBINATION_ANY_OF);
    eligible.set_dashboard_year(rules_.dashboard_year);
    for (const v1::Method& method : proto_.methods()) {
      if (method.number() > highest_method) continue;
      Reasoning& added = *eligible.add_parts();
      added = MethodStep(method);
      added.set_dashboard_year(rules_.dashboard_year);
      *added.mutable_citation() = method.citation();
    }
    Conclude(eligible);
    return eligible;
  }

 private:
  Reasoning MethodStep(const v1::Method& method) const {
    const std::string rule = absl::StrCat("method-", method.number());
    for (const MethodAnswer& answer : criteria_.methods) {
      if (answer.method != method.number() || !answer.published) continue;
      return Stated(rule, absl::StrCat(method.description(), " As the state published it."),
                    answer.outcome);
    }
    switch (method.number()) {
      case 1:
        return Method1(rule, method.description());
      case 2:
        return Method2(rule, method.description());
      case 3:
        return Method3(rule, method.description());
      default:
        return Stated(rule, method.description(), MethodOutcome(method.number()),
                      reason::kLateCertificationListMissing);
    }
  }

  Outcome MethodOutcome(int number) const {
    for (const MethodAnswer& method : criteria_.methods) {
      if (method.method == number) return method.outcome;
    }
    return Outcome::kNotMet;
  }

  Reasoning Method1(const std::string& rule, const std::string& description) const {
    Reasoning step = Step(rule, description, Reasoning::COMBINATION_ANY_OF);
    for (const GroupAnswer& group : criteria_.groups) *step.add_parts() = GroupStep(group);
    Conclude(step);
    return step;
  }

  Reasoning GroupStep(const GroupAnswer& answer) const {
    if (answer.priorities.empty()) {
      Reasoning step = Stated(
          "published-letter",
          answer.letter != 0 ? absl::StrCat(Name(answer.group), ": the state published letter ",
                                            std::string(1, answer.letter), ".")
                             : absl::StrCat(Name(answer.group), ": the state published no letter."),
          answer.outcome);
      step.set_student_group(ToProto(answer.group));
      return step;
    }
    Reasoning step = Step("group", absl::StrCat(Name(answer.group), ": two priorities or more."),
                          Reasoning::COMBINATION_AT_LEAST);
    step.set_threshold(kPrioritiesForALetter);
    step.set_student_group(ToProto(answer.group));
    for (int i = 0; i < proto_.priorities_size(); ++i) {
      *step.add_parts() = PriorityStep(proto_.priorities(i),
                                       rules_.priorities[static_cast<size_t>(i)], answer.group);
    }
    Conclude(step);
    return step;
  }

  // `criteria` are those of `priority`.
  Reasoning PriorityStep(const v1::PriorityCriteria& priority, const PriorityCriteria& criteria,
                         StudentGroup group) const {
    Reasoning step =
        Step(absl::StrCat("priority-", priority.priority()),
             absl::StrCat("Priority ", priority.priority(), "."), Reasoning::COMBINATION_ANY_OF);
    step.set_student_group(ToProto(group));
    *step.mutable_citation() = priority.citation();
    for (int i = 0; i < priority.any_of_size(); ++i) {
      if (!Concerns(criteria.any_of[static_cast<size_t>(i)], group)) continue;
      const v1::Criterion& criterion = priority.any_of(i);
      Reasoning& all = *step.add_parts();
      all = Step("criterion", "All of these.", Reasoning::COMBINATION_ALL_OF);
      all.set_student_group(ToProto(group));
      for (const v1::Test& test : criterion.all_of()) {
        *all.add_parts() = Tested(context_, test, group, rules_.dashboard_year);
      }
      Conclude(all);
    }
    Conclude(step);
    return step;
  }

  Reasoning LocalStep(const LocalAnswer& local) const {
    return Stated(absl::StrCat("local-indicator-", local.priority),
                  absl::StrCat("The local indicator of priority ", local.priority,
                               " is Not Met for Two or More Years."),
                  local.outcome, reason::kLocalIndicatorsMissing);
  }

  Reasoning Method2(const std::string& rule, const std::string& description) const {
    Reasoning step = Step(rule, description, Reasoning::COMBINATION_AT_LEAST);
    step.set_threshold(kLocalIndicatorsForMethod2);
    for (const LocalAnswer& local : criteria_.local_indicators)
      *step.add_parts() = LocalStep(local);
    Conclude(step);
    return step;
  }

  // A part of method 3: the other method is not met.
  Reasoning Unless(int number) const {
    Reasoning step =
        Step("not", absl::StrCat("Not by method ", number, "."), Reasoning::COMBINATION_NOT);
    *step.add_parts() =
        Stated(absl::StrCat("method-", number), absl::StrCat("Method ", number, ", as above."),
               MethodOutcome(number), reason::kLettersUndecided);
    Conclude(step);
    return step;
  }

  Reasoning Method3(const std::string& rule, const std::string& description) const {
    Reasoning step = Step(rule, description, Reasoning::COMBINATION_ALL_OF);
    *step.add_parts() = Unless(1);
    *step.add_parts() = Unless(2);
    Reasoning any = Step("local-and-state", "One local indicator and a group in another priority.",
                         Reasoning::COMBINATION_ANY_OF);
    for (const LocalAnswer& local : criteria_.local_indicators) {
      Reasoning& both = *any.add_parts();
      both =
          Step("both", absl::StrCat("With the local indicator of priority ", local.priority, "."),
               Reasoning::COMBINATION_ALL_OF);
      *both.add_parts() = LocalStep(local);
      *both.add_parts() = OtherPriority(local.priority);
      Conclude(both);
    }
    Conclude(any);
    *step.add_parts() = std::move(any);
    Conclude(step);
    return step;
  }

  Reasoning OtherPriority(int local_priority) const {
    Reasoning step =
        Step("another-priority",
             absl::StrCat("A group in a state priority other than ", local_priority, "."),
             Reasoning::COMBINATION_ANY_OF);
    for (const GroupAnswer& group : criteria_.groups) {
      if (group.priorities.empty()) {
        Reasoning& published = *step.add_parts();
        published = Stated("published-letter",
                           absl::StrCat(Name(group.group), ": by its published letter."),
                           group.letter != 0 ? Outcome::kMet : Outcome::kInsufficientData,
                           reason::kSinglePrioritiesUnknown);
        published.set_student_group(ToProto(group.group));
      }
      for (const PriorityAnswer& priority : group.priorities) {
        if (priority.priority == local_priority || priority.outcome == Outcome::kNotMet) continue;
        Reasoning& state = *step.add_parts();
        state = Stated(
            absl::StrCat("priority-", priority.priority),
            absl::StrCat(Name(group.group), " in priority ", priority.priority, ", as above."),
            priority.outcome, reason::kLettersUndecided);
        state.set_student_group(ToProto(group.group));
      }
    }
    Conclude(step);
    return step;
  }

  const Context& context_;
  const v1::Rulebook& proto_;
  const Rulebook& rules_;
  const YearCriteria criteria_;
};

}  // namespace

Reasoning LcffYear(const Context& context, const LoadedRulebook& rulebook, LetterBasis basis,
                   int highest_method) {
  return Year(context, rulebook, basis).Eligible(highest_method);
}

Reasoning Recurrence(absl::string_view rule_name, const RecurrenceAnswer& answer,
                     const v1::RecurrenceRule& rule) {
  Reasoning step = Stated(
      rule_name,
      answer.years.empty()
          ? std::string("The rule concerns districts only.")
          : absl::StrCat("At least ", rule.minimum_group_count(),
                         " student groups met the criteria in at least ", rule.minimum_year_count(),
                         " of ", absl::StrJoin(rule.dashboard_years(), ", "),
                         rule.all_groups_if_fewer() ? ", or all of an LEA with fewer." : "."),
      answer.outcome, answer.reason);
  *step.mutable_citation() = rule.citation();
  for (const YearGroups& year : answer.years) {
    Reasoning& of_year = *step.add_parts();
    std::string groups;
    Outcome any =
        year.basis == LetterBasis::kUnknown ? Outcome::kInsufficientData : Outcome::kNotMet;
    for (const auto& [group, outcome] : year.outcomes) {
      any = Or(any, outcome);
      if (outcome == Outcome::kMet) absl::StrAppend(&groups, " ", kStudentGroups.Code(group));
    }
    of_year = Stated(
        "year",
        year.basis == LetterBasis::kUnknown
            ? absl::StrCat(year.dashboard_year, ": nothing is known.")
            : absl::StrCat(year.dashboard_year, ", ",
                           year.basis == LetterBasis::kPublished ? "as published" : "from results",
                           ":", groups.empty() ? " no group" : groups, "."),
        any, reason::kHistoryMissing);
    of_year.set_dashboard_year(year.dashboard_year);
  }
  return step;
}

void ExplainLcff(const Context& context, v1::DeterminationExplanation& explanation) {
  const Determination& determination = context.decision.determination;
  *explanation.mutable_reasoning() =
      LcffYear(context, context.rulebook, determination.letter_basis, kMethodCount);
  if (determination.intensive) {
    *explanation.add_further() =
        Recurrence("ec52072", *determination.intensive, context.rulebook.proto.intensive());
  }
  if (determination.geographic_lead) {
    *explanation.add_further() = Recurrence("ec52071f", *determination.geographic_lead,
                                            context.rulebook.proto.geographic_lead());
  }
}

}  // namespace sos::eligibility::explain
