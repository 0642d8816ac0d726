// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/rpc/validate.h"

#include <string>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::ingestion {
namespace {

using test_util::IsError;
using test_util::IsOk;

constexpr auto kRefused = absl::StatusCode::kInvalidArgument;

v1::Submission Named(const std::string& display_name = "file.csv") {
  v1::Submission submission;
  submission.set_display_name(display_name);
  return submission;
}

TEST(ValidateTest, ASubmissionHasTheNameOfAFile) {
  EXPECT_THAT(ValidateSubmission(Named()), IsOk());
  EXPECT_THAT(ValidateSubmission(Named("")), IsError(kRefused, "FIELD_REQUIRED"));
  EXPECT_THAT(ValidateSubmission(Named(std::string(kMaxDisplayNameBytes, 'a'))), IsOk());
  EXPECT_THAT(ValidateSubmission(Named(std::string(kMaxDisplayNameBytes + 1, 'a'))),
              IsError(kRefused, "FIELD_INVALID"));
  EXPECT_THAT(ValidateSubmission(Named("a\x1b[2J.csv")), IsError(kRefused, "FIELD_INVALID"));
}

TEST(ValidateTest, ASubmissionIsOfNoYearOrOneOfADashboard) {
  v1::Submission submission = Named();
  for (const int year : {0, 2017, 2099}) {
    submission.set_dashboard_year(year);
    EXPECT_THAT(ValidateSubmission(submission), IsOk()) << year;
  }
  for (const int year : {-1, 1, 2016, 2100}) {
    submission.set_dashboard_year(year);
    EXPECT_THAT(ValidateSubmission(submission), IsError(kRefused, "FIELD_INVALID")) << year;
  }
}

TEST(ValidateTest, ASubmissionIsOfAKnownCollection) {
  v1::Submission submission = Named();
  submission.set_collection(static_cast<v1::Collection>(v1::Collection_MAX + 1));
  EXPECT_THAT(ValidateSubmission(submission), IsError(kRefused, "FIELD_INVALID"));
}

TEST(ValidateTest, StudentRecordsReplaceAndCorrectNothing) {
  v1::Submission submission = Named();
  submission.set_corrects(true);
  submission.set_collection(v1::COLLECTION_GRADUATION);
  EXPECT_THAT(ValidateSubmission(submission), IsOk());
  for (const v1::Collection collection :
       {v1::COLLECTION_STUDENT_ENROLLMENT, v1::COLLECTION_COHORT_OUTCOME,
        v1::COLLECTION_ABSENCE_REPORT, v1::COLLECTION_EXAMINATION}) {
    submission.set_collection(collection);
    EXPECT_THAT(ValidateSubmission(submission), IsError(kRefused, "FIELD_INVALID")) << collection;
  }
}

TEST(ValidateTest, QuarantineHasALimitFromNoneToTenMillion) {
  v1::Submission submission = Named();
  for (const int64_t rows : {int64_t{0}, kMaxMaxQuarantinedRows}) {
    submission.set_max_quarantined_row_count(rows);
    EXPECT_THAT(ValidateSubmission(submission), IsOk()) << rows;
  }
  for (const int64_t rows : {int64_t{-1}, kMaxMaxQuarantinedRows + 1}) {
    submission.set_max_quarantined_row_count(rows);
    EXPECT_THAT(ValidateSubmission(submission), IsError(kRefused, "FIELD_INVALID")) << rows;
  }
}

TEST(ValidateTest, ARequestIdIsAUuidOrLeftOut) {
  EXPECT_THAT(ValidateRequestId(""), IsOk());
  EXPECT_THAT(ValidateRequestId("123e4567-e89b-42d3-a456-426614174000"), IsOk());
  for (const char* id : {"1", "123e4567-e89b-42d3-a456-42661417400", "not-a-uuid",
                         "123e4567-e89b-42d3-a456-42661417400g"}) {
    EXPECT_THAT(ValidateRequestId(id), IsError(kRefused, "FIELD_INVALID")) << id;
  }
}

TEST(ValidateTest, AReleaseNamesARevision) {
  v1::Release release;
  release.set_revision(1);
  EXPECT_THAT(ValidateRelease(release), IsError(kRefused, "FIELD_REQUIRED"));
  release.set_name("releases/2024-final");
  EXPECT_THAT(ValidateRelease(release), IsOk());
  release.set_revision(0);
  EXPECT_THAT(ValidateRelease(release), IsError(kRefused, "FIELD_INVALID"));
  release.set_revision(1);
  release.set_name("2024-final");
  EXPECT_THAT(ValidateRelease(release), IsError(kRefused, "FIELD_INVALID"));
}

TEST(ValidateTest, TheIdOfAReleaseHas1To63LowerCaseLettersDigitsAndHyphens) {
  EXPECT_TRUE(IsReleaseName("releases/a"));
  EXPECT_TRUE(IsReleaseName("releases/" + std::string(63, '9')));
  EXPECT_FALSE(IsReleaseName("releases/" + std::string(64, '9')));
  for (const char* name : {"", "releases/", "releases/A", "releases/a_b", "releases/a/b",
                           "release/a", "releases/a\x01"}) {
    EXPECT_FALSE(IsReleaseName(name)) << name;
  }
}

TEST(ValidateTest, AFilterNamesCountiesByTwoDigitsAndLeasByFourteen) {
  v1::PartitionFilter filter;
  EXPECT_THAT(ValidateFilter(filter), IsOk());
  filter.add_counties("01");
  filter.add_lea_cds("01611190000000");
  EXPECT_THAT(ValidateFilter(filter), IsOk());
  filter.add_counties("1");
  EXPECT_THAT(ValidateFilter(filter), IsError(kRefused, "FIELD_INVALID"));
  filter.mutable_counties()->RemoveLast();
  filter.add_lea_cds("1611190000000");
  EXPECT_THAT(ValidateFilter(filter), IsError(kRefused, "FIELD_INVALID"));
}

TEST(ValidateTest, AnEntityIsNamedByItsCode) {
  const auto parsed = ParseEntityName("lea", "entities/01611190000000");
  ASSERT_THAT(parsed, IsOk());
  EXPECT_EQ(parsed->text(), "01611190000000");
  EXPECT_THAT(ParseEntityName("lea", ""), IsError(kRefused, "FIELD_REQUIRED"));
  for (const char* name : {"01611190000000", "entities/1611190000000", "entities/", "leas/1"}) {
    EXPECT_THAT(ParseEntityName("lea", name), IsError(kRefused, "FIELD_INVALID")) << name;
  }
}

}  // namespace
}  // namespace sos::ingestion
