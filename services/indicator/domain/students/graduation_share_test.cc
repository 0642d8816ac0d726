// SPDX-License-Identifier: Apache-2.0

// GraduationShares(), which stands in share.h.

#include <chrono>
#include <limits>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicator/domain/students/share.h"

namespace sos::indicator::records {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int kYear = 2024;
// In the records, and in the order of codes. The second is a DASS school.
constexpr int64_t kHighDigits = 1;
constexpr int64_t kDassDigits = 2;
constexpr int32_t kHigh = 0;
constexpr int32_t kDass = 1;

// E230 as columns hold it, and E400.
constexpr int64_t kGraduated = 5230;
constexpr int64_t kLeft = 5400;
constexpr int64_t kDiploma = 100;

int64_t Day(std::chrono::year_month_day day) {
  return std::chrono::sys_days(day).time_since_epoch().count();
}

CohortRules Rules(bool one_year = false) {
  CohortRules rules{.outcomes = {{.exit_reasons = {"E230"},
                                  .completion_statuses = {100},
                                  .outcome = Outcome::kGraduate}},
                    .five_year_graduates_added = true};
  if (one_year) {
    rules.one_year = OneYearRules{.graduation_exit_reasons = {"E230"},
                                  .completion_statuses = {100},
                                  .enrollment_statuses = {10}};
  }
  return rules;
}

LeaRecords Records() { return {.lea = *CdsCode::Parse("01611190000000"), .dashboard_year = kYear}; }

void AddOutcome(LeaRecords& records, int64_t student, int64_t school, int64_t exit,
                int64_t reason = kGraduated, int64_t class_year = kYear) {
  CohortTable& table = records.cohort;
  table.student.push_back(student);
  table.school.push_back(school);
  table.class_year.push_back(class_year);
  table.exit_date.push_back(exit);
  table.exit_reason.push_back(reason);
  table.completion_status.push_back(reason == kGraduated ? kDiploma : 0);
  table.enrolled_later.push_back(0);
}

void Enroll(LeaRecords& records, int64_t student, int64_t school, int64_t start, int64_t exit,
            int64_t reason, int64_t grade = 12, int64_t status = 10) {
  EnrollmentTable& table = records.enrollments;
  table.student.push_back(student);
  table.school.push_back(school);
  table.start.push_back(start);
  table.status.push_back(status);
  table.grade.push_back(grade);
  table.exit_date.push_back(exit);
  table.exit_reason.push_back(reason);
  table.completion_status.push_back(reason == kGraduated ? kDiploma : 0);
}

std::vector<Share> Shares(const LeaRecords& records, const CohortRules& rules = Rules()) {
  const Schools schools(
      std::vector<School>{{.cds = *CdsCode::Parse("01611190000001")},
                          {.cds = *CdsCode::Parse("01611190000002"), .alternative = true}});
  const EnrollmentRules enrollment;
  const Membership membership(
      {{.group = StudentGroup::kFosterYouth, .program_codes = {190}},
       {.group = StudentGroup::kHomeless, .program_codes = {191}, .school_years = 4}});
  return GraduationShares(
      records, {.schools = schools, .enrollment = enrollment, .membership = membership}, rules);
}

std::vector<int64_t> StudentsOf(const std::vector<Share>& shares) {
  std::vector<int64_t> students;
  students.reserve(shares.size());
  for (const Share& share : shares) students.push_back(share.student);
  return students;
}

TEST(GraduationShareTest, EachOutcomeAtAKnownSchoolIsAShare) {
  LeaRecords records = Records();
  AddOutcome(records, 2, kHighDigits, Day(2024y / 6 / 1));
  AddOutcome(records, 1, kHighDigits, Day(2024y / 3 / 1), kLeft);
  AddOutcome(records, 3, 999, Day(2024y / 6 / 1));
  const std::vector<Share> shares = Shares(records);

  ASSERT_THAT(StudentsOf(shares), ElementsAre(1, 2));
  EXPECT_EQ(shares[0].in_cohort, Standing::kDenominator);
  EXPECT_EQ(shares[1].in_cohort, Standing::kNumerator);
  EXPECT_EQ(shares[1].since, Day(2024y / 6 / 1));
  EXPECT_EQ(shares[1].reach, Reach::kAllLevels);
  EXPECT_THAT(Shares(Records()), IsEmpty());
}

TEST(GraduationShareTest, OfSeveralOutcomesAtASchoolTheLatestCounts) {
  LeaRecords records = Records();
  AddOutcome(records, 1, kHighDigits, Day(2024y / 6 / 1));
  AddOutcome(records, 1, kHighDigits, Day(2024y / 3 / 1), kLeft);
  const std::vector<Share> shares = Shares(records);

  ASSERT_THAT(shares, SizeIs(1));
  EXPECT_EQ(shares[0].in_cohort, Standing::kNumerator);
}

TEST(GraduationShareTest, WhoHasNotLeftIsLaterThanAnyExit) {
  LeaRecords records = Records();
  AddOutcome(records, 1, kHighDigits, Day(2024y / 6 / 1));
  AddOutcome(records, 1, kHighDigits, kNoDate, 0);
  const std::vector<Share> shares = Shares(records);

  ASSERT_THAT(shares, SizeIs(1));
  EXPECT_EQ(shares[0].since, std::numeric_limits<int32_t>::max());
  EXPECT_EQ(shares[0].in_cohort, Standing::kDenominator) << "still enrolled";
}

TEST(GraduationShareTest, OfOneDayTheLaterClassCounts) {
  LeaRecords records = Records();
  AddOutcome(records, 1, kHighDigits, Day(2024y / 6 / 1), kGraduated, kYear - 1);
  AddOutcome(records, 1, kHighDigits, Day(2024y / 6 / 1), kLeft, kYear);

  ASSERT_THAT(Shares(records), SizeIs(1));
  EXPECT_EQ(Shares(records)[0].in_cohort, Standing::kDenominator);
}

TEST(GraduationShareTest, GroupsAreThoseOfTheYearsOfTheStudentsOwnClass) {
  LeaRecords records = Records();
  // Of the class before: a fifth-year graduate.
  AddOutcome(records, 1, kHighDigits, Day(2024y / 6 / 1), kGraduated, kYear - 1);
  AddOutcome(records, 2, kHighDigits, Day(2024y / 6 / 1));
  for (const int64_t student : {1, 2}) {
    records.profiles[kYear].programs.student.push_back(student);
    records.profiles[kYear].programs.program.push_back(191);
  }
  const std::vector<Share> shares = Shares(records);

  ASSERT_THAT(StudentsOf(shares), ElementsAre(1, 2));
  EXPECT_EQ(shares[0].in_cohort, Standing::kNumerator);
  EXPECT_EQ(shares[0].groups, GroupSet()) << "the year is after the class";
  EXPECT_EQ(shares[1].groups, GroupSet(StudentGroup::kHomeless));
}

TEST(GraduationShareTest, ADassSchoolHasARateOfItsOwnStudentsAndCountsAboveByTheCohort) {
  LeaRecords records = Records();
  AddOutcome(records, 1, kDassDigits, Day(2024y / 6 / 1));
  Enroll(records, 1, kDassDigits, Day(2023y / 9 / 1), Day(2024y / 6 / 1), kGraduated);
  const std::vector<Share> shares = Shares(records, Rules(/*one_year=*/true));

  ASSERT_THAT(StudentsOf(shares), ElementsAre(1, 1));
  EXPECT_EQ(shares[0].reach, Reach::kAboveSchool);
  EXPECT_EQ(shares[1].reach, Reach::kSchoolOnly);
  EXPECT_EQ(shares[1].school, kDass);
  EXPECT_EQ(shares[1].in_cohort, Standing::kNumerator);

  const std::vector<Share> without = Shares(records);
  ASSERT_THAT(without, SizeIs(1));
  EXPECT_EQ(without[0].reach, Reach::kAllLevels) << "in a year without such rules";
}

TEST(GraduationShareTest, OtherSchoolsAndStatusesHaveNoRateOfOneYear) {
  LeaRecords records = Records();
  Enroll(records, 1, kHighDigits, Day(2023y / 9 / 1), Day(2024y / 6 / 1), kGraduated);
  Enroll(records, 2, kDassDigits, Day(2023y / 9 / 1), Day(2024y / 6 / 1), kGraduated, 12, 30);

  EXPECT_THAT(Shares(records, Rules(/*one_year=*/true)), IsEmpty());
}

TEST(GraduationShareTest, TheEnrollmentsOfOneSchoolAreReadInTheOrderOfTime) {
  LeaRecords records = Records();
  Enroll(records, 1, kDassDigits, Day(2024y / 3 / 2), Day(2024y / 6 / 1), kGraduated);
  Enroll(records, 1, kDassDigits, Day(2023y / 9 / 1), Day(2024y / 3 / 1), kLeft, 11);
  const std::vector<Share> shares = Shares(records, Rules(/*one_year=*/true));

  ASSERT_THAT(shares, SizeIs(1));
  EXPECT_EQ(shares[0].in_cohort, Standing::kNumerator);
  EXPECT_EQ(shares[0].grade, 12);
  EXPECT_EQ(shares[0].since, Day(2024y / 3 / 2));
}

TEST(GraduationShareTest, AFosterYouthGraduatesAfterThirtyDays) {
  for (const int64_t program : {190, 191}) {
    LeaRecords records = Records();
    Enroll(records, 1, kDassDigits, Day(2024y / 5 / 1), Day(2024y / 6 / 1), kGraduated);
    records.profiles[kYear].programs.student.push_back(1);
    records.profiles[kYear].programs.program.push_back(program);
    const std::vector<Share> shares = Shares(records, Rules(/*one_year=*/true));
    ASSERT_THAT(shares, SizeIs(1));
    EXPECT_EQ(shares[0].in_cohort, program == 190 ? Standing::kNumerator : Standing::kTooFewDays);
  }
}

TEST(GraduationShareTest, SharesOfBothKindsStandByStudentAndSchool) {
  LeaRecords records = Records();
  AddOutcome(records, 1, kHighDigits, Day(2024y / 6 / 1));
  AddOutcome(records, 3, kHighDigits, Day(2024y / 6 / 1));
  Enroll(records, 2, kDassDigits, Day(2023y / 9 / 1), kNoDate, 0);
  Enroll(records, 1, kDassDigits, Day(2023y / 9 / 1), kNoDate, 0);
  const std::vector<Share> shares = Shares(records, Rules(/*one_year=*/true));

  ASSERT_THAT(StudentsOf(shares), ElementsAre(1, 1, 2, 3));
  EXPECT_EQ(shares[0].school, kHigh);
  EXPECT_EQ(shares[1].school, kDass);
}

// What report 15.2 says of a student of a class, and the groups that it has the student in.
void State(LeaRecords& records, int64_t student, Outcome outcome, int64_t class_year = kYear,
           GroupSet groups = {}) {
  CohortTable& table = records.cohort;
  table.student.push_back(student);
  table.school.push_back(kHighDigits);
  table.class_year.push_back(class_year);
  table.stated_outcome.push_back(static_cast<int64_t>(outcome) + 1);
  table.stated_groups.push_back(groups.bits());
}

TEST(GraduationSharesTest, AReportSaysWhatBecameOfAStudent) {
  LeaRecords records = Records();
  State(records, 1, Outcome::kGraduate);
  State(records, 2, Outcome::kOtherTransfer);
  State(records, 3, Outcome::kRemoved);
  State(records, 4, Outcome::kGraduate, kYear - 1);
  std::vector<Standing> standings;
  for (const Share& share : Shares(records)) standings.push_back(share.in_cohort);
  EXPECT_THAT(standings, ElementsAre(Standing::kNumerator, Standing::kDenominator,
                                     Standing::kRemovedFromCohort, Standing::kNumerator));
}

TEST(GraduationSharesTest, GroupsOfAReportAreAddedAndItsRaceCountsFirst) {
  LeaRecords records = Records();
  State(records, 1, Outcome::kGraduate, kYear,
        GroupSet(StudentGroup::kAsian) | GroupSet(StudentGroup::kHomeless));
  records.profiles[kYear].information = {.student = {1},
                                         .school = {kHighDigits},
                                         .hispanic = {1},
                                         .races = {0},
                                         .parent_education = {0}};
  records.profiles[kYear].programs = {.student = {1}, .program = {190}};
  const std::vector<Share> shares = Shares(records);
  ASSERT_THAT(shares, SizeIs(1));
  EXPECT_EQ(shares[0].groups, GroupSet(StudentGroup::kAsian) | GroupSet(StudentGroup::kHomeless) |
                                  GroupSet(StudentGroup::kFosterYouth));
}

TEST(GraduationSharesTest, AReportOfOneLeaAndRecordsOfAnotherAreOnOneScale) {
  LeaRecords stated = Records();
  State(stated, 1, Outcome::kGraduate);
  LeaRecords left = Records();
  AddOutcome(left, 1, kHighDigits, Day(2024y / 1 / 10), kLeft);
  Share sum = Shares(left)[0];
  sum.Add(Shares(stated)[0]);
  EXPECT_EQ(sum.in_cohort, Standing::kNumerator) << "left in January, and graduated elsewhere";
}

TEST(GraduationSharesTest, WhoLeftOneLeaIsJudgedByTheOther) {
  LeaRecords left = Records();
  State(left, 1, Outcome::kRemoved);
  LeaRecords stayed = Records();
  State(stayed, 1, Outcome::kDropout);
  LeaRecords graduated = Records();
  State(graduated, 1, Outcome::kGraduate);
  for (const bool reversed : {false, true}) {
    Share sum = Shares(reversed ? stayed : left)[0];
    sum.Add(Shares(reversed ? left : stayed)[0]);
    EXPECT_EQ(sum.in_cohort, Standing::kDenominator);
    sum.Add(Shares(graduated)[0]);
    EXPECT_EQ(sum.in_cohort, Standing::kNumerator);
  }
}

}  // namespace
}  // namespace sos::indicator::records
