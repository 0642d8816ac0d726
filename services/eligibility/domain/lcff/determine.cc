// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/lcff/determine.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/eligibility/domain/lcff/criteria.h"
#include "services/eligibility/domain/lcff/recurrence.h"

namespace sos::eligibility {
namespace {

std::string StatusOf(const Question& asked, Outcome eligibility) {
  const StatusRule& rule = asked.rulebook.status;
  if (eligibility == Outcome::kInsufficientData) return "";
  if (eligibility == Outcome::kMet) return rule.eligible;
  if (rule.carry_over_year == 0) return rule.general;
  const EntityYear& before = asked.history.YearOf(rule.carry_over_year);
  std::string status_before;
  if (before.published) {
    status_before = before.published->status.empty() ? rule.general : before.published->status;
  } else if (!before.status_printed_later.empty()) {
    status_before = before.status_printed_later;
  } else if (const Rulebook* rulebook = asked.rulebooks.Find(Program::kLcff, rule.carry_over_year);
             rulebook != nullptr) {
    status_before = DetermineLcff({.rulebooks = asked.rulebooks,
                                   .rulebook = *rulebook,
                                   .history = asked.history,
                                   .detail = Detail::kAnswer})
                        .status;
  }
  if (status_before.empty()) return "";
  return status_before == rule.carry_over_status ? rule.carried_over : rule.general;
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
         inferred(rulebook.status) || (rules.local_rule && inferred(*rules.local_rule));
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
  determination.status = StatusOf(asked, determination.eligibility);
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
}

}  // namespace sos::eligibility
