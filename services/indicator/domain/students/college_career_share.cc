// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "services/indicator/domain/students/college_career.h"
#include "services/indicator/domain/students/share.h"

namespace sos::indicator::records {
namespace {

// What is known of each student of the cohort.
using MeasuresByStudent = std::map<int64_t, ReadinessMeasures>;

// The best level of each student's tests in one year.
void AddTests(const LeaRecords& records, int class_year, const CollegeCareerRules& rules,
              MeasuresByStudent& measures) {
  const auto found = records.earlier_tests.find(class_year - rules.tested_years_before);
  if (found == records.earlier_tests.end()) return;
  const AcademicTestTable& table = found->second;
  std::map<int64_t, TestLevels> levels;
  for (size_t i = 0; i < table.student.size(); ++i) {
    if (!IsReadinessTest(table, i, rules)) continue;
    const bool english = table.test[i] == rules.english_test;
    TestLevels& of_student = levels[table.student[i]];
    int& level = english ? of_student.english : of_student.mathematics;
    level = std::max(level, LevelOfScore(table.score[i], english ? rules.english_standard
                                                                 : rules.mathematics_standard));
  }
  for (const auto& [student, of_student] : levels) measures[student] |= MeasuresOf(of_student);
}

// The examinations of each student and program in the files of one year.
void AddExaminations(const ExaminationTable& table, const CollegeCareerRules& rules,
                     MeasuresByStudent& measures) {
  std::map<std::pair<int64_t, int64_t>, int> counts;
  for (size_t i = 0; i < table.student.size(); ++i) {
    if (Counts(table, i, rules)) ++counts[{table.student[i], table.program[i]}];
  }
  for (const auto& [key, count] : counts) measures[key.first] |= MeasuresOf(count);
}

MeasuresByStudent MeasuresIn(const LeaRecords& records, const CollegeCareerRules& rules) {
  MeasuresByStudent measures;
  const CohortTable& cohort = records.cohort;
  std::map<int, std::vector<int64_t>> classes;
  for (size_t i = 0; i < cohort.student.size(); ++i) {
    classes[static_cast<int>(cohort.class_year[i])].push_back(cohort.student[i]);
    if (!cohort.stated_measures.empty()) {
      measures[cohort.student[i]] |= static_cast<ReadinessMeasures>(cohort.stated_measures[i]);
    }
  }
  for (const auto& [year, table] : records.examinations) AddExaminations(table, rules, measures);
  // Who was in grade 11 in another year than most of the class has no scores here.
  for (const auto& [class_year, students] : classes) {
    MeasuresByStudent tested;
    AddTests(records, class_year, rules, tested);
    for (const int64_t student : students) {
      if (const auto found = tested.find(student); found != tested.end()) {
        measures[student] |= found->second;
      }
    }
  }
  return measures;
}

}  // namespace

std::vector<Share> CollegeCareerShares(const LeaRecords& records, const ShareContext& context,
                                       const CollegeCareerRules& rules) {
  if (!SaysReadiness(records, rules)) return {};
  std::vector<Share> shares = GraduationShares(records, context, rules.cohort);
  const MeasuresByStudent measures = MeasuresIn(records, rules);
  for (Share& share : shares) {
    // Graduates alone can be prepared.
    if (share.in_cohort != Standing::kNumerator) continue;
    const auto known = measures.find(share.student);
    if (known == measures.end() || !IsPrepared(known->second, rules)) {
      share.in_cohort = Standing::kDenominator;
    }
  }
  return shares;
}

}  // namespace sos::indicator::records
