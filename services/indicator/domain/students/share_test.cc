// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/share.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::indicator::records {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// The district's schools, in its records and in the order of their codes.
constexpr int64_t kFirstDigits = 1;
constexpr int64_t kSecondDigits = 2;
constexpr int32_t kFirst = 0;
constexpr int32_t kSecond = 1;

constexpr char kDistrict[] = "01611190000000";

const Schools& TheSchools() {
  static const auto* const kSchools = new Schools(std::vector<School>{
      {.cds = *CdsCode::Parse("01611190000001")}, {.cds = *CdsCode::Parse("01611190000002")}});
  return *kSchools;
}

// An enrollment with status 10, from a day on.
void Enroll(LeaRecords& records, int64_t student, int64_t school, int64_t start, int64_t grade = 5,
            int64_t status = 10) {
  records.enrollments.student.push_back(student);
  records.enrollments.school.push_back(school);
  records.enrollments.start.push_back(start);
  records.enrollments.grade.push_back(grade);
  records.enrollments.status.push_back(status);
}

LeaRecords Records() { return {.lea = *CdsCode::Parse(kDistrict), .dashboard_year = 2024}; }

std::vector<Share> Enrolled(const LeaRecords& records) {
  const EnrollmentRules enrollment{.statuses = {10, 20}};
  const Membership membership({});
  return EnrolledShares(
      records, {.schools = TheSchools(), .enrollment = enrollment, .membership = membership});
}

TEST(ShareTest, AStudentHasOneShareASchoolInOrder) {
  LeaRecords records = Records();
  Enroll(records, 2, kFirstDigits, 100);
  Enroll(records, 1, kSecondDigits, 100);
  Enroll(records, 1, kFirstDigits, 100);
  const std::vector<Share> shares = Enrolled(records);

  ASSERT_THAT(shares, SizeIs(3));
  EXPECT_EQ(shares[0], (Share{.student = 1, .school = kFirst, .since = 100, .grade = 5}));
  EXPECT_EQ(shares[1], (Share{.student = 1, .school = kSecond, .since = 100, .grade = 5}));
  EXPECT_EQ(shares[2], (Share{.student = 2, .school = kFirst, .since = 100, .grade = 5}));
}

TEST(ShareTest, TheLatestEnrollmentSaysTheGrade) {
  LeaRecords records = Records();
  Enroll(records, 1, kFirstDigits, 200, 6);
  Enroll(records, 1, kFirstDigits, 100, 7);
  const std::vector<Share> shares = Enrolled(records);

  ASSERT_THAT(shares, SizeIs(1));
  EXPECT_EQ(shares[0].grade, 6);
  EXPECT_EQ(shares[0].since, 200);
}

TEST(ShareTest, CountsStatusesThatTheRulesNameAndSchoolsOfTheDirectory) {
  LeaRecords records = Records();
  Enroll(records, 1, kFirstDigits, 100, 5, 30);
  Enroll(records, 2, 999, 100);
  Enroll(records, 3, kFirstDigits, 100, 5, 20);

  ASSERT_THAT(Enrolled(records), SizeIs(1));
  EXPECT_EQ(Enrolled(records)[0].student, 3);
  EXPECT_THAT(Enrolled(Records()), IsEmpty());
}

// An attendance summary of 180 expected days.
void Summarize(LeaRecords& records, int64_t student, int64_t school, int64_t absent,
               int64_t exempt = 0) {
  records.absences.student.push_back(student);
  records.absences.school.push_back(school);
  records.absences.exempt.push_back(exempt);
  records.absences.expected.push_back(18000);
  records.absences.attended.push_back(18000 - absent);
  records.absences.out_of_school_suspension.push_back(0);
  records.absences.excused.push_back(0);
  records.absences.unexcused.push_back(absent);
  records.absences.incomplete_study.push_back(0);
}

TEST(ShareTest, OnlyWhoHasASummaryAtTheSchoolCountsInAbsenteeism) {
  LeaRecords records = Records();
  Enroll(records, 1, kFirstDigits, 100);
  Enroll(records, 2, kFirstDigits, 100);
  Enroll(records, 3, kFirstDigits, 100);
  Summarize(records, 1, kFirstDigits, 500);
  Summarize(records, 2, kFirstDigits, 500, /*exempt=*/1);
  Summarize(records, 3, kSecondDigits, 500);
  Summarize(records, 4, kFirstDigits, 500);
  const std::vector<Share> shares = WithAbsences(records, TheSchools(), Enrolled(records));

  ASSERT_THAT(shares, SizeIs(1));
  EXPECT_EQ(shares[0].student, 1);
  EXPECT_EQ(shares[0].expected, 18000);
  EXPECT_EQ(shares[0].attended, 17500);
  EXPECT_EQ(shares[0].days, 500);
}

TEST(ShareTest, AddsUpSeveralSummariesOfOneSchool) {
  LeaRecords records = Records();
  Enroll(records, 1, kFirstDigits, 100);
  Summarize(records, 1, kFirstDigits, 500);
  Summarize(records, 1, kFirstDigits, 70);
  const std::vector<Share> shares = WithAbsences(records, TheSchools(), Enrolled(records));

  ASSERT_THAT(shares, SizeIs(1));
  EXPECT_EQ(shares[0].expected, 36000);
  EXPECT_EQ(shares[0].days, 570);
}

TEST(ShareTest, FindsStudentsWhateverTheOrderOfTheRows) {
  LeaRecords records = Records();
  for (int64_t student = 1; student <= 40; ++student) {
    Enroll(records, student, kFirstDigits, 100);
    Summarize(records, 41 - student, kFirstDigits, (41 - student) * 10);
  }
  const std::vector<Share> shares = WithAbsences(records, TheSchools(), Enrolled(records));

  ASSERT_THAT(shares, SizeIs(40));
  for (const Share& share : shares) EXPECT_EQ(share.days, share.student * 10);
}

void Suspend(LeaRecords& records, int64_t student, int64_t school, int64_t result, int64_t days) {
  records.incident_results.student.push_back(student);
  records.incident_results.school.push_back(school);
  records.incident_results.result.push_back(result);
  records.incident_results.duration.push_back(days);
}

TEST(ShareTest, SuspensionsAddTheirDaysAndNobodyIsLeftOut) {
  LeaRecords records = Records();
  Enroll(records, 1, kFirstDigits, 100);
  Enroll(records, 2, kFirstDigits, 100);
  Suspend(records, 1, kFirstDigits, 100, 50);
  Suspend(records, 1, kFirstDigits, 110, 30);
  Suspend(records, 1, kFirstDigits, 200, 500);
  Suspend(records, 1, kSecondDigits, 100, 500);
  Suspend(records, 3, kFirstDigits, 100, 500);
  const std::vector<Share> shares =
      WithSuspensions(records, TheSchools(), {.result_codes = {100, 110}}, Enrolled(records));

  ASSERT_THAT(shares, SizeIs(2));
  EXPECT_EQ(shares[0].days, 80) << "an expulsion (200) is no suspension";
  EXPECT_EQ(shares[1].days, 0);
}

TEST(ShareTest, TheLatestShareSaysGradeRaceAndDistrictAndAllSayTheOtherGroups) {
  const Share earlier{.student = 1,
                      .school = kSecond,
                      .accountable_district = 161119,
                      .days = 100,
                      .since = 100,
                      .groups = GroupSet(StudentGroup::kHomeless) | GroupSet(StudentGroup::kWhite),
                      .grade = 5};
  const Share later{
      .student = 1,
      .school = kFirst,
      .accountable_district = 161127,
      .days = 20,
      .since = 200,
      .groups = GroupSet(StudentGroup::kAsian) | GroupSet(StudentGroup::kEnglishLearners),
      .grade = 6};
  Share sum = earlier;
  sum.Add(later);
  Share turned = later;
  turned.Add(earlier);

  EXPECT_EQ(sum, turned) << "in any order";
  EXPECT_EQ(sum.days, 120);
  EXPECT_EQ(sum.grade, 6);
  EXPECT_EQ(sum.accountable_district, 161127);
  EXPECT_EQ(sum.groups, GroupSet(StudentGroup::kAsian) | GroupSet(StudentGroup::kEnglishLearners) |
                            GroupSet(StudentGroup::kHomeless));
}

}  // namespace
}  // namespace sos::indicator::records
