// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_SYNTHETIC_SYNTHETIC_PERSON_H_
#define SOS_SERVICES_SUITE_SYNTHETIC_SYNTHETIC_PERSON_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/suite/synthetic/synthetic_student.h"

// What files have of people that nothing may keep: names and birth dates. One student has the same
// in every file and year.
namespace sos::suite {

inline constexpr char kSyntheticLastName[] = "Syntheticson";

// A student's local id: its own within the LEA, and no part of the statewide one. It is the first
// name, too.
std::string LocalIdOf(const SyntheticStudent& student);

// Of kindergarten 0; TK and KN are 0.
int GradeNumber(const SyntheticStudent& student);

struct BirthDate {
  int year = 0;
  int month = 0;
  int day = 0;
};
BirthDate BirthDateOf(const SyntheticStudent& student, int school_year);

// Lines of the student file of AP and of the results of IB, for who took examinations in the last
// two grades; they begin with these headers.
inline constexpr char kAdvancedPlacementHeader[] =
    "AP Number / AP ID,Last Name,First Name,Middle Initial,Date of Birth,School ID,Grade Level,"
    "Admin Year 01,Exam Code 01,Exam Grade 01,Admin Year 02,Exam Code 02,Exam Grade 02";
inline constexpr char kBaccalaureateHeader[] =
    "YEAR,MONTH,CANDIDATE,FIRST_NAME,LAST_NAME,DOB,SUBJECT,LEVEL,SUBJECT_GRADE,RESULT_CODE";
struct ExaminationRows {
  std::vector<std::string> advanced_placement;
  std::vector<std::string> baccalaureate;
};
ExaminationRows ExaminationRowsOf(const SyntheticStudent& student, int school_year);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_SYNTHETIC_SYNTHETIC_PERSON_H_
