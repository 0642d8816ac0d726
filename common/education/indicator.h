// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_EDUCATION_INDICATOR_H_
#define SOS_COMMON_EDUCATION_INDICATOR_H_

#include "common/education/code_table.h"

namespace sos {

// A state indicator of the Dashboard. Its twin in the contract is
// sos.education.v1.Indicator (common/education/proto.h); the codes are those of the published
// files' `indicator` column.
enum class Indicator {
  kChronicAbsenteeism,
  kSuspension,
  kEnglishLearnerProgress,
  kGraduation,
  kEnglishLanguageArts,
  kMathematics,
  kCollegeCareer,
  kScience,
};

inline constexpr CodeEntry<Indicator> kIndicatorEntries[] = {
    {Indicator::kChronicAbsenteeism, "CHRO", "Chronic Absenteeism"},
    {Indicator::kSuspension, "SUSP", "Suspension Rate"},
    {Indicator::kEnglishLearnerProgress, "ELPI", "English Learner Progress"},
    {Indicator::kGraduation, "GRAD", "Graduation Rate"},
    {Indicator::kEnglishLanguageArts, "ELA", "English Language Arts"},
    {Indicator::kMathematics, "MATH", "Mathematics"},
    {Indicator::kCollegeCareer, "CCI", "College/Career"},
    {Indicator::kScience, "SCIENCE", "Science"},
};
inline constexpr CodeTable kIndicators(kIndicatorEntries);
inline constexpr int kIndicatorCount = 8;

// The color of a result, the lowest first. The values are the codes of the published files.
enum class Color { kNone, kRed, kOrange, kYellow, kGreen, kBlue };

inline constexpr CodeEntry<Color> kColorEntries[] = {
    {Color::kNone, "none", "No Color"},   {Color::kRed, "red", "Red"},
    {Color::kOrange, "orange", "Orange"}, {Color::kYellow, "yellow", "Yellow"},
    {Color::kGreen, "green", "Green"},    {Color::kBlue, "blue", "Blue"},
};
inline constexpr CodeTable kColors(kColorEntries);

}  // namespace sos

#endif  // SOS_COMMON_EDUCATION_INDICATOR_H_
