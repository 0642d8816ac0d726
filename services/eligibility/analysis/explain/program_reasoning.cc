// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/eligibility/analysis/explain/reasoning.h"
#include "services/eligibility/convert/convert.h"
#include "services/eligibility/domain/charter.h"

namespace sos::eligibility::explain {
namespace {

using v1::Reasoning;

constexpr int kMethodsOfCharterSchools = 3;

// The years' criteria, and what their combination asks for.
Reasoning MetInYears(const Context& context) {
  const v1::CharterRules& rule = context.rulebook.proto.charter();
  Reasoning step =
      Step("met-in-years",
           absl::StrCat("The criteria are met in ", rule.minimum_year_count(), " years or more."),
           Reasoning::COMBINATION_AT_LEAST);
  step.set_threshold(rule.minimum_year_count());
  for (const int year : rule.dashboard_years()) {
    const LoadedRulebook* rulebook = context.library.Find(RulebookName(Program::kLcff, year));
    *step.add_parts() =
        rulebook == nullptr
            ? Stated("criteria", absl::StrCat("No rules of ", year, "."),
                     Outcome::kInsufficientData, reason::kHistoryMissing)
            : LcffYear(context, *rulebook, context.decision.determination.letter_basis,
                       kMethodsOfCharterSchools);
  }
  Conclude(step);
  return step;
}

Reasoning BySameGroup(const Context& context) {
  const v1::CharterRules& rule = context.rulebook.proto.charter();
  Reasoning step =
      Step("same-group", "The same group met them in each.", Reasoning::COMBINATION_ANY_OF);
  for (const GroupAnswer& group : context.decision.determination.groups) {
    Reasoning& of_group = *step.add_parts();
    of_group = Step("group", std::string(kStudentGroups.Label(group.group)),
                    Reasoning::COMBINATION_AT_LEAST);
    of_group.set_threshold(rule.minimum_year_count());
    of_group.set_student_group(ToProto(group.group));
    for (const YearOutcome& year : group.years) {
      Reasoning& of_year = *of_group.add_parts();
      of_year = Stated("group-year", absl::StrCat("In ", year.dashboard_year, ", as below."),
                       year.outcome, reason::kLettersUndecided);
      of_year.set_student_group(ToProto(group.group));
      of_year.set_dashboard_year(year.dashboard_year);
    }
    Conclude(of_group);
  }
  Conclude(step);
  return step;
}

}  // namespace

void ExplainCharter(const Context& context, v1::DeterminationExplanation& explanation) {
  const v1::CharterRules& rule = context.rulebook.proto.charter();
  Reasoning& root = *explanation.mutable_reasoning();
  if (rule.same_group_required() == v1::READING_YES) {
    root =
        Step("charter", "By the same group, in each of the years.", Reasoning::COMBINATION_ALL_OF);
    *root.add_parts() = BySameGroup(context);
    *root.add_parts() = MetInYears(context);
  } else {
    root = Step("charter", "By the same group, or by any if that suffices.",
                Reasoning::COMBINATION_ANY_OF);
    *root.add_parts() = BySameGroup(context);
    Reasoning& any = *root.add_parts();
    any = Step("any-group", "By any group in each of the years.", Reasoning::COMBINATION_ALL_OF);
    *any.add_parts() = MetInYears(context);
    *any.add_parts() = Stated(
        "different-groups-suffice", "Different groups in different years suffice.",
        rule.same_group_required() == v1::READING_NO ? Outcome::kMet : Outcome::kInsufficientData,
        reason::kSameGroupUnknown);
    Conclude(any);
  }
  *root.mutable_citation() = rule.citation();
  Conclude(root);
  const Determination& determination = context.decision.determination;
  if (determination.intensive) {
    *explanation.add_further() =
        Recurrence("ec47607.3", *determination.intensive, context.rulebook.proto.intensive());
  }
}

void ExplainEquityMultiplier(const Context& context, v1::DeterminationExplanation& explanation) {
  Reasoning& root = *explanation.mutable_reasoning();
  const std::optional<MultiplierAnswer>& answer = context.decision.determination.multiplier;
  root = Step("equity-multiplier", "All of these.", Reasoning::COMBINATION_ALL_OF);
  const v1::EquityMultiplierRules& rules = context.rulebook.proto.equity_multiplier();
  *root.mutable_citation() = rules.citation();
  const auto rate = [&](absl::string_view rule, absl::string_view what, int64_t part,
                        int64_t thousandths, int threshold, Outcome outcome) {
    *root.add_parts() =
        Stated(rule,
               absl::StrCat(what, ": ", part, " of ", answer->counts.enrollment, ", ", thousandths,
                            " thousandths; more than ", threshold, " wanted."),
               outcome, reason::kRoundingUnknown);
  };
  if (answer) {
    rate("nonstability", "Students not enrolled without a break", answer->counts.nonstable,
         answer->nonstability_thousandths, rules.nonstability_above_thousandths(),
         answer->nonstability);
    rate("disadvantaged", "Socioeconomically disadvantaged students", answer->counts.disadvantaged,
         answer->disadvantaged_thousandths, rules.disadvantaged_above_thousandths(),
         answer->disadvantaged);
    *root.add_parts() = Stated("classroom-based", "No charter school, or a classroom-based one.",
                               answer->counts.classroom_based, reason::kClassroomBasedMissing);
  }
  Conclude(root);
}

void ExplainLcap(const Context& context, v1::DeterminationExplanation& explanation) {
  Reasoning& root = *explanation.mutable_reasoning();
  root = Step("lcap", "Any of the duties.", Reasoning::COMBINATION_ANY_OF);
  for (size_t i = 0; i < context.decision.determination.duties.size(); ++i) {
    const DutyAnswer& duty = context.decision.determination.duties[i];
    const v1::DutyRule& rule = context.rulebook.proto.duties(static_cast<int>(i));
    Reasoning& step = *root.add_parts();
    step = Stated(rule.name(), rule.description(), duty.outcome, duty.reason);
    *step.mutable_citation() = rule.citation();
    for (const StudentGroup group : duty.groups) {
      Reasoning& about = *step.add_parts();
      about = Stated("group", std::string(kStudentGroups.Label(group)), Outcome::kMet);
      about.set_student_group(ToProto(group));
    }
    for (const DutySubject& subject : duty.subjects) {
      std::string words(subject.cds.text());
      for (const Indicator indicator : subject.indicators) {
        absl::StrAppend(&words, " ", kIndicators.Code(indicator));
      }
      Reasoning& about = *step.add_parts();
      about = Stated("subject", std::move(words), Outcome::kMet);
      about.set_student_group(ToProto(subject.group));
    }
  }
  Conclude(root);
}

}  // namespace sos::eligibility::explain
