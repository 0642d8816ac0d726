// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/lcff/determine.h"

#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/eligibility/domain/lcff/criteria.h"
#include "services/eligibility/domain/lcff/recurrence.h"

namespace sos::eligibility {
namespace {

// Statuses that are still possible.
using Statuses = std::set<std::string>;

Statuses PossibleStatuses(const Question& asked, Outcome eligibility);

// The statuses that the year before the rulebook's may have. Nullopt where any is possible.
std::optional<Statuses> StatusesBefore(const Question& asked) {
  const StatusRule& rule = asked.rulebook.status;
  const EntityYear& before = asked.history.YearOf(rule.carry_over_year);
  if (before.published) {
    const std::string& status = before.published->status;
    return Statuses{status.empty() ? rule.general : status};
  }
  if (!before.status_printed_later.empty()) return Statuses{before.status_printed_later};
  const Rulebook* rulebook = asked.rulebooks.Find(Program::kLcff, rule.carry_over_year);
  if (rulebook == nullptr) return std::nullopt;
  const Question of_before = {.rulebooks = asked.rulebooks,
                              .rulebook = *rulebook,
                              .history = asked.history,
                              .detail = Detail::kAnswer};
  return PossibleStatuses(
      of_before,
      JudgeYear(*rulebook, asked.history, of_before.basis, of_before.detail).finding.outcome);
}

// The criteria of an earlier year whose eligibility lasts until this one are met.
Outcome LastsFromBefore(const Question& asked) {
  Outcome any = Outcome::kNotMet;
  for (const int year : asked.rulebook.status.length->lasting_from_years) {
    const Rulebook* rulebook = asked.rulebooks.Find(Program::kLcff, year);
    any = Or(any, rulebook == nullptr
                      ? Outcome::kInsufficientData
                      : JudgeYear(*rulebook, asked.history, LetterBasis::kResults, Detail::kAnswer)
                            .finding.outcome);
  }
  return any;
}

// The statuses of an LEA that does not meet this year's criteria.
Statuses StatusesIfNotMet(const Question& asked) {
  const StatusRule& rule = asked.rulebook.status;
  if (rule.length) {
    const Outcome lasts = LastsFromBefore(asked);
    if (lasts == Outcome::kInsufficientData) return {rule.carried_over, rule.general};
    return {lasts == Outcome::kMet ? rule.carried_over : rule.general};
  }
  if (rule.carry_over_year == 0) return {rule.general};
  const std::optional<Statuses> before = StatusesBefore(asked);
  if (!before) return {rule.carried_over, rule.general};
  Statuses possible;
  for (const std::string& status : *before) {
    possible.insert(status == rule.carry_over_status ? rule.carried_over : rule.general);
  }
  return possible;
}

Statuses PossibleStatuses(const Question& asked, Outcome eligibility) {
  const StatusRule& rule = asked.rulebook.status;
  if (eligibility == Outcome::kMet) return {rule.eligible};
  Statuses possible = StatusesIfNotMet(asked);
  if (eligibility == Outcome::kInsufficientData) possible.insert(rule.eligible);
  return possible;
}

// Adds what the status rests on beside this year's criteria, where it does.
void AddStatusFindings(const Question& asked, Determination& determination) {
  const StatusRule& rule = asked.rulebook.status;
  if (determination.eligibility != Outcome::kMet && !determination.status.empty() &&
      determination.status == rule.carried_over && determination.status != rule.general) {
    Finding& carried = determination.further.emplace_back(Stated("status", Outcome::kMet));
    carried.dashboard_year = asked.dashboard_year();
    carried.citation = rule.length ? &rule.length->citation : &rule.citation;
    Say(asked.detail, carried, [&] {
      return absl::StrCat(determination.status,
                          rule.length ? ": eligibility of an earlier year lasts"
                                      : absl::StrCat(": the status of ", rule.carry_over_year,
                                                     " was ", rule.carry_over_status),
                          ", whatever the criteria of ", asked.dashboard_year(), " say.");
    });
  }
  if (determination.eligibility == Outcome::kMet && rule.length) {
    Finding& lasts = determination.further.emplace_back(Stated("length", Outcome::kMet));
    lasts.dashboard_year = asked.dashboard_year();
    lasts.citation = &rule.length->citation;
    Say(asked.detail, lasts, [&] {
      return absl::StrCat("Eligible for ", rule.length->years, " Dashboard years, to ",
                          asked.dashboard_year() + rule.length->years - 1, ".");
    });
  }
}

SupportCase SupportCaseOf(const Question& asked, const Determination& determination,
                          const LcffAnswer& answer) {
  const bool assisted =
      determination.eligibility == Outcome::kMet ||
      (!determination.status.empty() && determination.status != asked.rulebook.status.general);
  if (answer.intensive && answer.intensive->outcome == Outcome::kMet) {
    return SupportCase::kIntensive;
  }
  if (!assisted) return SupportCase::kNone;
  const bool county_office = asked.history.kind == EntityKind::kCountyOffice;
  if (!county_office && absl::c_linear_search(asked.rules<LcffRules>().single_district_counties,
                                              asked.history.cds.county())) {
    return SupportCase::kSingleDistrictCounty;
  }
  if (county_office) return SupportCase::kCountyOffice;
  const bool lead = answer.geographic_lead && answer.geographic_lead->outcome == Outcome::kMet;
  return lead ? SupportCase::kDistrictGeographicLead : SupportCase::kDistrict;
}

bool RestsOnInferredRule(const Rulebook& rulebook) {
  const auto inferred = [](const auto& rule) { return rule.citation.IsInferred(); };
  const LcffRules& rules = rulebook.Of<LcffRules>();
  return absl::c_any_of(rules.priorities, inferred) || absl::c_any_of(rules.methods, inferred) ||
         inferred(rulebook.status) ||
         (rules.recurring_indicators && inferred(*rules.recurring_indicators)) ||
         (rules.local_rule && inferred(*rules.local_rule));
}

}  // namespace

Determination DetermineLcff(const Question& asked) {
  const LcffRules& rules = asked.rules<LcffRules>();
  YearCriteria criteria = JudgeYear(asked.rulebook, asked.history, asked.basis, asked.detail);
  Determination determination{.eligibility = criteria.finding.outcome,
                              .letter_basis = criteria.basis,
                              .rests_on_inferred_rule = RestsOnInferredRule(asked.rulebook)};
  LcffAnswer answer;
  if (rules.intensive) {
    answer.intensive = JudgeRecurrence(asked.rulebooks, *rules.intensive, asked.rulebook,
                                       asked.history, &criteria);
    determination.further.push_back(RecurrenceFinding("ec52072", *answer.intensive, asked.detail));
  }
  if (rules.geographic_lead) {
    const bool concerned =
        asked.history.kind != EntityKind::kCountyOffice || !rules.geographic_lead->districts_only;
    answer.geographic_lead =
        concerned ? JudgeRecurrence(asked.rulebooks, *rules.geographic_lead, asked.rulebook,
                                    asked.history, &criteria)
                  : RecurrenceAnswer{.rule = &*rules.geographic_lead, .outcome = Outcome::kNotMet};
    determination.further.push_back(
        RecurrenceFinding("ec52071f", *answer.geographic_lead, asked.detail));
  }
  determination.groups = std::move(criteria.groups);
  determination.root = std::move(criteria.finding);
  if (const Statuses possible = PossibleStatuses(asked, determination.eligibility);
      possible.size() == 1) {
    determination.status = *possible.begin();
  }
  AddStatusFindings(asked, determination);
  determination.support_case = SupportCaseOf(asked, determination, answer);
  answer.local_indicators = std::move(criteria.local_indicators);
  answer.methods = std::move(criteria.methods);
  determination.answer = std::move(answer);
  return determination;
}

bool LcffDecidesOn(const Rulebook& rulebook, const EntityHistory& history) {
  return history.kind == EntityKind::kDistrict ||
         (history.kind == EntityKind::kCountyOffice &&
          rulebook.Of<LcffRules>().county_offices_included);
}

void AddLcffYears(const Rulebook& rulebook, RequiredYears& years) {
  const LcffRules& rules = rulebook.Of<LcffRules>();
  years.Add(rules.intensive);
  years.Add(rules.geographic_lead);
  years.AddLcffCriteria(rulebook.dashboard_year);
  if (!rulebook.status.length) return;
  for (const int year : rulebook.status.length->lasting_from_years) years.AddLcffCriteria(year);
}

}  // namespace sos::eligibility
