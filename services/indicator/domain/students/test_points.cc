// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/test_points.h"

#include <algorithm>
#include <vector>

#include "services/indicator/domain/students/lea_records.h"
#include "services/indicator/domain/students/score_scale.h"

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

// Of a scale that is not published, every score is.
bool IsOnScale(const TestResult& result, const std::vector<ScoreScale>& scales) {
  return scales.empty() || ScaleOf(result.grade, result.score, scales) != nullptr;
}

int StandInPoints(const TestResult& result, const ScoreStandard& standard,
                  const std::vector<ScoreScale>& scales) {
  const ScoreScale* const scale = ScaleOf(result.grade, result.score, scales);
  if (scale == nullptr) return kNoStandIn;
  // Level 1 has the lowest score of level 2, and so on.
  const auto above = static_cast<size_t>(LevelOn(*scale, result.score)) - 1;
  return above < standard.level_scores.size() ? standard.level_scores[above] - standard.from_score
                                              : kNoStandIn;
}

}  // namespace

TestStanding StandingOf(const TestResult& result, const TestScoreRules& rules) {
  const ScoreStandard* const standard = StandardOf(result.grade, rules.standards);
  if (standard == nullptr) return {.standing = Standing::kGradeOutside};
  TestStanding found{.standing = Standing::kWithoutScore};
  found.to_be_tested = result.inclusion != Inclusion::kNotSaid &&
                       result.inclusion != Inclusion::kExempt &&
                       !Contains(rules.exempt, result.condition);
  found.tested =
      found.to_be_tested && !result.not_attempted && Contains(rules.tested, result.inclusion);
  const bool alternate = result.test == rules.alternate_test;
  const bool on_scale =
      alternate ? IsOnScale(result, rules.alternate_scales)
                : result.score >= standard->lowest_score && result.score <= standard->highest_score;
  if (!found.to_be_tested || !on_scale || !Contains(rules.scored, result.inclusion)) return found;
  if (!result.enrolled) {
    found.standing = Standing::kEnrolledLate;
    return found;
  }
  if (alternate) {
    found.standing = Standing::kAlternateAssessment;
    found.points = StandInPoints(result, *standard, rules.alternate_scales);
    return found;
  }
  found.standing = Standing::kDenominator;
  found.points = result.score - standard->from_score;
  return found;
}

PointRanges RangesOf(const TestScoreRules& rules) {
  PointRanges ranges;
  for (Grade grade = kKindergarten; grade <= kHighestGrade; ++grade) {
    const ScoreStandard* const standard = StandardOf(grade, rules.standards);
    if (standard == nullptr) continue;
    ranges[grade] = {.least = standard->lowest_score - standard->from_score,
                     .most = standard->highest_score - standard->from_score};
  }
  return ranges;
}

int64_t CensusDayOf(const CensusDay& rule, int school_year) {
  const std::chrono::year_month_weekday day(std::chrono::year(school_year - 1), rule.month,
                                            rule.day);
  return std::chrono::sys_days(day).time_since_epoch().count();
}

}  // namespace sos::indicator::records
