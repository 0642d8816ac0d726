// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/eligibility/analysis/explain/reasoning.h"
#include "services/eligibility/convert/convert.h"
#include "services/eligibility/domain/essa.h"

namespace sos::eligibility::explain {
namespace {

using v1::Reasoning;

// How a reading answers the question whether a school stays that no longer meets the tests.
Outcome Stays(v1::Reading leaves) {
  if (leaves == v1::READING_YES) return Outcome::kNotMet;
  return leaves == v1::READING_NO ? Outcome::kMet : Outcome::kInsufficientData;
}

class School {
 public:
  explicit School(const Context& context)
      : context_(context),
        essa_(context.rulebook.proto.essa()),
        rules_(*context.rulebook.rules.essa),
        prior_(essa::PriorStatus(context.rulebooks, rules_, context.rulebook.rules.dashboard_year,
                                 context.history())) {}

  Reasoning Eligible() const {
    Reasoning step = Step("essa", "In any of the categories.", Reasoning::COMBINATION_ANY_OF);
    if (context_.decision.determination.letter_basis == LetterBasis::kPublished) {
      for (const CategoryAnswer& category : context_.decision.determination.categories) {
        *step.add_parts() = Stated(category.category, "As the state published it.",
                                   category.outcome, category.reason);
      }
      Conclude(step);
      return step;
    }
    *step.add_parts() = LowGraduation();
    *step.add_parts() = LowPerforming();
    *step.add_parts() = BySupport(essa_.additional(), rules_.additional);
    if (rules_.targeted) {
      Reasoning targeted = Step(essa_.targeted().status(), "TSI: not for schools of ATSI.",
                                Reasoning::COMBINATION_ALL_OF);
      *targeted.mutable_citation() = essa_.targeted().citation();
      *targeted.add_parts() = BySupport(essa_.targeted(), *rules_.targeted);
      *targeted.add_parts() =
          Negated("not-atsi", Stated(essa_.additional().status(), "In ATSI, as above.",
                                     OutcomeOf(step.parts(2)), reason::kPriorStatusMissing));
      *targeted.add_parts() = Negated("was-not-atsi", Was(essa_.additional().status()));
      Conclude(targeted);
      *step.add_parts() = std::move(targeted);
    }
    Conclude(step);
    return step;
  }

 private:
  static Reasoning Negated(absl::string_view rule, Reasoning part) {
    Reasoning step = Step(rule, "Not so.", Reasoning::COMBINATION_NOT);
    *step.add_parts() = std::move(part);
    Conclude(step);
    return step;
  }

  Reasoning Was(const std::string& status) const {
    const std::string before =
        rules_.prior_year == 0 ? "There was no determination before this one."
        : !prior_              ? absl::StrCat("The status of ", rules_.prior_year, " is not known.")
                  : absl::StrCat("The status of ", rules_.prior_year, " was ", *prior_, ".");
    return Stated(absl::StrCat("was-", status), before,
                  prior_ ? FromBool(*prior_ == status) : Outcome::kInsufficientData,
                  reason::kPriorStatusMissing);
  }

  Reasoning LowGraduation() const {
    const LowGraduationRule& rule = rules_.low_graduation;
    const int year = context_.rulebook.rules.dashboard_year;
    const std::optional<Tenths> average = essa::GraduationAverage(rule, year, context_.history());
    Reasoning few = Stated(
        "graduation-average",
        absl::StrCat("The average graduation rate of ", rule.cohort_count, " cohorts ",
                     average ? absl::StrCat("is ", ToString(*average)) : "is not known",
                     "; the border is ", ToString(rule.below), "."),
        essa::GraduatesFew(rule, year, context_.history()), reason::kGraduationAverageMissing);
    Reasoning step = Step(rule.status,
                          rule.entry ? "An average graduation rate below the border."
                                     : "Was in the category, and is still below the border.",
                          Reasoning::COMBINATION_ALL_OF);
    *step.mutable_citation() = essa_.low_graduation().citation();
    if (!rule.entry) *step.add_parts() = Was(rule.status);
    *step.add_parts() = std::move(few);
    Conclude(step);
    return step;
  }

  // All students or a group perform low by the tests of `rulebook`.
  Reasoning Low(const v1::EssaRules& tests, StudentGroup group, int dashboard_year,
                int minimum_counted) const {
    std::string wanted;
    for (const v1::ColorCountCriterion& criterion : tests.criteria()) {
      absl::StrAppend(&wanted, wanted.empty() ? "" : "; ", criterion.description());
    }
    Reasoning step = Step("performs-low",
                          absl::StrCat(kStudentGroups.Label(group), " in ", dashboard_year,
                                       ", any of: ", wanted, "."),
                          Reasoning::COMBINATION_COLOR_COUNTS);
    step.set_student_group(ToProto(group));
    step.set_dashboard_year(dashboard_year);
    *step.mutable_citation() = tests.criteria(0).citation();
    for (const v1::ColorCountCriterion& criterion : tests.criteria()) {
      v1::ColorCountCriterion& added = *step.add_criteria();
      added = criterion;
      added.set_minimum_counted(std::max(criterion.minimum_counted(), minimum_counted));
    }
    for (const v1::CountedIndicator& indicator : tests.indicators()) {
      Reasoning& part = *step.add_parts();
      part = Tested(context_, indicator.lowest(), group, dashboard_year);
      if (indicator.has_second_lowest()) {
        *part.mutable_fact()->mutable_second_lowest() = indicator.second_lowest();
      }
    }
    Conclude(step);
    return step;
  }

  // Was in the category and stays: it meets the tests, or the reading lets it stay.
  Reasoning StaysIn(const std::string& status, v1::Reading leaves, Outcome tests) const {
    Reasoning step =
        Step("stays", absl::StrCat("Was ", status, " and stays."), Reasoning::COMBINATION_ALL_OF);
    *step.add_parts() = Was(status);
    Reasoning& either = *step.add_parts();
    either =
        Step("stays-by", "Still meets the tests, or does not leave when it meets them no more.",
             Reasoning::COMBINATION_ANY_OF);
    *either.add_parts() = Stated("tests", "The tests, as above.", tests, reason::kResultsMissing);
    *either.add_parts() =
        Stated("leaves-when-not-met", "A school that meets the tests no more stays all the same.",
               Stays(leaves), reason::kExitConditionsUnknown);
    Conclude(either);
    Conclude(step);
    return step;
  }

  Reasoning LowPerforming() const {
    const v1::LowPerformingRule& rule = essa_.low_performing();
    Reasoning low = Low(essa_, StudentGroup::kAll, context_.rulebook.rules.dashboard_year, 1);
    const Outcome tests = OutcomeOf(low);
    Reasoning step =
        Step(rule.status(), "All students perform low.", Reasoning::COMBINATION_ANY_OF);
    *step.mutable_citation() = rule.citation();
    Reasoning enters =
        Step("enters", "Performs low and received Title I funds.", Reasoning::COMBINATION_ALL_OF);
    *enters.add_parts() = Stated(
        "entry", rule.entry() ? "Schools enter in this year." : "No school enters in this year.",
        FromBool(rule.entry()));
    *enters.add_parts() = std::move(low);
    if (rule.entry()) {
      *enters.add_parts() = Stated("title-i",
                                   absl::StrCat("Title I funds in the school year that ends in ",
                                                rule.title_i_school_year(), "."),
                                   essa::ReceivesTitleI(rules_.low_performing, context_.history()),
                                   reason::kTitleIMissing);
    }
    Conclude(enters);
    *step.add_parts() = std::move(enters);
    *step.add_parts() = StaysIn(rule.status(), rule.leaves_when_not_met(), tests);
    Conclude(step);
    return step;
  }

  Reasoning GroupStep(const GroupSupportRule& rule, StudentGroup group) const {
    Reasoning step = Step("group", absl::StrCat(kStudentGroups.Label(group), " in every year."),
                          Reasoning::COMBINATION_ALL_OF);
    step.set_student_group(ToProto(group));
    for (const GroupSupportYear& year : rule.years) {
      const LoadedRulebook* tests =
          context_.library.Find(RulebookName(Program::kEssa, year.rulebook_year));
      *step.add_parts() =
          tests == nullptr
              ? Stated("performs-low", absl::StrCat("No rules of ", year.rulebook_year, "."),
                       Outcome::kInsufficientData, reason::kResultsMissing)
              : Low(tests->proto.essa(), group, year.dashboard_year, rule.minimum_counted);
    }
    Conclude(step);
    return step;
  }

  Reasoning BySupport(const v1::GroupSupportRule& proto, const GroupSupportRule& rule) const {
    Reasoning groups =
        Step("groups", "A student group performs low.", Reasoning::COMBINATION_ANY_OF);
    for (const StudentGroup group : context_.rulebook.rules.student_groups) {
      *groups.add_parts() = GroupStep(rule, group);
    }
    const Outcome tests = Conclude(groups);
    Reasoning enters =
        Step("enters", "Schools enter by their groups.", Reasoning::COMBINATION_ALL_OF);
    *enters.add_parts() = Stated(
        "entry", rule.entry ? "Schools enter in this year." : "No school enters in this year.",
        FromBool(rule.entry));
    *enters.add_parts() = std::move(groups);
    Conclude(enters);
    Reasoning step =
        Step(proto.status(), "A student group performs low.", Reasoning::COMBINATION_ANY_OF);
    *step.mutable_citation() = proto.citation();
    *step.add_parts() = std::move(enters);
    *step.add_parts() = StaysIn(proto.status(), proto.leaves_when_not_met(), tests);
    Conclude(step);
    return step;
  }

  const Context& context_;
  const v1::EssaRules& essa_;
  const EssaRules& rules_;
  const std::optional<std::string> prior_;
};

}  // namespace

void ExplainEssa(const Context& context, v1::DeterminationExplanation& explanation) {
  *explanation.mutable_reasoning() = School(context).Eligible();
}

}  // namespace sos::eligibility::explain
