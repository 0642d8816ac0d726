// SPDX-License-Identifier: Apache-2.0
#include "common/education/proto.h"

namespace sos {

education::v1::Indicator ToProto(Indicator indicator) {
  switch (indicator) {
    case Indicator::kChronicAbsenteeism:
      return education::v1::INDICATOR_CHRONIC_ABSENTEEISM;
    case Indicator::kSuspension:
      return education::v1::INDICATOR_SUSPENSION;
    case Indicator::kEnglishLearnerProgress:
      return education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS;
    case Indicator::kGraduation:
      return education::v1::INDICATOR_GRADUATION;
    case Indicator::kEnglishLanguageArts:
      return education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS;
    case Indicator::kMathematics:
      return education::v1::INDICATOR_MATHEMATICS;
    case Indicator::kCollegeCareer:
      return education::v1::INDICATOR_COLLEGE_CAREER;
    case Indicator::kScience:
      return education::v1::INDICATOR_SCIENCE;
  }
  return education::v1::INDICATOR_UNSPECIFIED;
}

std::optional<Indicator> FromProto(education::v1::Indicator indicator) {
  switch (indicator) {
    case education::v1::INDICATOR_CHRONIC_ABSENTEEISM:
      return Indicator::kChronicAbsenteeism;
    case education::v1::INDICATOR_SUSPENSION:
      return Indicator::kSuspension;
    case education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS:
      return Indicator::kEnglishLearnerProgress;
    case education::v1::INDICATOR_GRADUATION:
      return Indicator::kGraduation;
    case education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS:
      return Indicator::kEnglishLanguageArts;
    case education::v1::INDICATOR_MATHEMATICS:
      return Indicator::kMathematics;
    case education::v1::INDICATOR_COLLEGE_CAREER:
      return Indicator::kCollegeCareer;
    case education::v1::INDICATOR_SCIENCE:
      return Indicator::kScience;
    default:
      return std::nullopt;
  }
}

education::v1::StudentGroup ToProto(StudentGroup group) {
  switch (group) {
    case StudentGroup::kAll:
      return education::v1::STUDENT_GROUP_ALL;
    case StudentGroup::kAfricanAmerican:
      return education::v1::STUDENT_GROUP_AFRICAN_AMERICAN;
    case StudentGroup::kAmericanIndian:
      return education::v1::STUDENT_GROUP_AMERICAN_INDIAN;
    case StudentGroup::kAsian:
      return education::v1::STUDENT_GROUP_ASIAN;
    case StudentGroup::kFilipino:
      return education::v1::STUDENT_GROUP_FILIPINO;
    case StudentGroup::kHispanic:
      return education::v1::STUDENT_GROUP_HISPANIC;
    case StudentGroup::kPacificIslander:
      return education::v1::STUDENT_GROUP_PACIFIC_ISLANDER;
    case StudentGroup::kWhite:
      return education::v1::STUDENT_GROUP_WHITE;
    case StudentGroup::kTwoOrMoreRaces:
      return education::v1::STUDENT_GROUP_TWO_OR_MORE_RACES;
    case StudentGroup::kEnglishLearners:
      return education::v1::STUDENT_GROUP_ENGLISH_LEARNERS;
    case StudentGroup::kLongTermEnglishLearners:
      return education::v1::STUDENT_GROUP_LONG_TERM_ENGLISH_LEARNERS;
    case StudentGroup::kSocioeconomicallyDisadvantaged:
      return education::v1::STUDENT_GROUP_SOCIOECONOMICALLY_DISADVANTAGED;
    case StudentGroup::kStudentsWithDisabilities:
      return education::v1::STUDENT_GROUP_STUDENTS_WITH_DISABILITIES;
    case StudentGroup::kFosterYouth:
      return education::v1::STUDENT_GROUP_FOSTER_YOUTH;
    case StudentGroup::kHomeless:
      return education::v1::STUDENT_GROUP_HOMELESS;
    case StudentGroup::kEnglishLearnersOnly:
      return education::v1::STUDENT_GROUP_ENGLISH_LEARNERS_ONLY;
    case StudentGroup::kReclassifiedOnly:
      return education::v1::STUDENT_GROUP_RECLASSIFIED_ONLY;
    case StudentGroup::kEnglishOnly:
      return education::v1::STUDENT_GROUP_ENGLISH_ONLY;
    case StudentGroup::kSmarterBalanced:
      return education::v1::STUDENT_GROUP_SMARTER_BALANCED;
    case StudentGroup::kAlternateAssessment:
      return education::v1::STUDENT_GROUP_ALTERNATE_ASSESSMENT;
    case StudentGroup::kScienceTest:
      return education::v1::STUDENT_GROUP_SCIENCE_TEST;
  }
  return education::v1::STUDENT_GROUP_UNSPECIFIED;
}

std::optional<StudentGroup> FromProto(education::v1::StudentGroup group) {
  switch (group) {
    case education::v1::STUDENT_GROUP_ALL:
      return StudentGroup::kAll;
    case education::v1::STUDENT_GROUP_AFRICAN_AMERICAN:
      return StudentGroup::kAfricanAmerican;
    case education::v1::STUDENT_GROUP_AMERICAN_INDIAN:
      return StudentGroup::kAmericanIndian;
    case education::v1::STUDENT_GROUP_ASIAN:
      return StudentGroup::kAsian;
    case education::v1::STUDENT_GROUP_FILIPINO:
      return StudentGroup::kFilipino;
    case education::v1::STUDENT_GROUP_HISPANIC:
      return StudentGroup::kHispanic;
    case education::v1::STUDENT_GROUP_PACIFIC_ISLANDER:
      return StudentGroup::kPacificIslander;
    case education::v1::STUDENT_GROUP_WHITE:
      return StudentGroup::kWhite;
    case education::v1::STUDENT_GROUP_TWO_OR_MORE_RACES:
      return StudentGroup::kTwoOrMoreRaces;
    case education::v1::STUDENT_GROUP_ENGLISH_LEARNERS:
      return StudentGroup::kEnglishLearners;
    case education::v1::STUDENT_GROUP_LONG_TERM_ENGLISH_LEARNERS:
      return StudentGroup::kLongTermEnglishLearners;
    case education::v1::STUDENT_GROUP_SOCIOECONOMICALLY_DISADVANTAGED:
      return StudentGroup::kSocioeconomicallyDisadvantaged;
    case education::v1::STUDENT_GROUP_STUDENTS_WITH_DISABILITIES:
      return StudentGroup::kStudentsWithDisabilities;
    case education::v1::STUDENT_GROUP_FOSTER_YOUTH:
      return StudentGroup::kFosterYouth;
    case education::v1::STUDENT_GROUP_HOMELESS:
      return StudentGroup::kHomeless;
    case education::v1::STUDENT_GROUP_ENGLISH_LEARNERS_ONLY:
      return StudentGroup::kEnglishLearnersOnly;
    case education::v1::STUDENT_GROUP_RECLASSIFIED_ONLY:
      return StudentGroup::kReclassifiedOnly;
    case education::v1::STUDENT_GROUP_ENGLISH_ONLY:
      return StudentGroup::kEnglishOnly;
    case education::v1::STUDENT_GROUP_SMARTER_BALANCED:
      return StudentGroup::kSmarterBalanced;
    case education::v1::STUDENT_GROUP_ALTERNATE_ASSESSMENT:
      return StudentGroup::kAlternateAssessment;
    case education::v1::STUDENT_GROUP_SCIENCE_TEST:
      return StudentGroup::kScienceTest;
    default:
      return std::nullopt;
  }
}

education::v1::Color ToProto(Color color) {
  switch (color) {
    case Color::kNone:
      return education::v1::COLOR_NONE;
    case Color::kRed:
      return education::v1::COLOR_RED;
    case Color::kOrange:
      return education::v1::COLOR_ORANGE;
    case Color::kYellow:
      return education::v1::COLOR_YELLOW;
    case Color::kGreen:
      return education::v1::COLOR_GREEN;
    case Color::kBlue:
      return education::v1::COLOR_BLUE;
  }
  return education::v1::COLOR_UNSPECIFIED;
}

std::optional<Color> FromProto(education::v1::Color color) {
  switch (color) {
    case education::v1::COLOR_NONE:
      return Color::kNone;
    case education::v1::COLOR_RED:
      return Color::kRed;
    case education::v1::COLOR_ORANGE:
      return Color::kOrange;
    case education::v1::COLOR_YELLOW:
      return Color::kYellow;
    case education::v1::COLOR_GREEN:
      return Color::kGreen;
    case education::v1::COLOR_BLUE:
      return Color::kBlue;
    default:
      return std::nullopt;
  }
}

absl::string_view Code(education::v1::Indicator indicator) {
  const auto twin = FromProto(indicator);
  return twin ? kIndicators.Code(*twin) : "";
}
absl::string_view Code(education::v1::StudentGroup group) {
  const auto twin = FromProto(group);
  return twin ? kStudentGroups.Code(*twin) : "";
}
absl::string_view Label(education::v1::Indicator indicator) {
  const auto twin = FromProto(indicator);
  return twin ? kIndicators.Label(*twin) : "";
}
absl::string_view Label(education::v1::StudentGroup group) {
  const auto twin = FromProto(group);
  return twin ? kStudentGroups.Label(*twin) : "";
}
absl::string_view Label(education::v1::Color color) {
  const auto twin = FromProto(color);
  return twin ? kColors.Label(*twin) : "";
}

}  // namespace sos
