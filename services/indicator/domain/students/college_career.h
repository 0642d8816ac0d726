// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_COLLEGE_CAREER_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_COLLEGE_CAREER_H_

#include <cstdint>

#include "services/indicator/domain/students/lea_records.h"
#include "services/indicator/domain/students/rules.h"

namespace sos::indicator::records {

// The levels of a student's tests of grade 11, 1 to 4; 0 without a score.
struct TestLevels {
  int english = 0;
  int mathematics = 0;
};

// What is known of a student's readiness. Whatever is not known was not done.
ReadinessMeasures MeasuresOf(const TestLevels& levels);

// True if the student is prepared by one of the ways of the rules, whatever else is not known
// (METHODOLOGY.md): who has only what is not in the files is missing.
bool IsPrepared(ReadinessMeasures measures, const CollegeCareerRules& rules);

// Two examinations of one program, or one, with grades that count. Of files of several years each
// tells what it knows: the best of them counts, and none are added up.
ReadinessMeasures MeasuresOf(int examinations_of_a_program);

// True for an examination with a grade that counts.
bool Counts(const ExaminationTable& table, size_t row, const CollegeCareerRules& rules);

// The level of a score, 1 to 4, by the lowest scores of the levels above the first; 0 without one.
int LevelOfScore(int64_t score, const ScoreStandard& standard);

// True for a score that counts of one of the two tests, in their grade.
bool IsReadinessTest(const AcademicTestTable& table, size_t row, const CollegeCareerRules& rules);

// True where the LEA's records say anything of readiness: a measure, an examination, or a score of
// one of the tests in their grade, of the class of the year or of the one before.
bool SaysReadiness(const LeaRecords& records, const CollegeCareerRules& rules);

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_COLLEGE_CAREER_H_
