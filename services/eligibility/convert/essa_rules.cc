// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/education/dashboard_year.h"
#include "common/status/macros.h"
#include "services/eligibility/convert/enums.h"
#include "services/eligibility/convert/program_rules.h"
#include "services/eligibility/convert/rule_parts.h"

namespace sos::eligibility {
namespace {

constexpr int kMostCohorts = 10;

absl::StatusOr<CountedIndicator> ToCounted(const v1::CountedIndicator& proto) {
  SOS_RETURN_IF_ERROR(ToCitation(proto.citation(), "an indicator that counts").status());
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
  GroupSupportRule rule{
      .status = proto.status(), .entry = proto.entry(), .minimum_counted = proto.minimum_counted()};
  SOS_ASSIGN_OR_RETURN(rule.citation, ToCitation(proto.citation(), proto.status()));
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

absl::StatusOr<ColorCountCriterion> ToCriterion(const v1::ColorCountCriterion& proto) {
  ColorCountCriterion criterion{.description = proto.description(),
                                .minimum_counted = proto.minimum_counted(),
                                .minimum_lowest = proto.minimum_lowest(),
                                .majority_lowest = proto.majority_lowest()};
  SOS_ASSIGN_OR_RETURN(criterion.citation, ToCitation(proto.citation(), proto.description()));
  if (proto.in_force() != v1::READING_UNSPECIFIED) {
    SOS_ASSIGN_OR_RETURN(criterion.in_force, ToReading(proto.in_force(), "a criterion in force"));
  }
  if (proto.has_maximum_not_lowest()) criterion.maximum_not_lowest = proto.maximum_not_lowest();
  if (proto.has_maximum_above_second_lowest()) {
    criterion.maximum_above_second_lowest = proto.maximum_above_second_lowest();
  }
  return criterion;
}

}  // namespace

absl::StatusOr<ProgramRules> ToEssaRules(const v1::Rulebook& proto) {
  const v1::EssaRules& own = proto.essa();
  EssaRules essa{
      .none_status = own.none_status(),
      .none_status_aliases = {own.none_status_aliases().begin(), own.none_status_aliases().end()},
      .prior_year = own.prior_year()};
  for (const v1::CountedIndicator& indicator : own.indicators()) {
    SOS_ASSIGN_OR_RETURN(CountedIndicator counted, ToCounted(indicator));
    for (const CountedIndicator& other : essa.indicators) {
      if (other.lowest.indicator == counted.lowest.indicator) {
        return absl::InvalidArgumentError("an indicator counts twice");
      }
    }
    essa.indicators.push_back(counted);
  }
  if (essa.prior_year < 0 || essa.prior_year >= proto.dashboard_year()) {
    return absl::InvalidArgumentError("the prior year is not before the rulebook's own");
  }
  for (const v1::ColorCountCriterion& criterion : own.criteria()) {
    SOS_ASSIGN_OR_RETURN(ColorCountCriterion converted, ToCriterion(criterion));
    essa.criteria.push_back(converted);
  }
  if (essa.indicators.empty() || essa.criteria.empty() || essa.none_status.empty()) {
    return absl::InvalidArgumentError("ESSA needs indicators, criteria and a word for none");
  }
  const v1::LowGraduationRule& graduation = own.low_graduation();
  SOS_ASSIGN_OR_RETURN(Citation graduation_citation,
                       ToCitation(graduation.citation(), "low graduation"));
  const std::optional<Tenths> below = ParseTenths(graduation.below().value());
  if (!below || graduation.cohort_count() < 1 || graduation.cohort_count() > kMostCohorts ||
      graduation.status().empty() || own.low_performing().status().empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("CSI needs words, a border and 1 to ", kMostCohorts, " cohorts"));
  }
  essa.low_graduation = {.status = graduation.status(),
                         .entry = graduation.entry(),
                         .below = *below,
                         .cohort_count = graduation.cohort_count(),
                         .citation = std::move(graduation_citation)};
  SOS_ASSIGN_OR_RETURN(essa.low_graduation.color_required,
                       ToReading(graduation.color_required(), "whether a color is needed"));
  const v1::LowPerformingRule& performing = own.low_performing();
  essa.low_performing = {.status = performing.status(),
                         .entry = performing.entry(),
                         .title_i_school_year = performing.title_i_school_year()};
  SOS_ASSIGN_OR_RETURN(essa.low_performing.citation,
                       ToCitation(performing.citation(), "low performing"));
  SOS_ASSIGN_OR_RETURN(essa.low_performing.leaves_when_not_met,
                       ToReading(performing.leaves_when_not_met(), "how schools leave"));
  SOS_ASSIGN_OR_RETURN(essa.additional, ToGroupSupport(own.additional(), proto.dashboard_year()));
  if (own.has_targeted()) {
    SOS_ASSIGN_OR_RETURN(essa.targeted, ToGroupSupport(own.targeted(), proto.dashboard_year()));
  }
  return essa;
}

}  // namespace sos::eligibility
