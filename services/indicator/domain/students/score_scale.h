// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_SCORE_SCALE_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_SCORE_SCALE_H_

#include <vector>

#include "services/indicator/domain/students/rules.h"

namespace sos::indicator::records {

// The scale that the score of a grade is on; null where it is on none.
const ScoreScale* ScaleOf(Grade grade, int score, const std::vector<ScoreScale>& scales);

// The level of a score on its scale, from 1.
int LevelOn(const ScoreScale& scale, int score);

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_SCORE_SCALE_H_
