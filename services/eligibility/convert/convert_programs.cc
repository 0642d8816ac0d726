// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/convert_programs.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/education/minimum_shown.h"
#include "services/eligibility/convert/convert.h"

namespace sos::eligibility {
namespace {

// The rule of each category, in the order of the answers.
const v1::Citation& CategoryCitation(const v1::EssaRules& rules, int index) {
  switch (index) {
    case 0:
      return rules.low_graduation().citation();
    case 1:
      return rules.low_performing().citation();
    case 2:
      return rules.additional().citation();
    default:
      return rules.targeted().citation();
  }
}

v1::Finding& AddFinding(std::string rule, Outcome outcome, std::string description,
                        const v1::Citation& citation, v1::Determination& proto) {
  v1::Finding& finding = *proto.add_findings();
  finding.set_rule(std::move(rule));
  finding.set_outcome(ToProto(outcome));
  finding.set_description(std::move(description));
  *finding.mutable_citation() = citation;
  return finding;
}

// Counts of a small group, or of a school as small.
bool IsSmall(int64_t part, int64_t all) {
  return (part > 0 && part < kMinimumShown) || all < kMinimumShown;
}

std::string WithReason(absl::string_view text, const std::string& reason) {
  return reason.empty() ? std::string(text) : absl::StrCat(text, " Undecided: ", reason, ".");
}

void AddCategories(const Determination& determination, const v1::Rulebook& rulebook,
                   v1::Determination& proto) {
  for (size_t i = 0; i < determination.categories.size(); ++i) {
    const CategoryAnswer& category = determination.categories[i];
    v1::CategoryAnswer& added = *proto.add_categories();
    added.set_category(category.category);
    added.set_outcome(ToProto(category.outcome));
    added.set_reason(category.reason);
    AddFinding(category.category, category.outcome,
               WithReason(absl::StrCat("The school is ",
                                       category.outcome == Outcome::kMet      ? "in"
                                       : category.outcome == Outcome::kNotMet ? "not in"
                                                                              : "perhaps in",
                                       " the category ", category.category, "."),
                          category.reason),
               CategoryCitation(rulebook.essa(), static_cast<int>(i)), proto);
  }
  proto.set_exit(determination.exit);
}

void AddMultiplier(const MultiplierAnswer& answer, const v1::Rulebook& rulebook,
                   v1::Determination& proto) {
  v1::EquityMultiplierAnswer& added = *proto.mutable_equity_multiplier();
  added.set_nonstable_count(answer.counts.nonstable);
  added.set_enrollment(answer.counts.enrollment);
  added.set_disadvantaged_count(answer.counts.disadvantaged);
  added.set_nonstability_thousandths(answer.nonstability_thousandths);
  added.set_disadvantaged_thousandths(answer.disadvantaged_thousandths);
  added.set_nonstability(ToProto(answer.nonstability));
  added.set_disadvantaged(ToProto(answer.disadvantaged));
  added.set_classroom_based(ToProto(answer.counts.classroom_based));
  added.set_entitlement_dollars(answer.entitlement_dollars.value_or(-1));
  const bool withheld = IsSmall(answer.counts.nonstable, answer.counts.enrollment) ||
                        IsSmall(answer.counts.disadvantaged, answer.counts.enrollment);
  added.set_disclosure(withheld ? education::v1::DISCLOSURE_WITHHELD
                                : education::v1::DISCLOSURE_SHOWN);
  const auto add = [&](const char* rule, Outcome outcome, std::string description,
                       absl::string_view masked, const v1::Citation& citation) {
    v1::Finding& finding = AddFinding(rule, outcome, std::move(description), citation, proto);
    if (withheld) finding.set_masked_description(std::string(masked));
  };
  const v1::EquityMultiplierRules& rules = rulebook.equity_multiplier();
  add("nonstability", answer.nonstability,
      absl::StrCat(answer.counts.nonstable, " of ", answer.counts.enrollment,
                   " students were not enrolled without a break: ", answer.nonstability_thousandths,
                   " thousandths; the rule asks for more than ",
                   rules.nonstability_above_thousandths(), "."),
      absl::StrCat("The numbers are withheld to protect small groups. The rule asks for more than ",
                   rules.nonstability_above_thousandths(),
                   " thousandths who were not enrolled without a break."),
      rules.citation());
  add("disadvantaged", answer.disadvantaged,
      absl::StrCat(answer.counts.disadvantaged, " of ", answer.counts.enrollment,
                   " students are socioeconomically disadvantaged: ",
                   answer.disadvantaged_thousandths, " thousandths; the rule asks for more than ",
                   rules.disadvantaged_above_thousandths(), "."),
      absl::StrCat("The numbers are withheld to protect small groups. The rule asks for more than ",
                   rules.disadvantaged_above_thousandths(),
                   " thousandths who are socioeconomically disadvantaged."),
      rules.citation());
  AddFinding("classroom-based", answer.counts.classroom_based,
             "The school is no charter school, or a classroom-based one.", rules.citation(), proto);
  if (answer.entitlement_dollars && *answer.entitlement_dollars > 0) {
    add("entitlement", Outcome::kMet,
        absl::StrCat(answer.counts.enrollment, " students at ", rules.statewide_rate(),
                     " dollars each, at least ", rules.floor_dollars(), ": ",
                     *answer.entitlement_dollars, " dollars."),
        absl::StrCat("Students at ", rules.statewide_rate(), " dollars each, at least ",
                     rules.floor_dollars(), ": ", *answer.entitlement_dollars, " dollars."),
        rules.amount_citation());
  }
}

void AddDuties(const Determination& determination, const Evidence& evidence,
               const v1::Rulebook& rulebook, v1::Determination& proto) {
  for (size_t i = 0; i < determination.duties.size(); ++i) {
    const DutyAnswer& duty = determination.duties[i];
    const v1::DutyRule& rule = rulebook.duties(static_cast<int>(i));
    v1::DutyAnswer& added = *proto.add_duties();
    added.set_duty(rule.name());
    added.set_outcome(ToProto(duty.outcome));
    added.set_reason(duty.reason);
    added.set_description(rule.description());
    for (const StudentGroup group : duty.groups) added.add_student_groups(ToProto(group));
    for (const DutySubject& subject : duty.subjects) {
      v1::DutySubject& about = *added.add_subjects();
      *about.mutable_entity() = evidence.entities.at(subject.cds);
      about.set_student_group(ToProto(subject.group));
      for (const Indicator indicator : subject.indicators) {
        about.add_indicators(ToProto(indicator));
      }
    }
    AddFinding(rule.name(), duty.outcome, WithReason(rule.description(), duty.reason),
               rule.citation(), proto);
  }
}

bool IsInferred(const v1::Citation& citation) {
  return citation.basis() == v1::BASIS_INFERRED || citation.basis() == v1::BASIS_UNVERIFIED;
}

}  // namespace

void AddProgramAnswers(const Determination& determination, const Evidence& evidence,
                       const LoadedRulebook& rulebook, v1::Determination& proto) {
  AddCategories(determination, rulebook.proto, proto);
  if (determination.multiplier) AddMultiplier(*determination.multiplier, rulebook.proto, proto);
  AddDuties(determination, evidence, rulebook.proto, proto);
}

bool RestsOnInferredRule(const Determination& determination, const v1::Rulebook& rulebook) {
  const auto inferred = [](const auto& rule) { return IsInferred(rule.citation()); };
  switch (rulebook.program()) {
    case v1::PROGRAM_LCFF:
      return std::any_of(rulebook.priorities().begin(), rulebook.priorities().end(), inferred) ||
             std::any_of(rulebook.methods().begin(), rulebook.methods().end(), inferred) ||
             inferred(rulebook.status()) ||
             (rulebook.has_local_rule() && inferred(rulebook.local_rule()));
    case v1::PROGRAM_CHARTER:
      return inferred(rulebook.charter());
    case v1::PROGRAM_EQUITY_MULTIPLIER:
      return inferred(rulebook.equity_multiplier()) ||
             IsInferred(rulebook.equity_multiplier().amount_citation());
    case v1::PROGRAM_LCAP:
      return std::any_of(rulebook.duties().begin(), rulebook.duties().end(), inferred);
    default:
      break;
  }
  // ESSA: the categories up to the one that the school is in.
  const v1::EssaRules& essa = rulebook.essa();
  for (size_t i = 0; i < determination.categories.size(); ++i) {
    if (IsInferred(CategoryCitation(essa, static_cast<int>(i)))) return true;
    // The colors are looked at from the second category on.
    if (i > 0 && std::any_of(essa.criteria().begin(), essa.criteria().end(), inferred)) return true;
    if (determination.categories[i].outcome == Outcome::kMet) break;
  }
  return false;
}

}  // namespace sos::eligibility
