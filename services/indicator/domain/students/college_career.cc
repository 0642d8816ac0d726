// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/college_career.h"

#include <algorithm>
#include <cstdint>

namespace sos::indicator::records {
namespace {

// Standard met, and standard nearly met.
constexpr int kMet = 3;
constexpr int kNearlyMet = 2;

}  // namespace

ReadinessMeasures MeasuresOf(const TestLevels& levels) {
  ReadinessMeasures measures = 0;
  const int lower = std::min(levels.english, levels.mathematics);
  const int higher = std::max(levels.english, levels.mathematics);
  if (lower >= kMet) measures |= Bit(ReadinessMeasure::kBothStandardsMet);
  if (higher >= kMet && lower >= kNearlyMet) measures |= Bit(ReadinessMeasure::kOneStandardMet);
  if (levels.english >= kMet) measures |= Bit(ReadinessMeasure::kEnglishStandardMet);
  return measures;
}

bool IsPrepared(ReadinessMeasures measures, const CollegeCareerRules& rules) {
  return std::any_of(rules.ways.begin(), rules.ways.end(),
                     [measures](ReadinessMeasures way) { return (measures & way) == way; });
}

int LevelOfScore(int64_t score, const ScoreStandard& standard) {
  if (score < standard.lowest_score || score > standard.highest_score) return 0;
  return 1 + static_cast<int>(std::upper_bound(standard.level_scores.begin(),
                                               standard.level_scores.end(), score) -
                              standard.level_scores.begin());
}

bool SaysReadiness(const LeaRecords& records, const CollegeCareerRules& rules) {
  if (records.cohort.measures_stated) return true;
  const auto tests = records.earlier_tests.find(records.dashboard_year - rules.tested_years_before);
  return tests != records.earlier_tests.end() && !tests->second.student.empty();
}

}  // namespace sos::indicator::records
