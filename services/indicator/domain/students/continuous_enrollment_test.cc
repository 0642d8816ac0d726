// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/continuous_enrollment.h"

#include <vector>

#include "gtest/gtest.h"

namespace sos::indicator::records {
namespace {

constexpr int64_t kCensusDay = 20'000;
constexpr int kLongestGap = 30;
constexpr int64_t kStudent = 9'000'000'001;
// The schools of the LEA by their seven digits; the directory has the first three.
constexpr int64_t kFirst = 1;
constexpr int64_t kSecond = 2;
constexpr int64_t kCharter = 3;
constexpr int64_t kUnlisted = 99;

const Schools& TheSchools() {
  static const auto* const kSchools =
      new Schools(std::vector<School>{{.cds = *CdsCode::Parse("01611190000001")},
                                      {.cds = *CdsCode::Parse("01611190000002")},
                                      {.cds = *CdsCode::Parse("01611190000003"), .charter = true}});
  return *kSchools;
}
int32_t NumberOf(int64_t school) { return *TheSchools().Find(1'611'190'000'000 + school); }

class ContinuousEnrollmentTest : public ::testing::Test {
 protected:
  void Enroll(int64_t school, int64_t start, int64_t exit = kNoDate, int status = 10) {
    EnrollmentTable& table = records_.enrollments;
    table.student.push_back(kStudent);
    table.school.push_back(school);
    table.start.push_back(start);
    table.exit_date.push_back(exit);
    table.status.push_back(status);
  }
  void List(int64_t school, int status) {
    records_.census.student.push_back(kStudent);
    records_.census.school.push_back(school);
    records_.census.status.push_back(status);
  }
  ContinuousEnrollment Made() const {
    static const auto* const kRules = new EnrollmentRules{.statuses = {10, 30}};
    return {records_,
            TheSchools(),
            *kRules,
            {.census_day = kCensusDay, .longest_gap_days = kLongestGap}};
  }
  bool AtFirst(int64_t since = kNoDate) const {
    return Made().AtSchool(kStudent, NumberOf(kFirst), since);
  }
  bool InLea(int64_t since = kNoDate) const {
    return Made().InLea(kStudent, NumberOf(kFirst), since);
  }

  LeaRecords records_{.lea = *CdsCode::Parse("01611190000000"), .dashboard_year = 2025};
};

TEST_F(ContinuousEnrollmentTest, AnEnrollmentMustHaveCensusDay) {
  Enroll(kFirst, kCensusDay);
  EXPECT_TRUE(AtFirst());
  records_.enrollments.start = {kCensusDay + 1};
  EXPECT_FALSE(AtFirst());
  EXPECT_FALSE(InLea());
  records_.enrollments.start = {kCensusDay - 100};
  records_.enrollments.exit_date = {kCensusDay};
  EXPECT_TRUE(AtFirst()) << "the day of the exit is one of enrollment";
  records_.enrollments.exit_date = {kCensusDay - 1};
  EXPECT_FALSE(AtFirst());
}

TEST_F(ContinuousEnrollmentTest, AGapMayLastThirtyDays) {
  Enroll(kFirst, kCensusDay - 50, kCensusDay + 10);
  Enroll(kFirst, kCensusDay + 11 + kLongestGap);
  EXPECT_TRUE(AtFirst());
  records_.enrollments.start[1] += 1;
  EXPECT_FALSE(AtFirst());
}

TEST_F(ContinuousEnrollmentTest, WhoChangedSchoolsWithinTheLeaIsInTheLeaAndNotAtTheSchool) {
  Enroll(kSecond, kCensusDay - 50, kCensusDay + 40);
  Enroll(kFirst, kCensusDay + 41);
  EXPECT_FALSE(AtFirst());
  EXPECT_TRUE(InLea());
}

TEST_F(ContinuousEnrollmentTest, ACharterSchoolIsAnLeaOfItsOwn) {
  Enroll(kCharter, kCensusDay - 50, kCensusDay + 40);
  Enroll(kFirst, kCensusDay + 41);
  EXPECT_FALSE(InLea()) << "who came from a charter school was not in the district";
  records_.enrollments.school = {kFirst, kCharter};
  EXPECT_FALSE(Made().InLea(kStudent, NumberOf(kCharter), kNoDate)) << "and the other way round";
}

TEST_F(ContinuousEnrollmentTest, ASchoolThatTheDirectoryDoesNotListIsOfTheLea) {
  Enroll(kUnlisted, kCensusDay - 50, kCensusDay + 40);
  Enroll(kFirst, kCensusDay + 41);
  EXPECT_TRUE(InLea());
}

TEST_F(ContinuousEnrollmentTest, EnrollmentsOfOtherStatusesAreNone) {
  Enroll(kFirst, kCensusDay - 50, kNoDate, 20);
  EXPECT_FALSE(InLea());
}

TEST_F(ContinuousEnrollmentTest, EnrollmentsBesideOneAnotherAddUpInAnyOrder) {
  Enroll(kFirst, kCensusDay + 20);
  Enroll(kSecond, kCensusDay - 5, kCensusDay + 3);
  Enroll(kSecond, kCensusDay - 90, kCensusDay + 60);
  EXPECT_TRUE(InLea());
}

TEST_F(ContinuousEnrollmentTest, WithoutSpansTheListOfCensusDaySaysWhoWasThere) {
  List(kSecond, 10);
  EXPECT_EQ(Made().source(), ContinuousEnrollment::Source::kCensusList);
  EXPECT_TRUE(InLea());
  EXPECT_FALSE(AtFirst());
  EXPECT_FALSE(Made().InLea(kStudent + 1, NumberOf(kFirst), kCensusDay - 1)) << "not on the list";
  records_.census.status = {40};
  EXPECT_FALSE(InLea());
  records_.census.status.clear();
  EXPECT_TRUE(InLea()) << "a list may lack the status";
}

TEST_F(ContinuousEnrollmentTest, SpansComeBeforeTheList) {
  List(kFirst, 10);
  Enroll(kFirst, kCensusDay + 1);
  EXPECT_EQ(Made().source(), ContinuousEnrollment::Source::kSpans);
  EXPECT_FALSE(AtFirst());
}

TEST_F(ContinuousEnrollmentTest, WithoutBothTheScoreFileSaysSinceWhen) {
  EXPECT_EQ(Made().source(), ContinuousEnrollment::Source::kScoreFile);
  EXPECT_TRUE(AtFirst(kCensusDay));
  EXPECT_TRUE(InLea(kCensusDay));
  EXPECT_FALSE(InLea(kCensusDay + 1));
  EXPECT_FALSE(InLea(kNoDate)) << "nothing says it";
}

}  // namespace
}  // namespace sos::indicator::records
