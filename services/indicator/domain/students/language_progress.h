// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_LANGUAGE_PROGRESS_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_LANGUAGE_PROGRESS_H_

#include <cstdint>
#include <optional>

#include "services/indicator/domain/students/rules.h"
#include "services/indicator/domain/students/standing.h"

namespace sos::indicator::records {

// An overall scale score of the ELPAC, or of the Alternate ELPAC, whose scores are lower than any
// of the ELPAC.
struct LanguageScore {
  Grade grade = kNoGrade;
  // 0 for none.
  int score = 0;
};

// The six levels of progress, from 1: the second and the third level of the ELPAC count as two
// each, 2 low, 2 high, 3 low and 3 high. Where a level has an odd number of scores, the odd one
// belongs to the upper half. Nullopt for a score that is not on the scale of its grade.
std::optional<int> ProgressLevel(const LanguageScore& score, const LanguageProgressRules& rules);

// Whether the student made progress (METHODOLOGY.md): moved up at least one level, or kept the
// highest one; on the Alternate ELPAC also by points. Nullopt without two scores of the same test:
// how the state counts who changed from one test to the other is not known.
std::optional<bool> MadeProgress(const LanguageScore& before, const LanguageScore& now,
                                 const LanguageProgressRules& rules);

// Where a student stands in the rate.
Standing StandingOf(const LanguageScore& before, const LanguageScore& now,
                    const LanguageProgressRules& rules);

// The students who were not tested that are added to the denominator, of `enrolled` students of
// whom `tested` were (METHODOLOGY.md).
int64_t AddedUntested(int64_t enrolled, int64_t tested, int minimum_tested_thousandths);

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_LANGUAGE_PROGRESS_H_
