// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_SYNTHETIC_SYNTHETIC_STUDENT_H_
#define SOS_SERVICES_SUITE_SYNTHETIC_SYNTHETIC_STUDENT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/suite/synthetic/synthetic_california.h"

namespace sos::suite {

// A made-up student's stay at one school in one year.
struct SyntheticStay {
  // Index of the school among SyntheticCalifornia::entities().
  int school = 0;
  std::string start;
  // Blank at the end of the year.
  std::string exit;
  std::string exit_reason;
  // Blank but for those who completed school.
  std::string completion;
  int enrollment_status = 10;
  // School days, as the file has them.
  std::string expected, attended, suspended_out, suspended_in, excused, unexcused, incomplete_study;
  bool exempt = false;
  bool summarized = true;
};

// One result of an incident.
struct SyntheticResult {
  int stay = 0;
  std::string incident;
  int code = 0;
  std::string duration;
};

// A made-up student in one year: everything that its records say.
struct SyntheticStudent {
  int64_t id = 0;
  std::string grade;
  bool hispanic = false;
  std::vector<int> races;
  int parent_education = 0;
  std::vector<int> programs;
  // Blank: no record.
  std::string language_status, language_start;
  bool special_education = false;
  // Index of the district among the entities; -1 where it is the one attended.
  int accountable_district = -1;
  // In the order of time; the first is at the home school.
  std::vector<SyntheticStay> stays;
  std::vector<SyntheticResult> results;
};

// What the student's records say of groups (CALPADS 3.13 and 2.38).
bool IsHomeless(const SyntheticStudent& student);
bool IsFosterYouth(const SyntheticStudent& student);
// By a program; without one, parents of whom none is a high school graduate make a student
// disadvantaged too.
bool HasDisadvantagedProgram(const SyntheticStudent& student);
bool HasParentsWithoutDiploma(const SyntheticStudent& student);
// The first digit of each race that is reported, once.
std::vector<int> RacesOf(const SyntheticStudent& student);

// The student number `ordinal` of a home school in a year. Grades follow the years, so that most
// students of one year are those of the year before.
SyntheticStudent MakeStudent(const SyntheticCalifornia& california, uint64_t seed, int home_school,
                             int ordinal, int year);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_SYNTHETIC_SYNTHETIC_STUDENT_H_
