// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/score_scale.h"

#include <algorithm>
#include <vector>

namespace sos::indicator::records {

const ScoreScale* ScaleOf(Grade grade, int score, const std::vector<ScoreScale>& scales) {
  const auto found = std::find_if(scales.begin(), scales.end(), [&](const ScoreScale& scale) {
    return grade >= scale.lowest_grade && grade <= scale.highest_grade &&
           score >= scale.lowest_score && score <= scale.highest_score;
  });
  return found == scales.end() ? nullptr : &*found;
}

int LevelOn(const ScoreScale& scale, int score) {
  return 1 + static_cast<int>(
                 std::upper_bound(scale.level_scores.begin(), scale.level_scores.end(), score) -
                 scale.level_scores.begin());
}

}  // namespace sos::indicator::records
