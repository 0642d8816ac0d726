// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_RULES_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_RULES_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/education/student_group.h"

// How counts are made from student records, as a rulebook has it under `calculation`, with its
// sources. One rule set an indicator and year; nothing here knows a year.
namespace sos::indicator::records {

// A grade as a number: TK and KN are 0 (the state reports TK as kindergarten), 01 to 12 are
// themselves. Grades outside (infants, preschool, adults) have kNoGrade.
using Grade = int8_t;
inline constexpr Grade kNoGrade = -1;
inline constexpr Grade kKindergarten = 0;
inline constexpr Grade kHighestGrade = 12;

// School days in hundredths: programs by the hour report fractions.
using Days = int32_t;
inline constexpr Days kDay = 100;

// Chronic absenteeism (METHODOLOGY.md).
struct AbsenceRules {
  // The least days a student must have been expected at the entity: "at least 31".
  Days minimum_expected = 31 * kDay;
  // Absent for this percentage of the expected days or more is chronic.
  int chronic_percent = 10;
  Grade lowest_grade = kKindergarten;
  Grade highest_grade = 8;
};

// Suspension (METHODOLOGY.md).
struct SuspensionRules {
  // The least sum of the year's suspensions that counts: one full day.
  Days minimum_suspended = kDay;
  // Incident results that are suspensions: 100 out of school, 110 in school.
  std::vector<int> result_codes;
  Grade lowest_grade = kKindergarten;
  Grade highest_grade = 12;
};

// What became of a student of a cohort (METHODOLOGY.md).
enum class Outcome {
  kGraduate,
  // In the denominator, not in the numerator.
  kOtherCompleter,
  kOtherTransfer,
  kDropout,
  kStillEnrolled,
  // Taken out of the cohort: transferred, emigrated, died.
  kRemoved,
};

// One row of the outcome table. A row fits if all that it names agrees.
struct OutcomeRule {
  // Exit reasons (CALPADS 1.26). Empty fits an enrollment without exit.
  std::vector<std::string> exit_reasons;
  // School completion statuses (CALPADS 1.27). Empty fits any.
  std::vector<int> completion_statuses;
  // Whether a later California enrollment is on record. Absent fits both.
  std::optional<bool> enrolled_later;
  Outcome outcome = Outcome::kStillEnrolled;
};

// Graduation of DASS schools by the students of one year (METHODOLOGY.md).
struct OneYearRules {
  // With one of these exits and completions a student has graduated.
  std::vector<std::string> graduation_exit_reasons;
  std::vector<int> completion_statuses;
  // The least consecutive calendar days of enrollment; fewer for graduates in grade 11 or an adult
  // grade, foster youth, and those with one of `early_statuses`.
  int minimum_days = 90;
  int early_minimum_days = 30;
  std::vector<int> early_statuses;
  // Enrollment statuses (CALPADS 1.23) that count.
  std::vector<int> enrollment_statuses;
  // In calendar days; a longer time between two enrollments interrupts them.
  int longest_gap_days = 30;
  // Exits of those who did not graduate and are taken out.
  std::vector<std::string> removing_exit_reasons;
  // Summer graduates count until then.
  std::chrono::month_day summer_end = std::chrono::August / 15;
};

// Graduation (METHODOLOGY.md).
struct CohortRules {
  // The first row that fits decides.
  std::vector<OutcomeRule> outcomes;
  // The last day of the outcome period: summer graduates count. 15 August of the class's year.
  std::chrono::month_day outcome_period_end = std::chrono::August / 15;
  // The combined rate adds those of the class before who graduated in their fifth year.
  bool five_year_graduates_added = false;
  // What DASS schools have in place of the cohort's rate. Absent where they have the cohort's.
  std::optional<OneYearRules> one_year;
};

// The scores of a test in some grades.
struct ScoreScale {
  Grade lowest_grade = kKindergarten;
  Grade highest_grade = kKindergarten;
  int lowest_score = 0;
  // The lowest scores of the second level and of each one above it.
  std::vector<int> level_scores;
  int highest_score = 0;
};

// English learner progress (METHODOLOGY.md).
struct LanguageProgressRules {
  std::vector<ScoreScale> summative;
  std::vector<ScoreScale> alternate;
  // So many points more on the Alternate ELPAC are progress within a level.
  int alternate_points = 10;
  Grade lowest_grade = 1;
  Grade highest_grade = 12;
  // Untested students are added until so many thousandths of the enrolled count as tested.
  int minimum_tested_thousandths = 0;
};

// Whether a score counts, and why a test has none or an unusual one, as the testing system says it;
// the numbers are those of sos.indicator.v1.TestScoreRules.
enum class Inclusion : uint8_t {
  kNotSaid,
  kScored,
  kThresholdNotMet,
  kNotTested,
  kExempt,
  kInvalidated
};
enum class Condition : uint8_t {
  kNone,
  kNoAnswer,
  kFewAnswers,
  kLowestScore,
  kNewEnglishLearner,
  kNoExpectedResult,
  kNotTested,
  kMedicalEmergency,
  kParentExemption
};

// The scores of some grades, and the one from which points are counted. `level_scores` are the
// lowest of the second level and of each one above it; empty where no rule needs them.
struct ScoreStandard {
  Grade lowest_grade = kKindergarten;
  Grade highest_grade = kKindergarten;
  int lowest_score = 0;
  int highest_score = 0;
  int from_score = 0;
  std::vector<int> level_scores = {};
};

// A day such as the first Wednesday in October.
struct CensusDay {
  std::chrono::month month = std::chrono::October;
  std::chrono::weekday_indexed day = std::chrono::Wednesday[1];
};

// English language arts, mathematics and science: the mean of points (METHODOLOGY.md).
struct TestScoreRules {
  // Record types of the score file. No alternate test is 0.
  int test = 0;
  int alternate_test = 0;
  std::vector<ScoreStandard> standards;
  // The scores of the alternate assessment. Empty where they are not published.
  std::vector<ScoreScale> alternate_scales;
  std::vector<Inclusion> tested;
  std::vector<Inclusion> scored;
  std::vector<Condition> exempt;
  // Untested students are added until so many thousandths of those to be tested count as tested,
  // each with `added_points`. 0: none are.
  int minimum_tested_thousandths = 0;
  int added_points = 0;
  CensusDay enrolled_by;
  int longest_gap_days = 0;
  // Who was reclassified since that day so many years before counts with English learners. Absent:
  // nobody does.
  std::optional<std::chrono::month_day> reclassified_from;
  int reclassified_years = 0;
  // Types of schools and districts that have the high school table.
  std::vector<std::string> high_school_types;
  // What was published the year before cannot be compared.
  bool published_prior_differs = false;
  // The group of those who took `test`.
  StudentGroup test_group = StudentGroup::kSmarterBalanced;
};

// What makes a graduate prepared, alone or with others; the numbers are those of
// sos.indicator.v1.CollegeCareerRules.
enum class ReadinessMeasure : uint8_t {
  kBothStandardsMet = 1,
  kOneStandardMet,
  kEnglishStandardMet,
  kCollegeRequirements,
  kSealOfBiliteracy,
  kRegisteredPreApprenticeship,
  kTwoExaminations,
  kOneExamination
};
// A set of measures: bits of Bit().
using ReadinessMeasures = uint32_t;
inline constexpr ReadinessMeasures Bit(ReadinessMeasure measure) {
  return ReadinessMeasures{1} << static_cast<int>(measure);
}

// From which grade an examination of a program counts; the numbers of programs are those of
// RECORD_FIELD_EXAMINATION_PROGRAM.
struct ExaminationRule {
  int program = 0;
  int least_grade = 0;
};

// College/Career as a lower bound: of the measures that the files have (METHODOLOGY.md).
struct CollegeCareerRules {
  // Whose cohort it is: that of graduation.
  CohortRules cohort;
  // Each of these sets makes a graduate prepared.
  std::vector<ReadinessMeasures> ways;
  std::vector<ExaminationRule> examinations;
  // The tests of grade 11, as the rules of English language arts and mathematics have them.
  int english_test = 0;
  int mathematics_test = 0;
  std::vector<Inclusion> scored;
  ScoreStandard english_standard;
  ScoreStandard mathematics_standard;
  Grade tested_grade = 11;
  // So many years before the class's own.
  int tested_years_before = 1;
};

// Which records make a student a member of a group (METHODOLOGY.md).
struct GroupRule {
  StudentGroup group = StudentGroup::kAll;
  // Any of these program codes (CALPADS 3.13) ...
  std::vector<int> program_codes;
  // ... or of these parent education levels (CALPADS 2.38) ...
  std::vector<int> parent_education;
  // ... or of these English language acquisition statuses (CALPADS 12.13) ...
  std::vector<std::string> language_statuses;
  // ... for at least this many years at the end of the school year ...
  int minimum_language_years = 0;
  // ... or a special education record.
  bool special_education = false;
  // Of how many school years, the last of them the one that counts, a record makes a member: 1 is
  // the year itself, 4 is any time in a four-year cohort (METHODOLOGY.md).
  int school_years = 1;

  friend bool operator==(const GroupRule&, const GroupRule&) = default;
};

// The rules that all indicators made from records share.
struct EnrollmentRules {
  // Enrollment statuses (CALPADS 1.23) with which a student counts.
  std::vector<int> statuses;
  // At the district level a student counts at the district of special education accountability.
  bool special_education_district_accountable = false;

  friend bool operator==(const EnrollmentRules&, const EnrollmentRules&) = default;
};

// How the counts of one indicator are made.
struct Calculation {
  EnrollmentRules enrollment;
  std::vector<GroupRule> groups;
  std::variant<AbsenceRules, SuspensionRules, CohortRules, LanguageProgressRules, TestScoreRules,
               CollegeCareerRules>
      method;

  // The rules of an indicator that is a mean of points; null for rates.
  const TestScoreRules* points() const { return std::get_if<TestScoreRules>(&method); }
  // The rules of an indicator that is made of a class; null for others.
  const CohortRules* cohort() const {
    const auto* const college_career = std::get_if<CollegeCareerRules>(&method);
    return college_career != nullptr ? &college_career->cohort : std::get_if<CohortRules>(&method);
  }
  // What is missing can only add: the rate is at least what is counted.
  bool is_lower_bound() const { return std::holds_alternative<CollegeCareerRules>(method); }
};

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_RULES_H_
