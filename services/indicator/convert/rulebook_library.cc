// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/convert/rulebook_library.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "common/rulebook/citation.h"
#include "common/status/macros.h"
#include "services/indicator/convert/calculation_rules.h"
#include "services/indicator/convert/college_career_rules.h"
#include "services/indicator/convert/convert.h"

namespace sos::indicator {
namespace {

// Turns one indicator's rules; problems name the indicator.
class RulesConverter {
 public:
  explicit RulesConverter(const v1::IndicatorRules& proto) : proto_(proto) {}

  absl::StatusOr<IndicatorRules> Convert() {
    if (proto_.indicator() == education::v1::INDICATOR_UNSPECIFIED) return Problem("no indicator");
    SOS_RETURN_IF_ERROR(ConvertKind());
    SOS_RETURN_IF_ERROR(ConvertSize());
    SOS_RETURN_IF_ERROR(CheckCitation(proto_.citation(), "publication"));
    SOS_RETURN_IF_ERROR(CheckColumns());
    for (const v1::ScoreTable& table : proto_.tables()) {
      SOS_ASSIGN_OR_RETURN(ScoreTable converted, ConvertTable(table));
      rules_.tables.push_back(std::move(converted));
    }
    if (rules_.tables.empty() && rules_.publication != Publication::kValuesOnly) {
      return Problem("levels are published, but there is no table");
    }
    for (const v1::Override& rule : proto_.overrides()) {
      SOS_ASSIGN_OR_RETURN(Override converted, ConvertOverride(rule));
      rules_.overrides.push_back(std::move(converted));
    }
    for (const v1::KnownException& exception : proto_.known_exceptions()) {
      SOS_RETURN_IF_ERROR(CheckCitation(exception.citation(), "known exception"));
      if (exception.reason().empty()) return Problem("a known exception without reason");
      rules_.known_exceptions.push_back(
          {.reason = exception.reason(),
           .pattern =
               exception.pattern() == v1::KnownException::PATTERN_ALTERNATIVE_SCHOOL_WITHOUT_CHANGE
                   ? KnownException::Pattern::kAlternativeSchoolWithoutChange
                   : KnownException::Pattern::kZeroChangeWithoutStatus});
    }
    if (proto_.has_calculation()) {
      absl::StatusOr<records::Calculation> calculation = ToCalculation(proto_.calculation());
      if (!calculation.ok()) return Problem(calculation.status().message());
      rules_.calculation = *std::move(calculation);
    }
    return std::move(rules_);
  }

 private:
  absl::Status Problem(absl::string_view problem) const {
    return absl::InvalidArgumentError(
        absl::StrCat(education::v1::Indicator_Name(proto_.indicator()), ": ", problem));
  }

  absl::Status CheckCitation(const v1::Citation& citation, absl::string_view what) const {
    const absl::Status status = sos::CheckCitation(citation, what);
    return status.ok() ? status : Problem(status.message());
  }

  absl::StatusOr<std::vector<StudentGroup>> Groups(
      const google::protobuf::RepeatedField<int>& groups) const {
    std::vector<StudentGroup> converted;
    for (const int group : groups) {
      const auto twin = FromProto(static_cast<education::v1::StudentGroup>(group));
      if (!twin) return Problem(absl::StrCat("there is no student group ", group));
      converted.push_back(*twin);
    }
    return converted;
  }

  absl::Status ConvertKind() {
    const std::optional<Indicator> indicator = FromProto(proto_.indicator());
    if (!indicator) return Problem("rules without an indicator");
    rules_.indicator = *indicator;
    switch (proto_.publication()) {
      case v1::IndicatorRules::PUBLICATION_COLOR:
        rules_.publication = Publication::kColor;
        break;
      case v1::IndicatorRules::PUBLICATION_STATUS_ONLY:
        rules_.publication = Publication::kStatusOnly;
        break;
      case v1::IndicatorRules::PUBLICATION_VALUES_ONLY:
        rules_.publication = Publication::kValuesOnly;
        break;
      default:
        return Problem("no publication");
    }
    switch (proto_.measurement()) {
      case v1::IndicatorRules::MEASUREMENT_COUNTS:
        rules_.measurement = Measurement::kCounts;
        break;
      case v1::IndicatorRules::MEASUREMENT_GIVEN:
        rules_.measurement = Measurement::kGiven;
        break;
      default:
        return Problem("no measurement");
    }
    if (proto_.direction() == v1::IndicatorRules::DIRECTION_UNSPECIFIED) {
      return Problem("no direction");
    }
    rules_.unit = proto_.unit();
    if (proto_.has_status_cap()) {
      rules_.status_cap = ParseTenths(proto_.status_cap().value());
      if (rules_.status_cap != Tenths{1000}) return Problem("the only status cap known is 100.0");
    }
    rules_.raw_change_level_published = proto_.raw_change_level_published();
    rules_.raw_change_level_published_below = proto_.raw_change_level_published_below();
    rules_.status_name = proto_.status_name();
    return ConvertStateRow();
  }

  absl::Status ConvertStateRow() {
    if (!proto_.has_state_row()) return absl::OkStatus();
    const v1::StateRowRule& state = proto_.state_row();
    SOS_RETURN_IF_ERROR(CheckCitation(state.citation(), "state row"));
    rules_.state_row = StateRowRule{.school_type = state.school_type()};
    SOS_ASSIGN_OR_RETURN(rules_.state_row->uncolored_groups, Groups(state.uncolored_groups()));
    return absl::OkStatus();
  }

  // The answers about columns are for people and tests; no rule reads them.
  absl::Status CheckColumns() const {
    std::set<std::string> seen;
    for (const v1::ColumnAnswer& answer : proto_.columns()) {
      SOS_RETURN_IF_ERROR(CheckCitation(answer.citation(), "columns"));
      if (answer.columns().empty() || answer.effect() == v1::ColumnAnswer::EFFECT_UNSPECIFIED) {
        return Problem("an answer about columns without columns or effect");
      }
      for (const std::string& column : answer.columns()) {
        if (!seen.insert(column).second) {
          return Problem(absl::StrCat("the column ", column, " is answered twice"));
        }
      }
    }
    return absl::OkStatus();
  }

  absl::Status ConvertSize() {
    const v1::SizeRule& size = proto_.size();
    SOS_RETURN_IF_ERROR(CheckCitation(size.citation(), "size"));
    if (size.minimum_for_status() < 1 || size.minimum_for_color() < size.minimum_for_status() ||
        size.minimum_for_color_of_small_groups() < size.minimum_for_status()) {
      return Problem("the minimum sizes contradict one another");
    }
    rules_.size = {.minimum_for_status = size.minimum_for_status(),
                   .minimum_for_color = size.minimum_for_color(),
                   .minimum_for_color_of_small_groups = size.minimum_for_color_of_small_groups(),
                   .pair_share_skips_prior = size.pair_share_skips_prior(),
                   .tests_test_counts = size.tests_test_counts()};
    SOS_ASSIGN_OR_RETURN(rules_.size.small_groups, Groups(size.small_groups()));
    if (proto_.has_small_population()) {
      SOS_RETURN_IF_ERROR(CheckCitation(proto_.small_population().citation(), "small population"));
      rules_.small_population = {
          .below = proto_.small_population().below(),
          .all_students_only = proto_.small_population().all_students_only()};
    }
    SOS_ASSIGN_OR_RETURN(rules_.uncolored_groups, Groups(proto_.uncolored_groups()));
    if (proto_.has_undecided_groups()) {
      SOS_RETURN_IF_ERROR(CheckCitation(proto_.undecided_groups().citation(), "undecided groups"));
      SOS_ASSIGN_OR_RETURN(rules_.undecided_groups,
                           Groups(proto_.undecided_groups().student_groups()));
      rules_.undecided_groups_reason = proto_.undecided_groups().reason();
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Scale> ConvertScale(const google::protobuf::RepeatedPtrField<v1::Band>& bands,
                                     absl::string_view what, const std::string& table) const {
    std::vector<Band> converted;
    for (const v1::Band& band : bands) {
      Band& added = converted.emplace_back(Band{.level = band.level(), .label = band.label()});
      if (band.has_minimum()) added.minimum = ParseTenths(band.minimum().value());
      if (band.has_maximum()) added.maximum = ParseTenths(band.maximum().value());
    }
    absl::StatusOr<Scale> scale = Scale::Create(std::move(converted));
    if (!scale.ok()) {
      return Problem(absl::StrCat("table ", table, ", ", what, ": ", scale.status().message()));
    }
    // Change runs in the same direction as status: more is better in both, or less is.
    const bool higher = proto_.direction() == v1::IndicatorRules::DIRECTION_HIGHER_IS_BETTER;
    if (scale->ascending() != higher) {
      return Problem(absl::StrCat("table ", table, ", ", what, " runs against the direction"));
    }
    return scale;
  }

  absl::StatusOr<ScoreTable> ConvertTable(const v1::ScoreTable& proto) const {
    SOS_RETURN_IF_ERROR(CheckCitation(proto.citation(), absl::StrCat("table ", proto.id())));
    SOS_ASSIGN_OR_RETURN(Scale status_scale,
                         ConvertScale(proto.status_bands(), "status", proto.id()));
    ScoreTable table{.id = proto.id(), .status_scale = std::move(status_scale)};
    table.selector = {
        .school_types = {proto.selector().school_types().begin(),
                         proto.selector().school_types().end()},
        .high_school_cuts = proto.selector().high_school_cuts(),
        .alternative_or_county_office = proto.selector().alternative_or_county_office()};
    if (rules_.publication != Publication::kColor) return table;
    SOS_ASSIGN_OR_RETURN(table.change_scale,
                         ConvertScale(proto.change_bands(), "change", proto.id()));
    if (proto.grid_size() != kLevels)
      return Problem(absl::StrCat("table ", proto.id(), " has no 5 grid rows"));
    for (int i = 0; i < kLevels; ++i) {
      const v1::GridRow& row = proto.grid(i);
      if (row.status_level() != kLevels - i || row.colors_size() != kLevels) {
        return Problem(
            absl::StrCat("table ", proto.id(), ": grid row ", i + 1, " is out of order or short"));
      }
      for (int change = 1; change <= kLevels; ++change) {
        const std::optional<Color> color = FromProto(row.colors(change - 1));
        if (!color) return Problem("a grid cell without color");
        table.grid.set(row.status_level(), change, *color);
      }
    }
    return table;
  }

  absl::StatusOr<Override> ConvertOverride(const v1::Override& proto) const {
    SOS_RETURN_IF_ERROR(CheckCitation(proto.citation(), "override"));
    Override rule;
    switch (proto.condition()) {
      case v1::Override::CONDITION_UNCERTIFIED:
        rule.flags = 1;
        break;
      case v1::Override::CONDITION_PRIOR_UNCERTIFIED:
        rule.flags = 2;
        break;
      case v1::Override::CONDITION_DATA_ERROR:
        rule.flags = 4;
        break;
      case v1::Override::CONDITION_UNDER_HALF_TESTED:
        rule.flags = 32;
        break;
      case v1::Override::CONDITION_UNDER_95_TESTED:
        rule.flags = 64;
        break;
      case v1::Override::CONDITION_LOWER_BOUND:
        rule.flags = kFlagLowerBound;
        break;
      case v1::Override::CONDITION_ALTERNATIVE_SCHOOL:
        rule.alternative_school = true;
        break;
      default:
        return Problem("an override without condition");
    }
    switch (proto.effect_case()) {
      case v1::Override::kAssignColor:
        rule.color = FromProto(proto.assign_color().color());
        if (!rule.color) return Problem("an override that assigns no color");
        rule.box = proto.assign_color().box();
        break;
      case v1::Override::kAssignStatusLevel:
        rule.status_level = proto.assign_status_level();
        break;
      case v1::Override::kCapStatusLevel:
        rule.maximum_status_level = proto.cap_status_level();
        break;
      case v1::Override::kLeaveUndetermined:
        rule.undetermined_reason = proto.leave_undetermined().reason();
        rule.status_level_undetermined = proto.leave_undetermined().status_level_too();
        break;
      case v1::Override::EFFECT_NOT_SET:
        return Problem("an override without effect");
    }
    return rule;
  }

  const v1::IndicatorRules& proto_;
  IndicatorRules rules_;
};

}  // namespace

absl::StatusOr<Rulebook> ToRules(const v1::Rulebook& proto) {
  Rulebook rules{.name = proto.name(), .dashboard_year = proto.dashboard_year()};
  if (proto.name() != RulebookName("dashboard", proto.dashboard_year())) {
    return errors::RulebookInvalid(proto.name(), "the name does not match the year");
  }
  for (const v1::IndicatorRules& indicator : proto.indicators()) {
    absl::StatusOr<IndicatorRules> converted = RulesConverter(indicator).Convert();
    if (!converted.ok()) return errors::RulebookInvalid(proto.name(), converted.status().message());
    if (rules.Find(converted->indicator) != nullptr) {
      return errors::RulebookInvalid(proto.name(), "an indicator stands twice");
    }
    rules.indicators.push_back(*std::move(converted));
  }
  for (int i = 0; i < proto.indicators_size(); ++i) {
    auto& calculation = rules.indicators[i].calculation;
    auto* const college_career =
        calculation ? std::get_if<records::CollegeCareerRules>(&calculation->method) : nullptr;
    if (college_career == nullptr) continue;
    const absl::Status taken =
        TakeOtherRules(proto.indicators(i).calculation().college_career(), rules, *college_career);
    if (!taken.ok()) return errors::RulebookInvalid(proto.name(), taken.message());
  }
  return rules;
}

const IndicatorRules* FindRules(const LoadedRulebook* rulebook,
                                ingestion::v1::Collection measures) {
  const std::optional<Indicator> indicator = IndicatorOf(measures);
  return rulebook == nullptr || !indicator ? nullptr : rulebook->rules.Find(*indicator);
}

v1::IndicatorRules::Publication ToProto(Publication publication) {
  switch (publication) {
    case Publication::kColor:
      return v1::IndicatorRules::PUBLICATION_COLOR;
    case Publication::kStatusOnly:
      return v1::IndicatorRules::PUBLICATION_STATUS_ONLY;
    case Publication::kValuesOnly:
      return v1::IndicatorRules::PUBLICATION_VALUES_ONLY;
  }
  return v1::IndicatorRules::PUBLICATION_UNSPECIFIED;
}

}  // namespace sos::indicator
