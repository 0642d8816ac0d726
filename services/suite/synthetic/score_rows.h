// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_SYNTHETIC_SCORE_ROWS_H_
#define SOS_SERVICES_SUITE_SYNTHETIC_SCORE_ROWS_H_

#include <string>
#include <vector>

#include "services/suite/synthetic/synthetic_california.h"
#include "services/suite/synthetic/synthetic_student.h"

namespace sos::suite {

// Header lines of the score files of TOMS, with the columns that indicators need and a few that
// nothing may keep, in the order and with the names of 2024-25.
inline constexpr char kAcademicScoreHeader[] =
    "RecordType^SSID^StudentLastName^StudentFirstName^DateofBirth^CALPADSGrade^GradeAssessed^"
    "CALPADSDistrictCode^CALPADSSchoolCode^SPEDAcctDist^SpecialEducationforTesting^ELStatus^"
    "ELEntryDate^RFEPDate^EnrollmentEffectiveDate^ELAS^EconomicDisadvantageTesting^"
    "EthnicityforTesting^FinalTestedSchoolCode^ConditionCode^Attemptedness^ScoreStatus^"
    "IncludeIndicator^ScaleScore^AchievementLevels^LocalStudentID^FosterStatusforTesting^"
    "HomelessStatusforTesting^EndofRecord";
inline constexpr char kLanguageScoreHeader[] =
    "RecordType^SSID^LocalStudentID^StudentLastName^DateofBirth^CALPADSGrade^GradeAssessed^"
    "CALPADSDistrictCode^CALPADSSchoolCode^SPEDAcctDist^ELEntryDate^ELASforTesting^"
    "FinalTestedSchoolCode^ConditionCode^Attemptedness^IncludeIndicator^OverallScaleScore^"
    "OverallPL^GradeAssessedMinus1^OverallScaleScoreMinus1^OverallPLMinus1^EndofRecord";

// A student's rows in the score files of one year.
struct ScoreRows {
  // The seven digits of the LEA that tested the student; empty for who is in no file.
  std::string lea;
  // English language arts, mathematics and science; the ELPAC. Without the names of columns.
  std::vector<std::string> academic;
  std::vector<std::string> language;
};

// The tests of a made-up student: most are scored, a few have each of the conditions there are. The
// same student and year have the same scores everywhere.
ScoreRows ScoreRowsOf(const SyntheticStudent& student, const SyntheticCalifornia& california,
                      int year);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_SYNTHETIC_SCORE_ROWS_H_
