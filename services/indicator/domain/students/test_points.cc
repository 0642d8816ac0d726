// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/test_points.h"

#include <algorithm>
#include <vector>

#include "services/indicator/domain/students/lea_records.h"

namespace sos::indicator::records {
namespace {

template <typename Value>
bool Contains(const std::vector<Value>& values, Value value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

const ScoreStandard* StandardOf(Grade grade, const std::vector<ScoreStandard>& standards) {
  const auto found =
      std::find_if(standards.begin(), standards.end(), [grade](const ScoreStandard& standard) {
        return grade >= standard.lowest_grade && grade <= standard.highest_grade;
      });
  return found == standards.end() ? nullptr : &*found;
}

}  // namespace

TestStanding StandingOf(const TestResult& result, const TestScoreRules& rules, int64_t census_day) {
  const ScoreStandard* const standard = StandardOf(result.grade, rules.standards);
  if (standard == nullptr) return {.standing = Standing::kGradeOutside};
  TestStanding found{.standing = Standing::kWithoutScore};
  found.to_be_tested = result.inclusion != Inclusion::kNotSaid &&
                       result.inclusion != Inclusion::kExempt &&
                       !Contains(rules.exempt, result.condition);
  found.tested =
      found.to_be_tested && !result.not_attempted && Contains(rules.tested, result.inclusion);
  if (result.test == rules.alternate_test) {
    found.standing = Standing::kAlternateAssessment;
    return found;
  }
  const bool on_scale =
      result.score >= standard->lowest_score && result.score <= standard->highest_score;
  if (!found.to_be_tested || !on_scale || !Contains(rules.scored, result.inclusion)) return found;
  if (result.enrolled_since == kNoDate || result.enrolled_since > census_day) {
    found.standing = Standing::kEnrolledLate;
    return found;
  }
  found.standing = Standing::kDenominator;
  found.points = result.score - standard->from_score;
  return found;
}

int64_t CensusDayOf(const CensusDay& rule, int school_year) {
  const std::chrono::year_month_weekday day(std::chrono::year(school_year - 1), rule.month,
                                            rule.day);
  return std::chrono::sys_days(day).time_since_epoch().count();
}

}  // namespace sos::indicator::records
