// SPDX-License-Identifier: Apache-2.0

// The lists of students behind a result, and what the results of a year are made of.

#include <string>
#include <vector>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicator/rpc/in_process_test.h"

namespace sos::indicator {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::ListStudentsRequest ListOf(const std::string& cds, const std::string& what = "2024-chro-all") {
  v1::ListStudentsRequest request;
  request.set_name("entities/" + cds + "/results/" + what);
  request.set_purpose("plan support");
  return request;
}

absl::StatusOr<v1::ListStudentsResponse> List(InProcessIndicator& indicator,
                                              const v1::ListStudentsRequest& request) {
  return indicator.Call<v1::ListStudentsResponse>(&Stub::ListStudents, request);
}

std::vector<std::string> LocalIds(const absl::StatusOr<v1::ListStudentsResponse>& list) {
  EXPECT_THAT(list, IsOk());
  std::vector<std::string> ids;
  if (!list.ok()) return ids;
  for (const v1::CountedStudent& student : list->students()) ids.push_back(student.local_student());
  return ids;
}

TEST(StudentsTest, ListsWhoIsBehindAResultAndWritesDownWhoAsked) {
  InProcessIndicator indicator(AbsenceOfThreeStudents());
  const auto list = List(indicator, ListOf(kDistrict));

  ASSERT_THAT(LocalIds(list), ElementsAre("L1", "L2", "L3"));
  EXPECT_EQ(list->students(0).standing(), v1::STUDENT_STANDING_DENOMINATOR);
  EXPECT_EQ(list->students(1).standing(), v1::STUDENT_STANDING_NUMERATOR);
  EXPECT_EQ(list->students(1).school_cds(), kSchool);
  EXPECT_EQ(list->students(1).days_expected().value(), "180");
  EXPECT_EQ(list->students(1).days().value(), "18");
  EXPECT_EQ(*indicator.audited(), 1);
}

TEST(StudentsTest, ListsThoseOfOneStandingOrGroup) {
  InProcessIndicator indicator(AbsenceOfThreeStudents());
  v1::ListStudentsRequest request = ListOf(kSchool);
  request.set_standing(v1::STUDENT_STANDING_NUMERATOR);
  EXPECT_THAT(LocalIds(List(indicator, request)), ElementsAre("L2", "L3"));
  EXPECT_THAT(LocalIds(List(indicator, ListOf(kSchool, "2024-chro-hom"))), IsEmpty());
}

TEST(StudentsTest, ListsPageByPage) {
  InProcessIndicator indicator(AbsenceOfThreeStudents());
  v1::ListStudentsRequest request = ListOf(kDistrict);
  request.set_page_size(2);
  const auto first = List(indicator, request);
  EXPECT_THAT(LocalIds(first), ElementsAre("L1", "L2"));
  request.set_page_token(first->next_page_token());
  const auto second = List(indicator, request);
  EXPECT_THAT(LocalIds(second), ElementsAre("L3"));
  EXPECT_EQ(second->next_page_token(), "");
  EXPECT_EQ(*indicator.audited(), 2) << "each page is an access";
}

TEST(StudentsTest, RefusesAListThatNobodyMayHaveBeforeItIsWrittenDown) {
  InProcessIndicator indicator(AbsenceOfThreeStudents());
  EXPECT_THAT(List(indicator, {}), IsError(kInvalid, "FIELD_REQUIRED"));
  for (const char* too_large : {"00000000000000", "99000000000000"}) {
    EXPECT_THAT(List(indicator, ListOf(too_large)), IsError(kInvalid, "FIELD_INVALID"));
  }
  v1::ListStudentsRequest without_purpose = ListOf(kDistrict);
  without_purpose.clear_purpose();
  EXPECT_THAT(List(indicator, without_purpose), IsError(kInvalid, "FIELD_REQUIRED"));
  v1::ListStudentsRequest unknown = ListOf(kDistrict);
  unknown.set_standing(static_cast<v1::StudentStanding>(v1::StudentStanding_MAX + 1));
  EXPECT_THAT(List(indicator, unknown), IsError(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(indicator.audited(), ::testing::Not(IsOk())) << "the log was not even begun";
}

TEST(StudentsTest, WhatNoRecordsMakeHasNoStudents) {
  InProcessIndicator indicator({PublishedSuspension(kDistrict)});
  EXPECT_THAT(List(indicator, ListOf(kDistrict, "2024-susp-all")),
              IsError(kNotFound, "RESULT_NOT_FOUND"));
}

absl::StatusOr<v1::Readiness> Readiness(InProcessIndicator& indicator, int year) {
  v1::GetReadinessRequest request;
  request.set_dashboard_year(year);
  return indicator.Call<v1::Readiness>(&Stub::GetReadiness, request);
}

v1::IndicatorReadiness Of(const v1::Readiness& readiness, education::v1::Indicator indicator) {
  for (const v1::IndicatorReadiness& entry : readiness.indicators()) {
    if (entry.indicator() == indicator) return entry;
  }
  ADD_FAILURE() << "nothing is said of " << indicator;
  return {};
}

TEST(ReadinessTest, TellsThePublishedFromTheEstimatedAndTheAwaited) {
  std::vector<ingestion::v1::Partition> partitions = AbsenceOfThreeStudents();
  partitions.push_back(PublishedSuspension(kNeighbor));
  InProcessIndicator indicator(partitions);
  const auto readiness = Readiness(indicator, 2024);

  ASSERT_THAT(readiness, IsOk());
  EXPECT_EQ(readiness->revision(), 1);
  const auto absence = Of(*readiness, education::v1::INDICATOR_CHRONIC_ABSENTEEISM);
  EXPECT_EQ(absence.state(), v1::IndicatorReadiness::STATE_ESTIMATED);
  EXPECT_EQ(absence.estimated_lea_count(), 1);
  const auto suspension = Of(*readiness, education::v1::INDICATOR_SUSPENSION);
  EXPECT_EQ(suspension.state(), v1::IndicatorReadiness::STATE_PUBLISHED);
  EXPECT_EQ(suspension.published_lea_count(), 1);
  const auto graduation = Of(*readiness, education::v1::INDICATOR_GRADUATION);
  EXPECT_EQ(graduation.state(), v1::IndicatorReadiness::STATE_AWAITING);
  EXPECT_THAT(graduation.awaited_collections(), ElementsAre("cohort-outcome"));
}

TEST(ReadinessTest, OfOneLeaIsForThoseWhoSeeItsCounts) {
  std::vector<ingestion::v1::Partition> partitions = AbsenceOfThreeStudents();
  partitions.push_back(PublishedSuspension(kNeighbor));
  InProcessIndicator indicator(partitions);
  v1::GetReadinessRequest request;
  request.set_dashboard_year(2024);
  request.set_lea(std::string("entities/") + kDistrict);
  const auto own = indicator.Call<v1::Readiness>(&Stub::GetReadiness, request);
  ASSERT_THAT(own, IsOk());
  EXPECT_EQ(Of(*own, education::v1::INDICATOR_CHRONIC_ABSENTEEISM).estimated_lea_count(), 1);
  EXPECT_EQ(Of(*own, education::v1::INDICATOR_SUSPENSION).published_lea_count(), 0)
      << "the neighbor's";
  request.set_lea("entities/1");
  EXPECT_THAT(indicator.Call<v1::Readiness>(&Stub::GetReadiness, request),
              IsError(kInvalid, "FIELD_INVALID"));
  request.set_lea(std::string("entities/") + kDistrict);
  indicator.as_public = true;
  EXPECT_THAT(indicator.Call<v1::Readiness>(&Stub::GetReadiness, request),
              IsError(absl::StatusCode::kPermissionDenied, "OUTSIDE_SCOPE"));
  request.clear_lea();
  EXPECT_THAT(indicator.Call<v1::Readiness>(&Stub::GetReadiness, request), IsOk());
}

TEST(ReadinessTest, WithoutADirectoryNoRecordCounts) {
  std::vector<ingestion::v1::Partition> partitions = AbsenceOfThreeStudents();
  partitions.erase(partitions.begin());
  InProcessIndicator indicator(partitions);
  const auto readiness = Readiness(indicator, 2024);
  ASSERT_THAT(readiness, IsOk());
  EXPECT_THAT(Of(*readiness, education::v1::INDICATOR_CHRONIC_ABSENTEEISM).awaited_collections(),
              ElementsAre("entity-directory"));
}

TEST(ReadinessTest, AsksForAYearThatHasRules) {
  InProcessIndicator indicator;
  EXPECT_THAT(Readiness(indicator, 0), IsError(kInvalid, "FIELD_REQUIRED"));
  EXPECT_THAT(Readiness(indicator, 2020), IsError(kNotFound, "RULEBOOK_NOT_FOUND"));
}

// What an office has in July: the same three students as exports of reports 8.1 and 14.2.
std::vector<ingestion::v1::Partition> AbsenceInReports() {
  using namespace ingestion::v1;  // NOLINT(google-build-using-namespace): the names of fields
  std::vector<Partition> partitions = AbsenceOfThreeStudents();
  partitions.resize(1);  // The directory.
  partitions.push_back(StudentRecords(COLLECTION_PROFILE_REPORT, kDistrict,
                                      {{RECORD_FIELD_STUDENT, {1, 2, 3}},
                                       {RECORD_FIELD_SCHOOL, {1, 1, 1}},
                                       {RECORD_FIELD_GRADE, {5, 5, 5}},
                                       {RECORD_FIELD_HOMELESS, {0, 1, 0}}},
                                      "L1\nL2\nL3\n"));
  partitions.push_back(StudentRecords(COLLECTION_ABSENCE_REPORT, kDistrict,
                                      {{RECORD_FIELD_STUDENT, {1, 2, 3}},
                                       {RECORD_FIELD_SCHOOL, {1, 1, 1}},
                                       {RECORD_FIELD_DAYS_EXPECTED, {18000, 18000, 18000}},
                                       {RECORD_FIELD_DAYS_ABSENT, {0, 1800, 9000}}}));
  return partitions;
}

TEST(ReportsTest, StandInForRecordsThatWereNotSubmitted) {
  InProcessIndicator indicator(AbsenceInReports());
  EXPECT_THAT(LocalIds(List(indicator, ListOf(kDistrict))), ElementsAre("L1", "L2", "L3"));
  EXPECT_THAT(LocalIds(List(indicator, ListOf(kDistrict, "2024-chro-hom"))), ElementsAre("L2"));
}

v1::IndicatorReadiness ReadinessOfAbsence(InProcessIndicator& indicator) {
  v1::GetReadinessRequest request;
  request.set_dashboard_year(2024);
  const auto readiness = indicator.Call<v1::Readiness>(&Stub::GetReadiness, request);
  EXPECT_THAT(readiness, IsOk());
  if (readiness.ok()) {
    for (const auto& entry : readiness->indicators()) {
      if (entry.indicator() == education::v1::INDICATOR_CHRONIC_ABSENTEEISM) return entry;
    }
  }
  return {};
}

TEST(ReportsTest, AreToldWithWhatCanMakeTheEstimateDiffer) {
  InProcessIndicator indicator(AbsenceInReports());
  const v1::IndicatorReadiness absence = ReadinessOfAbsence(indicator);
  EXPECT_EQ(absence.state(), v1::IndicatorReadiness::STATE_ESTIMATED);
  EXPECT_EQ(absence.report_lea_count(), 1);
  EXPECT_THAT(absence.error_sources(),
              ElementsAre(v1::IndicatorReadiness::ERROR_SOURCE_LATER_CERTIFICATION,
                          v1::IndicatorReadiness::ERROR_SOURCE_ENROLLMENT_STATUS,
                          v1::IndicatorReadiness::ERROR_SOURCE_GROUP_WINDOW,
                          v1::IndicatorReadiness::ERROR_SOURCE_ACCOUNTABLE_DISTRICT,
                          v1::IndicatorReadiness::ERROR_SOURCE_FOSTER_YOUTH,
                          v1::IndicatorReadiness::ERROR_SOURCE_LANGUAGE_START));
}

TEST(ReportsTest, SubmittedRecordsRestOnNoReport) {
  InProcessIndicator indicator(AbsenceOfThreeStudents());
  const v1::IndicatorReadiness absence = ReadinessOfAbsence(indicator);
  EXPECT_EQ(absence.report_lea_count(), 0);
  EXPECT_THAT(
      absence.error_sources(),
      ::testing::Not(::testing::Contains(v1::IndicatorReadiness::ERROR_SOURCE_GROUP_WINDOW)));
}

TEST(ReportsTest, ScoresOfTheElpacMakeEnglishLearnerProgress) {
  using namespace ingestion::v1;  // NOLINT(google-build-using-namespace): the names of fields
  std::vector<Partition> partitions = AbsenceOfThreeStudents();
  partitions.resize(1);  // The directory.
  const CdsCode school = *CdsCode::Parse(kSchool);
  partitions.push_back(StudentRecords(
      COLLECTION_LANGUAGE_TEST, kDistrict,
      {{RECORD_FIELD_STUDENT, {1, 2, 3}},
       {RECORD_FIELD_GRADE, {4, 4, 4}},
       {RECORD_FIELD_ENROLLED_SCHOOL, {school.Number(), school.Number(), school.Number()}},
       {RECORD_FIELD_SCORE, {1479, 1478, 1500}},
       {RECORD_FIELD_PRIOR_GRADE, {3, 3, 3}},
       {RECORD_FIELD_PRIOR_SCORE, {1467, 1467, 0}}}));
  InProcessIndicator indicator(partitions);
  const auto list = List(indicator, ListOf(kSchool, "2024-elpi-el"));
  ASSERT_THAT(list, IsOk());
  std::vector<v1::StudentStanding> standings;
  for (const auto& student : list->students()) standings.push_back(student.standing());
  EXPECT_THAT(standings, ::testing::UnorderedElementsAre(v1::STUDENT_STANDING_NUMERATOR,
                                                         v1::STUDENT_STANDING_DENOMINATOR,
                                                         v1::STUDENT_STANDING_WITHOUT_TWO_SCORES));
}

}  // namespace
}  // namespace sos::indicator
