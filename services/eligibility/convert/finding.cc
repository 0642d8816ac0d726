// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/finding.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "services/eligibility/convert/enums.h"
#include "services/eligibility/convert/evidence.h"
#include "services/eligibility/convert/rule_parts.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

absl::string_view OutcomeWord(Outcome outcome) {
  switch (outcome) {
    case Outcome::kMet:
      return "met";
    case Outcome::kNotMet:
      return "not met";
    case Outcome::kInsufficientData:
      return "undecided";
  }
  return "";
}

// The observations of the finding's criteria, each indicator once.
std::vector<const Observation*> ObservedOnce(const Finding& priority) {
  std::vector<const Observation*> once;
  for (const Finding& criterion : priority.parts) {
    for (const Observation& observed : criterion.observed) {
      const bool seen = std::any_of(once.begin(), once.end(), [&](const Observation* other) {
        return other->test->indicator == observed.test->indicator;
      });
      if (!seen) once.push_back(&observed);
    }
  }
  return once;
}

void AddPriorityFinding(const Finding& priority, int number, v1::Determination& proto) {
  v1::Finding& finding = AddFinding(priority.rule, priority.outcome, "", *priority.citation, proto);
  finding.set_student_group(ToProto(*priority.group));
  std::vector<std::string> words;
  std::vector<std::string> public_words;
  for (const Observation* observed : ObservedOnce(priority)) {
    const Indicator indicator = observed->test->indicator;
    *finding.add_evidence() = ToEvidence(indicator, *observed->performance);
    words.push_back(EvidenceWords(indicator, *observed->performance, !observed->test->IsByColor()));
    public_words.push_back(
        observed->performance->disclosure == Disclosure::kWithheld
            ? absl::StrCat(kIndicators.Code(indicator), " withheld to protect small groups")
            : words.back());
  }
  const std::string answered =
      absl::StrCat("Priority ", number, " ", OutcomeWord(priority.outcome), ": ");
  finding.set_description(absl::StrCat(answered, absl::StrJoin(words, ", "), "."));
  if (public_words != words) {
    finding.set_masked_description(absl::StrCat(answered, absl::StrJoin(public_words, ", "), "."));
  }
}

// The indicators of a group that is judged by the same ones year after year.
void AddRecurringFindings(const Finding& group, v1::Determination& proto) {
  for (const Finding& indicator : group.parts) {
    v1::Finding& finding =
        AddFinding(indicator.rule, indicator.outcome, "", *indicator.citation, proto);
    finding.set_student_group(ToProto(*group.group));
    std::vector<std::string> words;
    for (const Observation& observed : indicator.observed) {
      const Indicator which = observed.test->indicator;
      *finding.add_evidence() = ToEvidence(which, *observed.performance);
      words.push_back(absl::StrCat(
          observed.dashboard_year, " ",
          observed.performance->disclosure == Disclosure::kWithheld
              ? absl::StrCat(kIndicators.Code(which), " withheld to protect small groups")
              : EvidenceWords(which, *observed.performance, !observed.test->IsByColor())));
    }
    finding.set_description(absl::StrCat("The same indicator ", OutcomeWord(indicator.outcome),
                                         ": ", absl::StrJoin(words, ", "), "."));
  }
}

void AddLetterFinding(const GroupAnswer& group, const Finding& letter, v1::Determination& proto) {
  static const auto* const kPublished = new Citation{
      .source = "Published LCFF assistance status file of the year", .basis = Basis::kOfficialFile};
  v1::Finding& finding = AddFinding(
      letter.rule, group.outcome,
      group.letter != 0
          ? absl::StrCat("The state published letter ", std::string(1, group.letter), ".")
          : std::string("The state published no letter."),
      *kPublished, proto);
  finding.set_student_group(ToProto(group.group));
}

}  // namespace

v1::Finding& AddFinding(absl::string_view rule, Outcome outcome, std::string description,
                        const Citation& citation, v1::Determination& proto) {
  v1::Finding& finding = *proto.add_findings();
  finding.set_rule(std::string(rule));
  finding.set_outcome(ToProto(outcome));
  finding.set_description(std::move(description));
  *finding.mutable_citation() = ToProto(citation);
  return finding;
}

std::string WithReason(absl::string_view sentence, absl::string_view reason) {
  return reason.empty() ? std::string(sentence)
                        : absl::StrCat(sentence, " Undecided: ", reason, ".");
}

void AddGroupFindings(const Finding& groups, const Determination& determination,
                      v1::Determination& proto) {
  for (size_t i = 0; i < groups.parts.size(); ++i) {
    const Finding& group = groups.parts[i];
    const GroupAnswer& answer = determination.groups[i];
    if (group.parts.empty()) AddLetterFinding(answer, group, proto);
    if (answer.priorities.empty()) {
      AddRecurringFindings(group, proto);
      continue;
    }
    for (size_t k = 0; k < group.parts.size(); ++k) {
      AddPriorityFinding(group.parts[k], answer.priorities[k].priority, proto);
    }
  }
}

void AddMethodFindings(const std::vector<MethodAnswer>& methods, v1::Determination& proto) {
  for (const MethodAnswer& answer : methods) {
    const Method& method = *answer.method;
    AddFinding(absl::StrCat("method-", method.number), answer.outcome,
               absl::StrCat("Method ", method.number, " ", OutcomeWord(answer.outcome),
                            answer.reason.empty() ? "" : absl::StrCat(" (", answer.reason, ")"),
                            ": ", method.description),
               method.citation, proto);
  }
}

void AddRecurrence(const RecurrenceAnswer& recurrence, const Finding& finding,
                   v1::RecurrenceAnswer& answer, v1::Determination& proto) {
  const RecurrenceRule& rule = *recurrence.rule;
  answer.set_outcome(ToProto(recurrence.outcome));
  answer.set_reason(std::string(recurrence.reason));
  bool published = false;
  for (const YearGroups& year : recurrence.years) {
    v1::YearGroups& added = *answer.add_years();
    added.set_dashboard_year(year.dashboard_year);
    added.set_basis(ToProto(year.basis));
    published = published || year.basis == LetterBasis::kPublished;
    for (const auto& [group, outcome] : year.outcomes) {
      if (outcome == Outcome::kMet) added.add_student_groups(ToProto(group));
    }
  }
  std::string text = absl::StrCat(
      recurrence.recurring_group_count, " student groups met the criteria in at least ",
      rule.minimum_year_count, " of the determination years ",
      absl::StrJoin(rule.dashboard_years, ", "), "; the rule asks for ", rule.minimum_group_count,
      rule.all_groups_if_fewer ? ", or all of an LEA with fewer." : ".");
  if (recurrence.years.empty()) text = "The rule concerns districts only.";
  if (recurrence.reason == reason::kGroupCountUnknown) {
    text += " Whether these are all the groups of the LEA does not show in published letters.";
  } else if (!recurrence.reason.empty()) {
    absl::StrAppend(&text, " Undecided: ", recurrence.reason, ".");
  }
  if (published) text += " Letters of earlier years are taken from what the state published.";
  answer.set_description(text);
  AddFinding(finding.rule, recurrence.outcome, std::move(text), rule.citation, proto);
}

}  // namespace sos::eligibility
