// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <optional>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicator/domain/students/share.h"
#include "services/indicator/domain/students/tally.h"

namespace sos::indicator::records {
namespace {

using namespace std::chrono_literals;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int64_t kSchool = 1611190000001;
constexpr int64_t kNotTested = static_cast<int64_t>(Inclusion::kNotTested);

int64_t Days(std::chrono::year_month_day date) {
  return std::chrono::sys_days(date).time_since_epoch().count();
}

const Schools& TheSchools() {
  static const auto* const kSchools = new Schools(std::vector<School>{
      {.cds = *CdsCode::Parse("01611190000001")}, {.cds = *CdsCode::Parse("01612590000001")}});
  return *kSchools;
}

TestScoreRules LanguageArts() {
  return {.test = 1,
          .alternate_test = 3,
          .standards = {{3, 3, 2115, 2650, 2432}, {12, 12, 550, 650, 550}},
          .tested = {Inclusion::kScored},
          .scored = {Inclusion::kScored},
          .minimum_tested_thousandths = 945,
          .added_points = -333,
          .reclassified_from = std::chrono::June / 15,
          .reclassified_years = 4};
}

// Tests of third graders of one school in the spring of 2024.
class Scores {
 public:
  Scores& Add(int64_t student, int64_t score, int64_t inclusion = 1, int64_t test = 1) {
    table_.student.push_back(student);
    table_.test.push_back(test);
    table_.grade.push_back(3);
    table_.enrolled_school.push_back(kSchool);
    table_.score.push_back(score);
    table_.inclusion.push_back(inclusion);
    table_.enrollment_start.push_back(Days(2023y / 8 / 14));
    return *this;
  }
  AcademicTestTable& table() { return table_; }
  CensusTable& census() { return census_; }

  std::vector<Share> Shares() const {
    LeaRecords records{.lea = *CdsCode::Parse("01611190000000"), .dashboard_year = 2024};
    records.academic_tests = table_;
    records.census = census_;
    const EnrollmentRules enrollment{.statuses = {10, 30},
                                     .special_education_district_accountable = true};
    const Membership membership(
        {{.group = StudentGroup::kEnglishLearners, .language_statuses = {"EL"}},
         {.group = StudentGroup::kEnglishOnly, .language_statuses = {"EO"}}});
    return PointShares(records, {TheSchools(), enrollment, membership}, LanguageArts());
  }

  Counts::Count Count(StudentGroup group = StudentGroup::kAll,
                      const char* entity = "01611190000000") const {
    Tally tally(&TheSchools(), [](const Share& share) { return share.in_cohort; },
                {.minimum_tested_thousandths = 945, .points = -333});
    tally.Replace({{*CdsCode::Parse("01611190000000"), Shares()}}, 1);
    const CountsByEntity counts = tally.Snapshot();
    const auto found = counts.find(*CdsCode::Parse(entity));
    return found == counts.end() ? Counts::Count()
                                 : found->second.by_group[static_cast<size_t>(group)];
  }

 private:
  AcademicTestTable table_;
  CensusTable census_;
};

TEST(PointShareTest, PointsOfScoresAddUpInTenths) {
  Scores scores;
  scores.Add(1, 2442).Add(2, 2402);
  EXPECT_EQ(scores.Count().denominator, 2);
  EXPECT_EQ(scores.Count().point_tenths, 100 - 300);
}

TEST(PointShareTest, EachWhoIsMissingFromNinetyFivePercentIsAddedWithTheLowestPoints) {
  Scores scores;
  for (int i = 1; i <= 15; ++i) scores.Add(i, 2432);
  for (int i = 16; i <= 20; ++i) scores.Add(i, 0, kNotTested);
  EXPECT_EQ(scores.Count().denominator, 15 + 4) << "18.9 of 20 are 19, and 15 were tested";
  EXPECT_EQ(scores.Count().point_tenths, 4 * -3330);
}

TEST(PointShareTest, AGroupIsAddedToByItsOwnStudents) {
  Scores scores;
  for (int i = 1; i <= 99; ++i) scores.Add(i, 2432);
  scores.Add(100, 0, kNotTested);
  scores.table().homeless.assign(100, 0);
  scores.table().homeless[99] = 1;
  EXPECT_EQ(scores.Count().denominator, 99);
  EXPECT_EQ(scores.Count(StudentGroup::kHomeless).denominator, 1);
  EXPECT_EQ(scores.Count(StudentGroup::kHomeless).point_tenths, -3330);
}

TEST(PointShareTest, OtherTestsAreOthers) {
  Scores scores;
  scores.Add(1, 2442, 1, 2).Add(1, 0, 1, 9);
  EXPECT_THAT(scores.Shares(), IsEmpty());
}

TEST(PointShareTest, StudentsOfTheAlternateAssessmentTakePartWithoutPoints) {
  Scores scores;
  scores.Add(1, 2442).Add(2, 350, 1, 3);
  scores.table().disabled = {0, 1};
  EXPECT_EQ(scores.Count().denominator, 1);
  EXPECT_EQ(scores.Count().tested, 2);
  EXPECT_EQ(scores.Count(StudentGroup::kStudentsWithDisabilities).denominator, 0)
      << "all of them were tested: nobody is added";
  EXPECT_EQ(scores.Count(StudentGroup::kSmarterBalanced).denominator, 1);
}

TEST(PointShareTest, LearnersAreWithThoseReclassifiedInTheLastFourYears) {
  Scores scores;
  scores.Add(1, 2442).Add(2, 2442).Add(3, 2442).Add(4, 2442);
  scores.table().language_status = {2, 4, 4, 1};
  scores.table().reclassified = {kNoDate, Days(2020y / 6 / 15), Days(2020y / 6 / 14), kNoDate};
  EXPECT_EQ(scores.Count(StudentGroup::kEnglishLearners).denominator, 2);
  EXPECT_EQ(scores.Count(StudentGroup::kReclassifiedOnly).denominator, 1);
  EXPECT_EQ(scores.Count(StudentGroup::kEnglishOnly).denominator, 1);
}

TEST(PointShareTest, AFileWithoutTheStatusOfLanguagesHasLearnersByItsFlag) {
  Scores scores;
  scores.Add(1, 2442).Add(2, 2442);
  scores.table().english_learner = {1, 0};
  EXPECT_EQ(scores.Count(StudentGroup::kEnglishLearners).denominator, 1);
}

TEST(PointShareTest, RacesAreThoseOfTheirCodes) {
  Scores scores;
  for (int i = 1; i <= 4; ++i) scores.Add(i, 2442);
  scores.table().race = {500, 800, 600, 800};
  scores.table().several_races = {2, 1, 2, 2};
  EXPECT_EQ(scores.Count(StudentGroup::kHispanic).denominator, 1);
  EXPECT_EQ(scores.Count(StudentGroup::kTwoOrMoreRaces).denominator, 1);
  EXPECT_EQ(scores.Count(StudentGroup::kAfricanAmerican).denominator, 1);
  EXPECT_EQ(scores.Count().denominator, 4) << "one has none, though the code says two";
}

TEST(PointShareTest, AnotherLeaMayBeAccountable) {
  Scores scores;
  scores.Add(1, 2442);
  scores.table().accountable_lea = {1612590000000};
  EXPECT_EQ(scores.Count().denominator, 0) << "the district attended";
  EXPECT_EQ(scores.Count(StudentGroup::kAll, "01612590000000").denominator, 1);
  EXPECT_EQ(scores.Count(StudentGroup::kAll, "01611190000001").denominator, 1) << "the school";
}

TEST(PointShareTest, AScoreThatTheFileKeepsOfAnEarlierGradeIsNotOfThisYear) {
  Scores scores;
  scores.Add(1, 600).Add(2, 600);
  scores.table().grade = {12, 12};
  scores.table().current_year = {1, 2};
  EXPECT_THAT(scores.Shares(), SizeIs(1));
  scores.table().current_year = {1, 0};
  EXPECT_THAT(scores.Shares(), SizeIs(2)) << "the file does not say it of one";
}

TEST(PointShareTest, WhoChangedSchoolsAfterCensusDayCountsForTheLeaAndNotForTheSchool) {
  Scores scores;
  scores.Add(1, 2442).Add(2, 2442).Add(3, 2442);
  scores.census() = {.student = {1, 2}, .school = {1, 2}, .status = {10, 10}};
  EXPECT_EQ(scores.Count().denominator, 2);
  EXPECT_EQ(scores.Count(StudentGroup::kAll, "01611190000001").denominator, 1);
  EXPECT_EQ(scores.Count(StudentGroup::kAll, "01611190000001").tested, 3) << "they take part";
  EXPECT_EQ(scores.Count().tested, 3) << "each once";
  EXPECT_EQ(scores.Count(StudentGroup::kAll, "00000000000000").point_tenths, 2 * 100);
}

}  // namespace
}  // namespace sos::indicator::records
