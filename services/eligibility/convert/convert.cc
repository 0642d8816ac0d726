// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/convert.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/education/dashboard_year.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "services/eligibility/convert/convert_programs.h"
#include "services/eligibility/errors.h"

namespace sos::eligibility {
namespace {

constexpr absl::string_view kNameForm =
    "entities/{cds}/determinations/{program}-{year}, such as "
    "entities/27102720000000/determinations/lcff-2023";

// The only value of a set; nullopt if it has more.
std::optional<int> Single(Mask mask) {
  for (int value = 0; value < 6; ++value) {
    if (mask == Bit(value)) return value;
  }
  return std::nullopt;
}

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

class Converter {
 public:
  Converter(const Determination& determination, const EntityHistory& history,
            const Evidence& evidence, const LoadedRulebook& rulebook)
      : determination_(determination),
        history_(history),
        evidence_(evidence),
        rulebook_(rulebook) {}

  v1::Determination Convert(const education::v1::Entity& entity, const Revision& revision) {
    const int year = rulebook_.rules.dashboard_year;
    proto_.set_name(DeterminationName({history_.cds, rulebook_.rules.program, year}));
    proto_.set_program(rulebook_.proto.program());
    *proto_.mutable_entity() = entity;
    proto_.set_rulebook(rulebook_.rules.name);
    proto_.set_dashboard_year(year);
    proto_.set_eligibility(ToProto(determination_.eligibility));
    proto_.set_status(determination_.status);
    proto_.set_total_group_count(determination_.TotalGroups().value_or(-1));
    proto_.set_letter_basis(ToProto(determination_.letter_basis));
    SetRevision(revision, proto_);
    proto_.set_reason(determination_.reason);
    for (const GroupAnswer& group : determination_.groups) AddGroup(group);
    for (const LocalAnswer& local : determination_.local_indicators) {
      v1::LocalAnswer& added = *proto_.add_local_indicators();
      added.set_priority(local.priority);
      added.set_not_met_two_or_more_years(ToProto(local.outcome));
    }
    for (const MethodAnswer& method : determination_.methods) AddMethod(method);
    AddRecurrences();
    AddProgramAnswers(determination_, evidence_, rulebook_, proto_);
    AddSupporter();
    proto_.set_rests_on_inferred_rule(RestsOnInferredRule(determination_, rulebook_.proto));
    return std::move(proto_);
  }

 private:
  void AddGroup(const GroupAnswer& group) {
    *proto_.add_groups() = ToProto(group);
    if (rulebook_.rules.program != Program::kLcff) return;
    for (size_t i = 0; i < group.priorities.size(); ++i) {
      const PriorityAnswer& priority = group.priorities[i];
      AddPriorityFinding(group, priority, rulebook_.proto.priorities(static_cast<int>(i)),
                         rulebook_.rules.priorities[i]);
    }
    if (group.priorities.empty()) AddLetterFinding(group);
  }

  void AddPriorityFinding(const GroupAnswer& group, const PriorityAnswer& answer,
                          const v1::PriorityCriteria& proto, const PriorityCriteria& criteria) {
    v1::Finding& finding = *proto_.add_findings();
    finding.set_rule(absl::StrCat("priority-", answer.priority));
    finding.set_student_group(ToProto(group.group));
    finding.set_outcome(ToProto(answer.outcome));
    *finding.mutable_citation() = proto.citation();
    const GroupEvidence& evidence =
        history_.YearOf(rulebook_.rules.dashboard_year).EvidenceOf(group.group);
    std::vector<std::string> words;
    std::vector<std::string> public_words;
    Mask shown = 0;
    static_assert(kIndicatorCount <= 8, "one bit an indicator");
    for (const Criterion& criterion : criteria.any_of) {
      if (!Concerns(criterion, group.group)) continue;
      for (const Test& test : criterion.all_of) {
        const int bit = static_cast<int>(test.indicator);
        if ((shown & Bit(bit)) != 0) continue;
        shown |= Bit(bit);
        const Performance& performance = evidence[static_cast<size_t>(bit)];
        *finding.add_evidence() = ToEvidence(test.indicator, performance);
        words.push_back(EvidenceWords(test.indicator, performance, test.status_levels != 0));
        public_words.push_back(performance.disclosure == Disclosure::kWithheld
                                   ? absl::StrCat(kIndicators.Code(test.indicator),
                                                  " withheld to protect small groups")
                                   : words.back());
      }
    }
    const std::string answered =
        absl::StrCat("Priority ", answer.priority, " ", OutcomeWord(answer.outcome), ": ");
    finding.set_description(absl::StrCat(answered, absl::StrJoin(words, ", "), "."));
    if (public_words != words) {
      finding.set_masked_description(
          absl::StrCat(answered, absl::StrJoin(public_words, ", "), "."));
    }
  }

  void AddLetterFinding(const GroupAnswer& group) {
    v1::Finding& finding = *proto_.add_findings();
    finding.set_rule("published-letter");
    finding.set_student_group(ToProto(group.group));
    finding.set_outcome(ToProto(group.outcome));
    finding.set_description(group.letter != 0 ? absl::StrCat("The state published letter ",
                                                             std::string(1, group.letter), ".")
                                              : std::string("The state published no letter."));
    finding.mutable_citation()->set_source("Published LCFF assistance status file of the year");
    finding.mutable_citation()->set_basis(v1::BASIS_OFFICIAL_FILE);
  }

  void AddMethod(const MethodAnswer& method) {
    v1::MethodAnswer& answer = *proto_.add_methods();
    answer.set_method(method.method);
    answer.set_outcome(ToProto(method.outcome));
    answer.set_reason(method.reason);
    answer.set_basis(method.published ? v1::LETTER_BASIS_PUBLISHED : v1::LETTER_BASIS_RESULTS);
    v1::Finding& finding = *proto_.add_findings();
    finding.set_rule(absl::StrCat("method-", method.method));
    finding.set_outcome(ToProto(method.outcome));
    for (const v1::Method& rule : rulebook_.proto.methods()) {
      if (rule.number() != method.method) continue;
      finding.set_description(
          absl::StrCat("Method ", method.method, " ", OutcomeWord(method.outcome),
                       method.reason.empty() ? "" : absl::StrCat(" (", method.reason, ")"), ": ",
                       rule.description()));
      *finding.mutable_citation() = rule.citation();
    }
  }

  void AddRecurrences() {
    if (determination_.intensive) {
      AddRecurrence("ec52072", *determination_.intensive, rulebook_.proto.intensive(),
                    *proto_.mutable_intensive());
    }
    if (determination_.geographic_lead) {
      AddRecurrence("ec52071f", *determination_.geographic_lead, rulebook_.proto.geographic_lead(),
                    *proto_.mutable_geographic_lead());
    }
  }

  void AddRecurrence(absl::string_view rule_name, const RecurrenceAnswer& answer,
                     const v1::RecurrenceRule& rule, v1::RecurrenceAnswer& proto) {
    proto.set_outcome(ToProto(answer.outcome));
    proto.set_reason(answer.reason);
    bool published = false;
    for (const YearGroups& year : answer.years) {
      v1::YearGroups& added = *proto.add_years();
      added.set_dashboard_year(year.dashboard_year);
      added.set_basis(ToProto(year.basis));
      published = published || year.basis == LetterBasis::kPublished;
      for (const auto& [group, outcome] : year.outcomes) {
        if (outcome == Outcome::kMet) added.add_student_groups(ToProto(group));
      }
    }
    std::string text =
        absl::StrCat(answer.recurring_group_count, " student groups met the criteria in at least ",
                     rule.minimum_year_count(), " of the determination years ",
                     absl::StrJoin(rule.dashboard_years(), ", "), "; the rule asks for ",
                     rule.minimum_group_count(),
                     rule.all_groups_if_fewer() ? ", or all of an LEA with fewer." : ".");
    if (answer.years.empty()) text = "The rule concerns districts only.";
    if (answer.reason == reason::kGroupCountUnknown) {
      text += " Whether these are all the groups of the LEA does not show in published letters.";
    } else if (!answer.reason.empty()) {
      absl::StrAppend(&text, " Undecided: ", answer.reason, ".");
    }
    if (published) text += " Letters of earlier years are taken from what the state published.";
    proto.set_description(text);
    v1::Finding& finding = *proto_.add_findings();
    finding.set_rule(std::string(rule_name));
    finding.set_outcome(ToProto(answer.outcome));
    finding.set_description(text);
    *finding.mutable_citation() = rule.citation();
  }

  void AddSupporter() {
    for (const v1::SupporterRule& rule : rulebook_.proto.supporters()) {
      if (determination_.support_case == SupportCase::kNone ||
          rule.case_() != ToProto(determination_.support_case)) {
        continue;
      }
      proto_.set_supporter(rule.supporter());
      *proto_.mutable_supporter_citation() = rule.citation();
    }
    for (const v1::LeadArea& area : rulebook_.proto.lead_areas()) {
      if (absl::c_linear_search(area.county_codes(), history_.cds.county())) {
        proto_.set_geographic_lead_agency(area.lead());
      }
    }
  }

  const Determination& determination_;
  const EntityHistory& history_;
  const Evidence& evidence_;
  const LoadedRulebook& rulebook_;
  v1::Determination proto_;
};

}  // namespace

v1::Evidence ToEvidence(Indicator indicator, const Performance& performance) {
  v1::Evidence evidence;
  evidence.set_indicator(ToProto(indicator));
  evidence.set_origin(ToProto(performance.origin));
  if (const std::optional<int> color = Single(performance.colors); color) {
    evidence.set_color(ToProto(static_cast<Color>(*color)));
  }
  evidence.set_status_level(Single(performance.status_levels).value_or(0));
  if (performance.status_tenths != kNoTenths) {
    evidence.mutable_status()->set_value(ToString(Tenths{performance.status_tenths}));
  }
  if (performance.change_tenths != kNoTenths) {
    evidence.mutable_change()->set_value(ToString(Tenths{performance.change_tenths}));
  }
  evidence.set_student_count(performance.student_count);
  evidence.set_disclosure(ToProto(performance.disclosure));
  return evidence;
}

// "ELA Red (-96.2), MATH Orange": what is known, in words.
std::string EvidenceWords(Indicator indicator, const Performance& performance, bool by_level) {
  std::string words(kIndicators.Code(indicator));
  const std::optional<int> color = Single(performance.colors);
  const std::optional<int> level = Single(performance.status_levels);
  if (performance.origin == Origin::kMissing) return words + " not submitted";
  if (performance.origin == Origin::kNoRow) return words + " no such row";
  if (performance.undetermined) return words + " undetermined";
  if (by_level) {
    absl::StrAppend(&words,
                    level ? absl::StrCat(" status level ", *level) : " above the lowest level");
  } else {
    absl::StrAppend(&words, " ", color ? kColors.Label(static_cast<Color>(*color)) : "not Red");
  }
  if (performance.status_tenths != kNoTenths) {
    absl::StrAppend(&words, " (", ToString(Tenths{performance.status_tenths}), ")");
  }
  return words;
}

v1::GroupAnswer ToProto(const GroupAnswer& group) {
  v1::GroupAnswer answer;
  answer.set_student_group(ToProto(group.group));
  if (group.letter_decided && group.letter != 0) answer.set_letter(std::string(1, group.letter));
  answer.set_outcome(ToProto(group.outcome));
  answer.set_letter_decided(group.letter_decided);
  answer.set_reason(group.reason);
  for (const PriorityAnswer& priority : group.priorities) {
    if (priority.outcome == Outcome::kMet) answer.add_priorities(priority.priority);
  }
  for (const YearOutcome& year : group.years) {
    v1::YearOutcome& added = *answer.add_years();
    added.set_dashboard_year(year.dashboard_year);
    added.set_outcome(ToProto(year.outcome));
    if (year.letter != 0) added.set_letter(std::string(1, year.letter));
  }
  return answer;
}

std::string DeterminationName(const DeterminationKey& key) {
  return absl::StrCat(EntityName(key.cds), "/determinations/", ProgramCode(key.program), "-",
                      key.dashboard_year);
}

absl::StatusOr<DeterminationKey> ParseDeterminationName(const std::string& name) {
  if (name.empty()) return errors::FieldRequired("name");
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "entities" || parts[2] != "determinations") {
    return errors::FieldInvalid("name", name, kNameForm);
  }
  const size_t dash = parts[3].rfind('-');
  if (dash == absl::string_view::npos) return errors::FieldInvalid("name", name, kNameForm);
  const std::optional<CdsCode> cds = CdsCode::Parse(parts[1]);
  const std::optional<Program> program = ParseProgram(parts[3].substr(0, dash));
  const std::optional<int> year = ParseDashboardYear(parts[3].substr(dash + 1));
  if (!cds || !program || !year) return errors::FieldInvalid("name", name, kNameForm);
  return DeterminationKey{*cds, *program, *year};
}

v1::DeterminationFilter FilterOf(const DeterminationKey& key, v1::LetterBasis basis) {
  v1::DeterminationFilter filter;
  filter.set_program(ToProto(key.program));
  filter.set_dashboard_year(key.dashboard_year);
  filter.add_entities(EntityName(key.cds));
  filter.set_letter_basis(basis);
  return filter;
}

v1::Determination ToProto(const Determination& determination, const EntityHistory& history,
                          const education::v1::Entity& entity, const Evidence& evidence,
                          const LoadedRulebook& rulebook, const Revision& revision) {
  return Converter(determination, history, evidence, rulebook).Convert(entity, revision);
}

}  // namespace sos::eligibility
