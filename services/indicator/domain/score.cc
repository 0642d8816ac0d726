// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/score.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace sos::indicator {
namespace {

bool Contains(const std::vector<StudentGroup>& groups, StudentGroup group) {
  return std::find(groups.begin(), groups.end(), group) != groups.end();
}

// The rate of a row that has enough students to show one.
std::optional<Fraction> RateOf(int64_t numerator, int64_t denominator,
                               const IndicatorRules& rules) {
  if (numerator == kNoCount || denominator < rules.size.minimum_for_status || denominator <= 0) {
    return std::nullopt;
  }
  // The only cap there is, 100 %, caps the numerator.
  if (rules.status_cap) numerator = std::min(numerator, denominator);
  return Fraction{numerator, denominator};
}

void MeasureFromCounts(const Measure& measure, const IndicatorRules& rules, Score& score) {
  const auto current = RateOf(measure.current_numerator, measure.current_denominator, rules);
  const auto prior = RateOf(measure.prior_numerator, measure.prior_denominator, rules);
  if (current) score.status = RoundedPercent(*current);
  if (prior) score.prior_status = RoundedPercent(*prior);
  if (current && prior) score.change = RoundedPercentChange(*current, *prior);
}

// The type by which the row chooses its table: that of the state's own row may be blank.
absl::string_view TypeOf(const Measure& measure, const IndicatorRules& rules) {
  const bool from_rules = measure.state_row && measure.school_type.empty() && rules.state_row;
  return from_rules ? absl::string_view(rules.state_row->school_type) : measure.school_type;
}

bool Fits(const Selector& selector, const Measure& measure, absl::string_view school_type) {
  if (selector.high_school_cuts && (measure.flags & kFlagHighSchoolCuts) == 0) return false;
  if (selector.alternative_or_county_office && !measure.alternative &&
      !(measure.lea_row && measure.county_office)) {
    return false;
  }
  return selector.school_types.empty() ||
         std::find(selector.school_types.begin(), selector.school_types.end(), school_type) !=
             selector.school_types.end();
}

const ScoreTable* TableFor(const Measure& measure, const IndicatorRules& rules) {
  const absl::string_view school_type = TypeOf(measure, rules);
  for (const ScoreTable& table : rules.tables) {
    if (Fits(table.selector, measure, school_type)) return &table;
  }
  return nullptr;
}

bool SmallPopulationApplies(const Measure& measure, const IndicatorRules& rules) {
  if (!rules.small_population) return false;
  if (rules.small_population->all_students_only && measure.group != StudentGroup::kAll) {
    return false;
  }
  return measure.current_denominator != kNoCount &&
         measure.current_denominator < rules.small_population->below;
}

// Change level 1 counts as 2, and 5 as 4.
int Collapsed(int change_level) { return std::clamp(change_level, 2, kLevels - 1); }

void SetLevels(const Measure& measure, const IndicatorRules& rules, Score& score) {
  score.table = TableFor(measure, rules);
  if (score.table == nullptr) return;
  if (score.status) score.status_level = score.table->status_scale.Level(*score.status);
  if (rules.publication != Publication::kColor || !score.change || !score.table->change_scale) {
    return;
  }
  const int raw = score.table->change_scale->Level(*score.change);
  score.grid_change_level = score.small_population ? Collapsed(raw) : raw;
  const bool raw_published = rules.raw_change_level_published ||
                             measure.current_denominator < rules.raw_change_level_published_below;
  score.change_level = raw_published ? raw : score.grid_change_level;
}

void SetColor(const Measure& measure, const IndicatorRules& rules, Score& score) {
  if (!score.current_size_met || !score.prior_size_met) return;
  if (score.status_level == 0 || score.grid_change_level == 0) return;
  if (Contains(rules.uncolored_groups, measure.group)) return;
  if (measure.state_row && rules.state_row &&
      Contains(rules.state_row->uncolored_groups, measure.group)) {
    return;
  }
  if (Contains(rules.undecided_groups, measure.group)) {
    score.undetermined_reason = rules.undecided_groups_reason;
    return;
  }
  score.color = score.table->grid.at(score.status_level, score.grid_change_level);
  if (score.color != Color::kNone) score.box = BoxOf(score.status_level, score.grid_change_level);
}

void ApplyOverrides(const Measure& measure, const IndicatorRules& rules, Score& score) {
  for (const Override& rule : rules.overrides) {
    const bool flagged =
        (measure.flags & rule.flags) != 0 || (rule.alternative_school && measure.alternative);
    if (!flagged) continue;
    score.applied_override = &rule;
    if (rule.color) {
      score.color = *rule.color;
      score.box = rule.box;
    } else if (rule.status_level) {
      score.status_level = *rule.status_level;
    } else if (rule.maximum_status_level) {
      score.status_level = std::min(score.status_level, *rule.maximum_status_level);
    } else {
      score.undetermined_reason = rule.undetermined_reason;
      score.color = Color::kNone;
      score.box = 0;
      if (rule.status_level_undetermined) {
        score.status_level_undetermined = true;
        score.status_level = 0;
      }
    }
  }
}

void NoteException(const Measure& measure, const IndicatorRules& rules, Score& score) {
  for (const KnownException& exception : rules.known_exceptions) {
    const bool concerned =
        exception.pattern == KnownException::Pattern::kAlternativeSchoolWithoutChange
            ? measure.alternative && score.change.has_value()
            : !score.change.has_value();
    if (concerned) score.exception_reason = exception.reason;
  }
}

}  // namespace

int64_t CurrentSize(const Measure& measure, const SizeRule& rule) {
  return rule.tests_test_counts && measure.current_test_count != kNoCount
             ? measure.current_test_count
             : measure.current_denominator;
}

int64_t PriorSize(const Measure& measure, const SizeRule& rule) {
  return rule.tests_test_counts && measure.prior_test_count != kNoCount ? measure.prior_test_count
                                                                        : measure.prior_denominator;
}

int64_t MinimumForColor(const Measure& measure, const SizeRule& rule) {
  return measure.lea_row && Contains(rule.small_groups, measure.group)
             ? rule.minimum_for_color_of_small_groups
             : rule.minimum_for_color;
}

Score ScoreMeasure(const Measure& measure, const IndicatorRules& rules) {
  Score score;
  if (rules.measurement == Measurement::kCounts) {
    MeasureFromCounts(measure, rules, score);
  } else {
    score.status = measure.given_status;
    score.prior_status = measure.given_prior_status;
    score.change = measure.given_change;
  }
  if (rules.publication == Publication::kStatusOnly) score.change.reset();
  score.small_population = SmallPopulationApplies(measure, rules);
  const int64_t minimum = MinimumForColor(measure, rules.size);
  score.current_size_met = CurrentSize(measure, rules.size) >= minimum;
  score.prior_size_met =
      PriorSize(measure, rules.size) >= minimum ||
      (rules.size.pair_share_skips_prior && (measure.flags & kFlagPairShare) != 0);
  if (rules.publication != Publication::kValuesOnly) {
    SetLevels(measure, rules, score);
    if (rules.publication == Publication::kColor) SetColor(measure, rules, score);
    ApplyOverrides(measure, rules, score);
  }
  NoteException(measure, rules, score);
  return score;
}

}  // namespace sos::indicator
