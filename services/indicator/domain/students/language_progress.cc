// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/language_progress.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "services/indicator/domain/students/score_scale.h"

namespace sos::indicator::records {
namespace {

constexpr int64_t kThousandths = 1000;

// The scale of a score; null where the score is not on that of its grade.
const ScoreScale* ScaleOf(const LanguageScore& score, const std::vector<ScoreScale>& scales) {
  return ScaleOf(score.grade, score.score, scales);
}

// The lowest score of the upper half of level `level` of a scale.
int UpperHalf(const ScoreScale& scale, int level) {
  const int lowest = scale.level_scores[level - 2];
  const int next = scale.level_scores[level - 1];
  return lowest + (next - lowest) / 2;
}

}  // namespace

std::optional<int> ProgressLevel(const LanguageScore& score, const LanguageProgressRules& rules) {
  const ScoreScale* const scale = ScaleOf(score, rules.summative);
  if (scale == nullptr) return std::nullopt;
  const int level = LevelOn(*scale, score.score);
  const int highest = static_cast<int>(scale->level_scores.size()) + 1;
  // Each level between the lowest and the highest is two.
  const int below = level == 1 ? 0 : 1 + 2 * (level - 2);
  const bool halved = level > 1 && level < highest;
  return below + 1 + (halved && score.score >= UpperHalf(*scale, level) ? 1 : 0);
}

std::optional<bool> MadeProgress(const LanguageScore& before, const LanguageScore& now,
                                 const LanguageProgressRules& rules) {
  const std::optional<int> level_before = ProgressLevel(before, rules);
  const std::optional<int> level_now = ProgressLevel(now, rules);
  if (level_before && level_now) {
    const LanguageScore highest{.grade = now.grade,
                                .score = ScaleOf(now, rules.summative)->highest_score};
    return *level_now > *level_before || *level_now == *ProgressLevel(highest, rules);
  }
  const ScoreScale* const scale_before = ScaleOf(before, rules.alternate);
  const ScoreScale* const scale_now = ScaleOf(now, rules.alternate);
  if (scale_before == nullptr || scale_now == nullptr) return std::nullopt;
  const int from = LevelOn(*scale_before, before.score);
  const int to = LevelOn(*scale_now, now.score);
  const int points =
      (now.score - scale_now->lowest_score) - (before.score - scale_before->lowest_score);
  return to > from || points >= rules.alternate_points ||
         (to == from && to == static_cast<int>(scale_now->level_scores.size()) + 1);
}

Standing StandingOf(const LanguageScore& before, const LanguageScore& now,
                    const LanguageProgressRules& rules) {
  if (now.grade < rules.lowest_grade || now.grade > rules.highest_grade) {
    return Standing::kGradeOutside;
  }
  const std::optional<bool> progress = MadeProgress(before, now, rules);
  if (!progress) {
    const auto is_scored = [&](const LanguageScore& score) {
      return ScaleOf(score, rules.summative) != nullptr ||
             ScaleOf(score, rules.alternate) != nullptr;
    };
    return is_scored(before) && is_scored(now) ? Standing::kOtherTestBefore
                                               : Standing::kWithoutTwoScores;
  }
  return *progress ? Standing::kNumerator : Standing::kDenominator;
}

int64_t AddedUntested(int64_t enrolled, int64_t tested, int minimum_tested_thousandths) {
  const int64_t needed = (enrolled * minimum_tested_thousandths + kThousandths - 1) / kThousandths;
  return std::max<int64_t>(0, needed - tested);
}

}  // namespace sos::indicator::records
