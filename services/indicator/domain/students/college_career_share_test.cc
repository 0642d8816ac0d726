// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <map>
#include <vector>

#include "gtest/gtest.h"
#include "services/indicator/domain/students/college_career.h"
#include "services/indicator/domain/students/share.h"

namespace sos::indicator::records {
namespace {

constexpr int kYear = 2025;
constexpr int kEnglish = 1;
constexpr int kMathematics = 2;
constexpr int64_t kSchool = 1;

CollegeCareerRules TwoWays() {
  return {.cohort = {.five_year_graduates_added = true},
          .ways = {Bit(ReadinessMeasure::kBothStandardsMet),
                   Bit(ReadinessMeasure::kRegisteredPreApprenticeship),
                   Bit(ReadinessMeasure::kTwoExaminations)},
          .examinations = {{.program = 1, .least_grade = 3}},
          .english_test = kEnglish,
          .mathematics_test = kMathematics,
          .scored = {Inclusion::kScored},
          .english_standard = {11, 11, 2300, 2900, 2583, {2493, 2583, 2682}},
          .mathematics_standard = {11, 11, 2280, 2900, 2628, {2543, 2628, 2718}}};
}

class CollegeCareerSharesTest : public ::testing::Test {
 protected:
  void Add(int64_t student, Outcome outcome, ReadinessMeasures measures = 0,
           int class_year = kYear) {
    CohortTable& table = records_.cohort;
    table.student.push_back(student);
    table.school.push_back(kSchool);
    table.class_year.push_back(class_year);
    table.stated_outcome.push_back(static_cast<int64_t>(outcome) + 1);
    table.stated_groups.push_back(0);
    table.stated_measures.push_back(measures);
  }

  void Test(int64_t student, int test, int64_t score, int year = kYear - 1, int grade = 11,
            Inclusion inclusion = Inclusion::kScored) {
    AcademicTestTable& table = records_.earlier_tests[year];
    table.student.push_back(student);
    table.test.push_back(test);
    table.grade.push_back(grade);
    table.score.push_back(score);
    table.inclusion.push_back(static_cast<int64_t>(inclusion));
  }

  std::map<int64_t, Standing> Standings() {
    static const auto* const kSchools =
        new Schools(std::vector<School>{{.cds = *CdsCode::Parse("01611190000001")}});
    const Membership membership({});
    std::map<int64_t, Standing> standings;
    for (const Share& share :
         CollegeCareerShares(records_, {*kSchools, {}, membership}, TwoWays())) {
      standings[share.student] = share.in_cohort;
    }
    return standings;
  }

  LeaRecords records_{.lea = *CdsCode::Parse("01611190000000"), .dashboard_year = kYear};
};

TEST_F(CollegeCareerSharesTest, WhereTheFilesSayNothingOfReadinessNothingIsMade) {
  Add(1, Outcome::kGraduate);
  EXPECT_TRUE(Standings().empty()) << "nobody knows, which is not that nobody is prepared";
  records_.cohort.measures_stated = true;
  EXPECT_EQ(Standings()[1], Standing::kDenominator);
}

TEST_F(CollegeCareerSharesTest, GraduatesAloneCanBePrepared) {
  records_.cohort.measures_stated = true;
  constexpr ReadinessMeasures kEnough = Bit(ReadinessMeasure::kRegisteredPreApprenticeship);
  Add(1, Outcome::kGraduate, kEnough);
  Add(2, Outcome::kDropout, kEnough);
  Add(3, Outcome::kRemoved, kEnough);
  EXPECT_EQ(Standings()[1], Standing::kNumerator);
  EXPECT_EQ(Standings()[2], Standing::kDenominator);
  EXPECT_EQ(Standings()[3], Standing::kRemovedFromCohort);
}

TEST_F(CollegeCareerSharesTest, TestsCountOfGradeElevenAYearBeforeTheClass) {
  for (const int64_t student : {1, 2, 3, 4}) Add(student, Outcome::kGraduate);
  Test(1, kEnglish, 2600);
  Test(1, kMathematics, 2700);
  Test(2, kEnglish, 2600, kYear - 2);
  Test(2, kMathematics, 2700, kYear - 2);
  Test(3, kEnglish, 2600, kYear - 1, 8);
  Test(3, kMathematics, 2700, kYear - 1, 8);
  Test(4, kEnglish, 2600, kYear - 1, 11, Inclusion::kInvalidated);
  Test(4, kMathematics, 2700);
  const auto standings = Standings();
  EXPECT_EQ(standings.at(1), Standing::kNumerator);
  EXPECT_EQ(standings.at(2), Standing::kDenominator) << "of another year";
  EXPECT_EQ(standings.at(3), Standing::kDenominator) << "of another grade";
  EXPECT_EQ(standings.at(4), Standing::kDenominator) << "a score that does not count";
}

TEST_F(CollegeCareerSharesTest, FifthYearGraduatesWereTestedAYearEarlier) {
  Add(1, Outcome::kGraduate, 0, kYear - 1);
  Add(2, Outcome::kGraduate);
  Test(1, kEnglish, 2600, kYear - 2);
  Test(1, kMathematics, 2700, kYear - 2);
  Test(2, kEnglish, 2600);
  Test(2, kMathematics, 2700);
  EXPECT_EQ(Standings()[1], Standing::kNumerator);
  EXPECT_EQ(Standings()[2], Standing::kNumerator);
}

TEST_F(CollegeCareerSharesTest, ExaminationsOfOneFileAddUpAndThoseOfTwoFilesDoNot) {
  for (const int64_t student : {1, 2, 3}) Add(student, Outcome::kGraduate);
  // The file of a year has those of the years before, too.
  records_.examinations[kYear] = {
      .student = {1, 1, 2, 3}, .program = {1, 1, 1, 1}, .grade = {3, 5, 4, 2}};
  records_.examinations[kYear - 1] = {.student = {2}, .program = {1}, .grade = {4}};
  const auto standings = Standings();
  EXPECT_EQ(standings.at(1), Standing::kNumerator);
  EXPECT_EQ(standings.at(2), Standing::kDenominator) << "it may be the same examination";
  EXPECT_EQ(standings.at(3), Standing::kDenominator);
}

}  // namespace
}  // namespace sos::indicator::records
