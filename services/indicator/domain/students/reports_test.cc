// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/reports.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicator/domain/students/membership.h"

namespace sos::indicator::records {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int kYear = 2024;

// Two students of report 8.1: one Hispanic, homeless and an English learner since 2020, the other
// of two races and with disabilities.
ReportTables Profiles() {
  ReportTables reports;
  reports.profiles[kYear].profile = {.student = {1, 2},
                                     .school = {11, 12},
                                     .grade = {3, 4},
                                     .status = {10, 30},
                                     .start = {19600, 19601},
                                     .race = {500, 800},
                                     .homeless = {1, 0},
                                     .disadvantaged = {1, 0},
                                     .disabled = {0, 1},
                                     .english_learner = {1, 0},
                                     .language_status = {2, 1},
                                     .language_start = {18500, kNoDate}};
  return reports;
}

LeaRecords After(const ReportTables& reports) {
  LeaRecords records{.dashboard_year = kYear};
  StandIn(reports, records);
  return records;
}

// The students of whom a report says that they are in the group.
Column Stated(const LeaRecords& records, StudentGroup group) {
  const StatedGroupTable& table = records.profiles.at(kYear).stated_groups;
  Column students;
  for (size_t i = 0; i < table.student.size(); ++i) {
    if (table.groups[i] == GroupSet(group).bits()) students.push_back(table.student[i]);
  }
  return students;
}

TEST(ReportsTest, ProfilesSayWhoIsEnrolledAndInWhichGroups) {
  const LeaRecords records = After(Profiles());
  EXPECT_THAT(records.enrollments.student, ElementsAre(1, 2));
  EXPECT_THAT(records.enrollments.status, ElementsAre(10, 30));
  EXPECT_THAT(records.enrollments.start, ElementsAre(19600, 19601));
  EXPECT_THAT(Stated(records, StudentGroup::kHomeless), ElementsAre(1));
  EXPECT_THAT(Stated(records, StudentGroup::kSocioeconomicallyDisadvantaged), ElementsAre(1));
  EXPECT_THAT(Stated(records, StudentGroup::kStudentsWithDisabilities), ElementsAre(2));
  const ProfileTables& profile = records.profiles.at(kYear);
  EXPECT_THAT(profile.information.hispanic, ElementsAre(1, 0));
  EXPECT_EQ(RaceOf(false, {100, 200}), StudentGroup::kTwoOrMoreRaces);
  EXPECT_THAT(profile.information.races, ElementsAre(0, 100'200));
}

TEST(ReportsTest, TheLanguageStatusCountsBeforeTheReportsOwnWord) {
  const LeaRecords records = After(Profiles());
  EXPECT_THAT(Stated(records, StudentGroup::kEnglishLearners), IsEmpty());
  EXPECT_THAT(records.profiles.at(kYear).languages.status, ElementsAre(2, 1));
  EXPECT_THAT(records.profiles.at(kYear).languages.start, ElementsAre(18500, kNoDate));

  ReportTables older = Profiles();
  older.profiles[kYear].profile.language_status.clear();
  older.profiles[kYear].profile.language_start.clear();
  EXPECT_THAT(Stated(After(older), StudentGroup::kEnglishLearners), ElementsAre(1));
}

TEST(ReportsTest, WhatAReportDoesNotHaveIsNotMadeUp) {
  ReportTables reports;
  reports.profiles[kYear].profile = {.student = {1}, .school = {11}, .grade = {3}};
  const LeaRecords records = After(reports);
  EXPECT_THAT(records.enrollments.status, ElementsAre(10)) << "counts as a primary enrollment";
  EXPECT_THAT(records.enrollments.start, ElementsAre(kNoDate));
  const ProfileTables& profile = records.profiles.at(kYear);
  EXPECT_THAT(profile.information.student, IsEmpty());
  EXPECT_THAT(profile.languages.student, IsEmpty());
  EXPECT_THAT(profile.stated_groups.student, IsEmpty());
}

TEST(ReportsTest, DaysAttendedAreThoseNotAbsentWhereTheReportDoesNotSayThem) {
  ReportTables reports;
  reports.absences = {
      .student = {1}, .school = {11}, .expected = {18000}, .attended = {}, .absent = {2000}};
  EXPECT_THAT(After(reports).absences.attended, ElementsAre(16000));
  EXPECT_THAT(After(reports).absences.unexcused, ElementsAre(2000));
  reports.absences.attended = {15000};
  EXPECT_THAT(After(reports).absences.attended, ElementsAre(15000));
}

TEST(ReportsTest, ReportsOfYearsBeforeSayGroupsOfThoseYearsAndNobodysEnrollment) {
  ReportTables reports;
  reports.profiles[kYear - 1] = Profiles().profiles[kYear];
  const LeaRecords records = After(reports);
  EXPECT_THAT(records.enrollments.student, IsEmpty());
  const ProfileTables& before = records.profiles.at(kYear - 1);
  EXPECT_THAT(before.languages.student, ElementsAre(1, 2));
  EXPECT_THAT(before.stated_groups.student, ElementsAre(1, 1, 2));
}

TEST(ReportsTest, ABlankCellSaysNothing) {
  ReportTables reports = Profiles();
  reports.profiles[kYear].profile.status = {0, 30};
  EXPECT_THAT(After(reports).enrollments.status, ElementsAre(10, 30));
  reports.absences = {.student = {1, 2},
                      .school = {11, 11},
                      .expected = {18000, 18000},
                      .attended = {-1, 0},
                      .absent = {2000, 2000}};
  EXPECT_THAT(After(reports).absences.attended, ElementsAre(16000, 0)) << "0 is never attended";
}

TEST(ReportsTest, HowEnrollmentsEndedIsNotSaid) {
  EXPECT_THAT(After(Profiles()).enrollments.exit_date, IsEmpty());
}

TEST(ReportsTest, SubmittedRecordsCountBeforeAReport) {
  LeaRecords records{.dashboard_year = kYear};
  records.enrollments = {
      .student = {9}, .school = {11}, .start = {19000}, .status = {10}, .grade = {5}};
  records.profiles[kYear].programs = {.student = {9}, .program = {190}};
  records.profiles[kYear].special_education = {.student = {9}, .district = {0}};
  ReportTables reports = Profiles();
  reports.profiles[kYear].plans = {.student = {1}, .district = {1964733}};
  reports.profiles[kYear].foster_youth = {2};

  StandIn(reports, records);

  EXPECT_THAT(records.enrollments.student, ElementsAre(9));
  EXPECT_THAT(Stated(records, StudentGroup::kHomeless), IsEmpty()) << "programs were submitted";
  EXPECT_THAT(Stated(records, StudentGroup::kFosterYouth), IsEmpty());
  EXPECT_THAT(Stated(records, StudentGroup::kStudentsWithDisabilities), IsEmpty());
  EXPECT_THAT(records.profiles[kYear].special_education.student, ElementsAre(9));
  EXPECT_THAT(records.profiles[kYear].languages.student, ElementsAre(1, 2))
      << "no languages were submitted";
}

TEST(ReportsTest, PlansSayWhichDistrictIsAccountable) {
  ReportTables reports;
  reports.profiles[kYear].plans = {.student = {2}, .district = {1964733}};
  reports.profiles[kYear].foster_youth = {1};
  const LeaRecords records = After(reports);
  EXPECT_THAT(records.profiles.at(kYear).special_education.district, ElementsAre(1964733));
  EXPECT_THAT(Stated(records, StudentGroup::kFosterYouth), ElementsAre(1));
}

constexpr int64_t kGraduateNumber = 1;
constexpr int64_t kStillEnrolledNumber = 5;
constexpr int64_t kRemovedNumber = 6;

// Students 1 and 2 of the class; 3 to 6 of the class before, of whom 3 had graduated and 6 had
// left.
ReportTables Cohorts() {
  ReportTables reports;
  reports.cohort = {.student = {1, 2},
                    .school = {11, 11},
                    .outcome = {kGraduateNumber, kRemovedNumber},
                    .race = {500, 800},
                    .homeless = {0, 1}};
  reports.cohort_before = {
      .student = {3, 4, 5, 6},
      .school = {11, 11, 11, 11},
      .outcome = {kGraduateNumber, kStillEnrolledNumber, kStillEnrolledNumber, kRemovedNumber}};
  reports.completers = {.student = {3, 4, 5, 6},
                        .school = {12, 12, 12, 12},
                        .completion_status = {100, 102, 120, 100}};
  return reports;
}

TEST(ReportsTest, ACohortHasItsClassAndThoseWhoGraduatedInTheFifthYear) {
  const CohortTable cohort = After(Cohorts()).cohort;
  EXPECT_THAT(cohort.student, ElementsAre(1, 2, 4)) << "5 has a certificate, and 6 had left";
  EXPECT_THAT(cohort.class_year, ElementsAre(kYear, kYear, kYear - 1));
  EXPECT_THAT(cohort.stated_outcome, ElementsAre(kGraduateNumber, kRemovedNumber, kGraduateNumber));
  EXPECT_THAT(cohort.school, ElementsAre(11, 11, 12)) << "where the fifth year ended";
  EXPECT_EQ(cohort.stated_groups[0], GroupSet(StudentGroup::kHispanic).bits());
  EXPECT_EQ(cohort.stated_groups[1],
            (GroupSet(StudentGroup::kTwoOrMoreRaces) | GroupSet(StudentGroup::kHomeless)).bits());
}

TEST(ReportsTest, WithoutAClassOfTheYearThereIsNoCohort) {
  ReportTables reports = Cohorts();
  reports.cohort = {};
  EXPECT_THAT(After(reports).cohort.student, IsEmpty());
}

TEST(ReportsTest, SubmittedOutcomesCountBeforeTheReport) {
  LeaRecords records{.dashboard_year = kYear};
  records.cohort.student = {9};
  StandIn(Cohorts(), records);
  EXPECT_THAT(records.cohort.student, ElementsAre(9));
  EXPECT_THAT(records.cohort.stated_outcome, IsEmpty());
}

TEST(ReportsTest, FormerFosterYouthCountWithThoseOfTheYear) {
  ReportTables reports = Profiles();
  reports.profiles[kYear].foster_youth = {1};
  reports.profiles[kYear].former_foster_youth = {2, 1};
  EXPECT_THAT(Stated(After(reports), StudentGroup::kFosterYouth), ElementsAre(1, 2, 1));
}

TEST(ReportsTest, WhomTheScoreFileDoesNotSayToBeReclassifiedAReportMay) {
  ReportTables reports;
  reports.reclassified = {.student = {1, 2, 2, 4}, .since = {19000, 18000, 18500, 17000}};
  LeaRecords records{.dashboard_year = kYear};
  records.academic_tests.student = {1, 2, 3};
  records.academic_tests.reclassified = {19100, kNoDate, kNoDate};
  StandIn(reports, records);
  EXPECT_THAT(records.academic_tests.reclassified, ElementsAre(19100, 18500, kNoDate));
  records.academic_tests.reclassified.clear();
  StandIn(reports, records);
  EXPECT_THAT(records.academic_tests.reclassified, ElementsAre(19000, 18500, kNoDate))
      << "a file without the column";
}

}  // namespace
}  // namespace sos::indicator::records
