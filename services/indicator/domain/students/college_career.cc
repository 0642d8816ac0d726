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

ReadinessMeasures MeasuresOf(int examinations_of_a_program) {
  ReadinessMeasures measures = 0;
  if (examinations_of_a_program >= 2) measures |= Bit(ReadinessMeasure::kTwoExaminations);
  if (examinations_of_a_program >= 1) measures |= Bit(ReadinessMeasure::kOneExamination);
  return measures;
}

bool Counts(const ExaminationTable& table, size_t row, const CollegeCareerRules& rules) {
  return std::any_of(
      rules.examinations.begin(), rules.examinations.end(), [&](const ExaminationRule& rule) {
        return rule.program == table.program[row] && table.grade[row] >= rule.least_grade;
      });
}

int LevelOfScore(int64_t score, const ScoreStandard& standard) {
  if (score < standard.lowest_score || score > standard.highest_score) return 0;
  return 1 + static_cast<int>(std::upper_bound(standard.level_scores.begin(),
                                               standard.level_scores.end(), score) -
                              standard.level_scores.begin());
}

bool IsReadinessTest(const AcademicTestTable& table, size_t row, const CollegeCareerRules& rules) {
  return (table.test[row] == rules.english_test || table.test[row] == rules.mathematics_test) &&
         table.grade[row] == rules.tested_grade &&
         std::find(rules.scored.begin(), rules.scored.end(),
                   static_cast<Inclusion>(table.inclusion[row])) != rules.scored.end();
}

bool SaysReadiness(const LeaRecords& records, const CollegeCareerRules& rules) {
  if (records.cohort.measures_stated || !records.examinations.empty()) return true;
  const int of_class = records.dashboard_year - rules.tested_years_before;
  return std::any_of(records.earlier_tests.begin(), records.earlier_tests.end(),
                     [&](const auto& entry) {
                       if (entry.first != of_class && entry.first != of_class - 1) return false;
                       for (size_t row = 0; row < entry.second.student.size(); ++row) {
                         if (IsReadinessTest(entry.second, row, rules)) return true;
                       }
                       return false;
                     });
}

}  // namespace sos::indicator::records
