// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/essa/counting.h"

#include <algorithm>
#include <bit>
#include <bitset>
#include <utility>
#include <vector>

namespace sos::eligibility {
namespace {

// One more than the most indicators there are.
constexpr int kSide = kIndicatorCount + 1;

// The value that a test looks at: a color or a status level.
Mask PossibleValues(const Test& test, const Performance& performance) {
  return test.colors != 0 ? performance.colors : performance.status_levels;
}
Mask WantedValues(const Test& test) { return test.colors != 0 ? test.colors : test.status_levels; }

CountClass ClassOfValue(const CountedIndicator& indicator, int value) {
  if (value == 0) return CountClass::kNotCounted;
  if ((WantedValues(indicator.lowest) & Bit(value)) != 0) return CountClass::kLowest;
  if (indicator.second_lowest && (WantedValues(*indicator.second_lowest) & Bit(value)) != 0) {
    return CountClass::kSecondLowest;
  }
  return CountClass::kOther;
}

// The classes that an indicator may be in, one bit each.
Mask PossibleClasses(const CountedIndicator& indicator, const GroupEvidence& evidence) {
  const Performance& performance = evidence[static_cast<size_t>(indicator.lowest.indicator)];
  const Mask values = PossibleValues(indicator.lowest, performance);
  Mask classes = 0;
  for (int value = 0; (values >> value) != 0; ++value) {
    if ((values & Bit(value)) != 0) {
      classes |= Bit(static_cast<int>(ClassOfValue(indicator, value)));
    }
  }
  return classes;
}

void Add(CountClass added, ColorCounts& counts) {
  counts.counted += added == CountClass::kNotCounted ? 0 : 1;
  counts.lowest += added == CountClass::kLowest ? 1 : 0;
  counts.second_lowest += added == CountClass::kSecondLowest ? 1 : 0;
}

int IndexOf(const ColorCounts& counts) {
  return (counts.counted * kSide + counts.lowest) * kSide + counts.second_lowest;
}

}  // namespace

CountClass ClassOf(const CountedIndicator& indicator, int color, int status_level) {
  return ClassOfValue(indicator, indicator.lowest.colors != 0 ? color : status_level);
}

bool Holds(const ColorCountCriterion& criterion, const ColorCounts& counts) {
  const int not_lowest = counts.counted - counts.lowest;
  const int above_second = not_lowest - counts.second_lowest;
  return counts.counted >= criterion.minimum_counted && counts.lowest >= criterion.minimum_lowest &&
         (!criterion.maximum_not_lowest || not_lowest <= *criterion.maximum_not_lowest) &&
         (!criterion.maximum_above_second_lowest ||
          above_second <= *criterion.maximum_above_second_lowest) &&
         (!criterion.majority_lowest || 2 * counts.lowest > counts.counted);
}

std::vector<ColorCounts> PossibleCounts(const EssaRules& rules, const GroupEvidence& evidence) {
  std::vector<ColorCounts> possible(1);
  for (const CountedIndicator& indicator : rules.indicators) {
    const Mask classes = PossibleClasses(indicator, evidence);
    std::vector<ColorCounts> extended;
    std::bitset<size_t{kSide} * kSide * kSide> seen;
    for (const ColorCounts& counts : possible) {
      for (int c = 0; (classes >> c) != 0; ++c) {
        if ((classes & Bit(c)) == 0) continue;
        ColorCounts next = counts;
        Add(static_cast<CountClass>(c), next);
        if (seen[IndexOf(next)]) continue;
        seen.set(IndexOf(next));
        extended.push_back(next);
      }
    }
    possible = std::move(extended);
  }
  return possible;
}

// Whether the criteria hold of known numbers. One of which it is not known whether it is in force
// leaves the answer open.
Outcome Judge(const EssaRules& rules, const ColorCounts& counts, int minimum_counted) {
  if (counts.counted < minimum_counted) return Outcome::kNotMet;
  Outcome outcome = Outcome::kNotMet;
  for (const ColorCountCriterion& criterion : rules.criteria) {
    if (criterion.in_force == Reading::kNo || !Holds(criterion, counts)) continue;
    outcome = Or(outcome,
                 criterion.in_force == Reading::kYes ? Outcome::kMet : Outcome::kInsufficientData);
  }
  return outcome;
}

Outcome PerformsLow(const EssaRules& rules, const GroupEvidence& evidence, int minimum_counted) {
  // Nearly always all is known, and then there is nothing to gather.
  ColorCounts known;
  bool all_known = true;
  for (const CountedIndicator& indicator : rules.indicators) {
    const Mask classes = PossibleClasses(indicator, evidence);
    all_known = all_known && (classes & (classes - 1)) == 0;
    Add(static_cast<CountClass>(std::countr_zero(classes)), known);
  }
  if (all_known) return Judge(rules, known, minimum_counted);
  bool met = true;
  bool not_met = true;
  for (const ColorCounts& counts : PossibleCounts(rules, evidence)) {
    const Outcome outcome = Judge(rules, counts, minimum_counted);
    met = met && outcome == Outcome::kMet;
    not_met = not_met && outcome == Outcome::kNotMet;
  }
  return met ? Outcome::kMet : not_met ? Outcome::kNotMet : Outcome::kInsufficientData;
}

}  // namespace sos::eligibility
