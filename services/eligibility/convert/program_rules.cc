// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/program_rules.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/education/dashboard_year.h"
#include "common/education/proto.h"
#include "common/rulebook/citation.h"
#include "common/status/macros.h"
#include "services/eligibility/convert/enums.h"
#include "services/eligibility/convert/rule_parts.h"

namespace sos::eligibility {
namespace {

constexpr int kRatePlaces = 10;  // Decimals of the statewide rate.
constexpr int kMostCohorts = 10;
constexpr int kThousand = 1000;

// Years of determinations: ascending, without repetition, none before the first Dashboard and none
// after the rulebook's own.
absl::Status CheckYears(const std::vector<int>& years, int own_year, absl::string_view what) {
  int before = kFirstDashboardYear - 1;
  for (const int year : years) {
    if (year <= before || year > own_year) {
      return absl::InvalidArgumentError(absl::StrCat(
          what, ": years ascend from ", kFirstDashboardYear, " to the rulebook's own"));
    }
    before = year;
  }
  return absl::OkStatus();
}

absl::StatusOr<Reading> ToReading(v1::Reading reading, absl::string_view what) {
  if (const std::optional<Reading> known = FromProto(reading)) return *known;
  return absl::InvalidArgumentError(absl::StrCat(what, " is neither yes, no nor unknown"));
}

absl::Status ConvertCharter(const v1::CharterRules& proto, Rulebook& rules) {
  SOS_RETURN_IF_ERROR(CheckCitation(proto.citation(), "the rule for charter schools"));
  CharterRules charter{
      .dashboard_years = {proto.dashboard_years().begin(), proto.dashboard_years().end()},
      .minimum_year_count = proto.minimum_year_count()};
  SOS_ASSIGN_OR_RETURN(charter.same_group_required,
                       ToReading(proto.same_group_required(), "whether the same group must recur"));
  SOS_ASSIGN_OR_RETURN(charter.local_indicators_count,
                       ToReading(proto.local_indicators_count(), "whether local indicators count"));
  SOS_RETURN_IF_ERROR(CheckYears(charter.dashboard_years, rules.dashboard_year, "charter schools"));
  const int years = static_cast<int>(charter.dashboard_years.size());
  if (years == 0 || charter.dashboard_years.back() != rules.dashboard_year ||
      charter.minimum_year_count < 1 || charter.minimum_year_count > years) {
    return absl::InvalidArgumentError("charter schools need years that end with their own");
  }
  rules.charter = std::move(charter);
  return absl::OkStatus();
}

absl::StatusOr<CountedIndicator> ToCounted(const v1::CountedIndicator& proto) {
  SOS_RETURN_IF_ERROR(CheckCitation(proto.citation(), "an indicator that counts"));
  CountedIndicator counted;
  SOS_ASSIGN_OR_RETURN(counted.lowest, ToTest(proto.lowest()));
  if (proto.has_second_lowest()) {
    SOS_ASSIGN_OR_RETURN(counted.second_lowest, ToTest(proto.second_lowest()));
    const bool both_colors = (counted.lowest.colors != 0) == (counted.second_lowest->colors != 0);
    if (!both_colors || counted.second_lowest->indicator != counted.lowest.indicator) {
      return absl::InvalidArgumentError("lowest and second lowest look at different things");
    }
  }
  if (ToProto(counted.lowest.indicator) != proto.indicator()) {
    return absl::InvalidArgumentError("an indicator counts by another one's performance");
  }
  return counted;
}

absl::StatusOr<GroupSupportRule> ToGroupSupport(const v1::GroupSupportRule& proto, int year) {
  SOS_RETURN_IF_ERROR(CheckCitation(proto.citation(), proto.status()));
  GroupSupportRule rule{
      .status = proto.status(), .entry = proto.entry(), .minimum_counted = proto.minimum_counted()};
  SOS_ASSIGN_OR_RETURN(rule.leaves_when_not_met,
                       ToReading(proto.leaves_when_not_met(), "how schools leave"));
  for (const v1::GroupSupportYear& tested : proto.years()) {
    absl::string_view name = tested.rulebook();
    const std::optional<int> rulebook_year =
        absl::ConsumePrefix(&name, "rulebooks/essa-") ? ParseDashboardYear(name) : std::nullopt;
    if (!tested.rulebook().empty() && !rulebook_year) {
      return absl::InvalidArgumentError("a year of groups names no ESSA rulebook");
    }
    rule.years.push_back({tested.dashboard_year(), rulebook_year.value_or(year)});
  }
  std::vector<int> years;
  for (const GroupSupportYear& tested : rule.years) {
    years.push_back(tested.dashboard_year);
    if (tested.rulebook_year > year) {
      return absl::InvalidArgumentError("groups are tested by the rules of a later year");
    }
  }
  SOS_RETURN_IF_ERROR(CheckYears(years, year, rule.status));
  if (rule.status.empty() || rule.years.empty()) {
    return absl::InvalidArgumentError("support by groups needs a status and years");
  }
  return rule;
}

absl::Status ConvertEssa(const v1::EssaRules& proto, Rulebook& rules) {
  EssaRules essa{.none_status = proto.none_status(),
                 .none_status_aliases = {proto.none_status_aliases().begin(),
                                         proto.none_status_aliases().end()},
                 .prior_year = proto.prior_year()};
  for (const v1::CountedIndicator& indicator : proto.indicators()) {
    SOS_ASSIGN_OR_RETURN(CountedIndicator counted, ToCounted(indicator));
    for (const CountedIndicator& other : essa.indicators) {
      if (other.lowest.indicator == counted.lowest.indicator) {
        return absl::InvalidArgumentError("an indicator counts twice");
      }
    }
    essa.indicators.push_back(counted);
  }
  if (essa.prior_year < 0 || essa.prior_year >= rules.dashboard_year) {
    return absl::InvalidArgumentError("the prior year is not before the rulebook's own");
  }
  for (const v1::ColorCountCriterion& criterion : proto.criteria()) {
    SOS_RETURN_IF_ERROR(CheckCitation(criterion.citation(), criterion.description()));
    SOS_ASSIGN_OR_RETURN(ColorCountCriterion converted, ToCriterion(criterion));
    essa.criteria.push_back(converted);
  }
  if (essa.indicators.empty() || essa.criteria.empty() || essa.none_status.empty()) {
    return absl::InvalidArgumentError("ESSA needs indicators, criteria and a word for none");
  }
  const v1::LowGraduationRule& graduation = proto.low_graduation();
  SOS_RETURN_IF_ERROR(CheckCitation(graduation.citation(), "low graduation"));
  const std::optional<Tenths> below = ParseTenths(graduation.below().value());
  if (!below || graduation.cohort_count() < 1 || graduation.cohort_count() > kMostCohorts ||
      graduation.status().empty() || proto.low_performing().status().empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("CSI needs words, a border and 1 to ", kMostCohorts, " cohorts"));
  }
  essa.low_graduation = {.status = graduation.status(),
                         .entry = graduation.entry(),
                         .below = *below,
                         .cohort_count = graduation.cohort_count()};
  SOS_ASSIGN_OR_RETURN(essa.low_graduation.color_required,
                       ToReading(graduation.color_required(), "whether a color is needed"));
  const v1::LowPerformingRule& performing = proto.low_performing();
  SOS_RETURN_IF_ERROR(CheckCitation(performing.citation(), "low performing"));
  essa.low_performing = {.status = performing.status(),
                         .entry = performing.entry(),
                         .title_i_school_year = performing.title_i_school_year()};
  SOS_ASSIGN_OR_RETURN(essa.low_performing.leaves_when_not_met,
                       ToReading(performing.leaves_when_not_met(), "how schools leave"));
  SOS_ASSIGN_OR_RETURN(essa.additional, ToGroupSupport(proto.additional(), rules.dashboard_year));
  if (proto.has_targeted()) {
    SOS_ASSIGN_OR_RETURN(essa.targeted, ToGroupSupport(proto.targeted(), rules.dashboard_year));
  }
  rules.essa = std::move(essa);
  return absl::OkStatus();
}

absl::Status ConvertEquityMultiplier(const v1::EquityMultiplierRules& proto, Rulebook& rules) {
  SOS_RETURN_IF_ERROR(CheckCitation(proto.citation(), "the thresholds"));
  SOS_RETURN_IF_ERROR(CheckCitation(proto.amount_citation(), "the amounts"));
  EquityMultiplierRules multiplier{
      .nonstability_above_thousandths = proto.nonstability_above_thousandths(),
      .disadvantaged_above_thousandths = proto.disadvantaged_above_thousandths(),
      .floor_dollars = proto.floor_dollars()};
  SOS_ASSIGN_OR_RETURN(multiplier.rounded_to_thousandths,
                       ToReading(proto.rounded_to_thousandths(), "whether rates are rounded"));
  for (const int threshold :
       {proto.nonstability_above_thousandths(), proto.disadvantaged_above_thousandths()}) {
    if (threshold < 0 || threshold > kThousand) {
      return absl::InvalidArgumentError("thresholds run from 0 to 1000 thousandths");
    }
  }
  if (!proto.statewide_rate().empty()) {
    multiplier.statewide_rate = ParseScaled(proto.statewide_rate(), kRatePlaces);
    if (!multiplier.statewide_rate || *multiplier.statewide_rate < 0) {
      return absl::InvalidArgumentError("the statewide rate is no amount");
    }
  }
  rules.equity_multiplier = multiplier;
  return absl::OkStatus();
}

absl::Status ConvertDuties(const v1::Rulebook& proto, Rulebook& rules) {
  for (const v1::DutyRule& duty : proto.duties()) {
    SOS_RETURN_IF_ERROR(CheckCitation(duty.citation(), duty.name()));
    DutyRule& added =
        rules.duties.emplace_back(DutyRule{.name = duty.name(),
                                           .kind = FromProto(duty.kind()).value_or(DutyKind::kNone),
                                           .dashboard_year = duty.dashboard_year()});
    SOS_ASSIGN_OR_RETURN(added.known, ToReading(duty.known(), "whether a duty's rule is known"));
    if (added.kind == DutyKind::kRecurringGroups) {
      SOS_ASSIGN_OR_RETURN(added.recurrence, ToRecurrence(duty.recurrence()));
      SOS_RETURN_IF_ERROR(
          CheckYears(added.recurrence.dashboard_years, rules.dashboard_year, duty.name()));
    }
    for (const v1::Test& test : duty.lowest()) {
      SOS_ASSIGN_OR_RETURN(Test converted, ToTest(test));
      added.lowest.push_back(converted);
    }
    const bool needs_tests = added.kind == DutyKind::kLowestPerformance;
    if (added.kind == DutyKind::kNone || needs_tests == added.lowest.empty()) {
      return absl::InvalidArgumentError(absl::StrCat("the duty ", duty.name(), " is incomplete"));
    }
  }
  if (rules.duties.empty()) return absl::InvalidArgumentError("a plan without duties");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ColorCountCriterion> ToCriterion(const v1::ColorCountCriterion& proto) {
  ColorCountCriterion criterion{.minimum_counted = proto.minimum_counted(),
                                .minimum_lowest = proto.minimum_lowest(),
                                .majority_lowest = proto.majority_lowest()};
  if (proto.in_force() != v1::READING_UNSPECIFIED) {
    SOS_ASSIGN_OR_RETURN(criterion.in_force, ToReading(proto.in_force(), "a criterion in force"));
  }
  if (proto.has_maximum_not_lowest()) criterion.maximum_not_lowest = proto.maximum_not_lowest();
  if (proto.has_maximum_above_second_lowest()) {
    criterion.maximum_above_second_lowest = proto.maximum_above_second_lowest();
  }
  return criterion;
}

absl::Status ConvertProgramRules(const v1::Rulebook& proto, Rulebook& rules) {
  const bool fits =
      proto.has_charter() == (rules.program == Program::kCharter) &&
      proto.has_essa() == (rules.program == Program::kEssa) &&
      proto.has_equity_multiplier() == (rules.program == Program::kEquityMultiplier) &&
      proto.duties().empty() == (rules.program != Program::kLcap);
  if (!fits) return absl::InvalidArgumentError("the parts are not those of the program");
  for (const v1::KnownException& exception : proto.known_exceptions()) {
    SOS_RETURN_IF_ERROR(CheckCitation(exception.citation(), "a known exception"));
  }
  switch (rules.program) {
    case Program::kCharter:
      return ConvertCharter(proto.charter(), rules);
    case Program::kEssa:
      return ConvertEssa(proto.essa(), rules);
    case Program::kEquityMultiplier:
      return ConvertEquityMultiplier(proto.equity_multiplier(), rules);
    case Program::kLcap:
      return ConvertDuties(proto, rules);
    case Program::kLcff:
    case Program::kNone:
      break;
  }
  return absl::OkStatus();
}

}  // namespace sos::eligibility
