// SPDX-License-Identifier: Apache-2.0

// Typed student records, and the lists of students whose records are in quarantine.

#include <string>
#include <vector>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/rpc/in_process_test.h"

namespace sos::ingestion {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::SizeIs;

v1::StudentRecord Absence(int64_t ssid, const std::string& days_expected = "180") {
  v1::StudentRecord record;
  record.set_lea_code("9960001");
  record.set_academic_year("2023-2024");
  v1::AbsenceSummary& absence = *record.mutable_absence_summary();
  absence.set_school_code("9000001");
  absence.set_ssid(ssid);
  absence.set_local_student("L1");
  absence.set_exempt(false);
  absence.mutable_days_expected()->set_value(days_expected);
  absence.mutable_days_attended()->set_value("150");
  return record;
}

v1::SubmitStudentRecordsRequest First(const std::vector<v1::StudentRecord>& records) {
  v1::SubmitStudentRecordsRequest request;
  request.mutable_submission()->set_display_name("records");
  request.mutable_submission()->set_collection(v1::COLLECTION_ABSENCE_SUMMARY);
  for (const v1::StudentRecord& record : records) *request.add_records() = record;
  return request;
}

absl::StatusOr<v1::Submission> Submit(
    InProcessIngestion& ingestion, const std::vector<v1::SubmitStudentRecordsRequest>& requests) {
  return ingestion.Send<v1::Submission, v1::SubmitStudentRecordsRequest>(
      &Stub::SubmitStudentRecords, requests);
}

TEST(StudentRecordsTest, CommitsTheRecordsOfAStreamAsOneSubmission) {
  InProcessIngestion ingestion;
  v1::SubmitStudentRecordsRequest more;
  *more.add_records() = Absence(1000000002);
  more.set_record_count(2);
  const auto committed = Submit(ingestion, {First({Absence(1000000001)}), more});

  ASSERT_THAT(committed, IsOk());
  EXPECT_EQ(committed->state(), v1::Submission::STATE_COMMITTED);
  EXPECT_EQ(committed->accepted_row_count(), 2);
  EXPECT_EQ(committed->revision(), 1);
}

TEST(StudentRecordsTest, TheFirstRequestSaysWhatTheRecordsAre) {
  InProcessIngestion ingestion;
  EXPECT_THAT(Submit(ingestion, {}), IsError(kInvalid, "FIELD_REQUIRED"));
  v1::SubmitStudentRecordsRequest bare;
  *bare.add_records() = Absence(1000000001);
  EXPECT_THAT(Submit(ingestion, {bare}), IsError(kInvalid, "FIELD_REQUIRED"));
  v1::SubmitStudentRecordsRequest without_collection = First({});
  without_collection.mutable_submission()->clear_collection();
  EXPECT_THAT(Submit(ingestion, {without_collection}), IsError(kInvalid, "FIELD_REQUIRED"));
}

TEST(StudentRecordsTest, RefusesARecordOfAnotherCollection) {
  InProcessIngestion ingestion;
  v1::StudentRecord other = Absence(1000000001);
  other.mutable_program();
  EXPECT_THAT(Submit(ingestion, {First({other})}), IsError(kInvalid, "FIELD_INVALID"));
}

TEST(StudentRecordsTest, CommitsNothingOfAStreamThatLacksRecords) {
  InProcessIngestion ingestion;
  v1::SubmitStudentRecordsRequest request = First({Absence(1000000001)});
  request.set_record_count(2);
  EXPECT_THAT(Submit(ingestion, {request}),
              IsError(absl::StatusCode::kFailedPrecondition, "CONTENT_MISMATCH"));
  EXPECT_EQ(ingestion.store.NewestRevision()->number, 0);
}

TEST(StudentRecordsTest, AServerMayWantToBeToldHowManyRecordsThereAre) {
  InProcessIngestion ingestion({.commit_digest_required = true});
  v1::SubmitStudentRecordsRequest request = First({Absence(1000000001)});
  EXPECT_THAT(Submit(ingestion, {request}), IsError(kInvalid, "FIELD_REQUIRED"));
  request.set_record_count(1);
  EXPECT_THAT(Submit(ingestion, {request}), IsOk());
}

TEST(StudentRecordsTest, ARepeatedStreamIsAnsweredAsTheFirstAndAnotherOneIsRefused) {
  InProcessIngestion ingestion;
  v1::SubmitStudentRecordsRequest request = First({Absence(1000000001)});
  request.set_request_id("123e4567-e89b-42d3-a456-426614174000");
  request.set_record_count(2);
  ASSERT_THAT(Submit(ingestion, {request}),
              IsError(absl::StatusCode::kFailedPrecondition, "CONTENT_MISMATCH"))
      << "it broke off";

  v1::SubmitStudentRecordsRequest other = First({Absence(1000000003), Absence(1000000002)});
  other.set_request_id(request.request_id());
  EXPECT_THAT(Submit(ingestion, {other}),
              IsError(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));
  v1::SubmitStudentRecordsRequest fewer = First({});
  fewer.set_request_id(request.request_id());
  EXPECT_THAT(Submit(ingestion, {fewer}),
              IsError(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));

  *request.add_records() = Absence(1000000002);
  const auto committed = Submit(ingestion, {request});
  ASSERT_THAT(committed, IsOk());
  EXPECT_EQ(committed->accepted_row_count(), 2);
  const auto again = Submit(ingestion, {request});
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->name(), committed->name());
  EXPECT_EQ(ingestion.store.NewestRevision()->number, 1);
}

TEST(StudentRecordsTest, ADryRunLeavesNothingBehind) {
  InProcessIngestion ingestion;
  v1::SubmitStudentRecordsRequest request = First({Absence(1000000001)});
  request.set_validate_only(true);
  const auto answer = Submit(ingestion, {request});

  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->accepted_row_count(), 1);
  EXPECT_EQ(ingestion.store.NewestRevision()->number, 0);
  EXPECT_THAT(*ingestion.store.ListSubmissions(0, 10), SizeIs(0));
}

// A submission with one student's record in quarantine: nobody is expected for 367 days.
std::string WithQuarantine(InProcessIngestion& ingestion) {
  const auto committed =
      Submit(ingestion, {First({Absence(1000000001), Absence(1000000002, "367")})});
  EXPECT_THAT(committed, IsOk());
  return committed.ok() ? committed->name() : "";
}

v1::ListQuarantinedStudentsRequest ListOf(const std::string& parent, const std::string& purpose) {
  v1::ListQuarantinedStudentsRequest request;
  request.set_parent(parent);
  request.set_purpose(purpose);
  return request;
}

TEST(StudentRecordsTest, ListsTheStudentsInQuarantineAndWritesDownWhoAsked) {
  InProcessIngestion ingestion;
  const std::string name = WithQuarantine(ingestion);
  const auto list = ingestion.Call<v1::ListQuarantinedStudentsResponse>(
      &Stub::ListQuarantinedStudents, ListOf(name, "correct the records"));

  ASSERT_THAT(list, IsOk());
  ASSERT_EQ(list->students_size(), 1);
  EXPECT_EQ(list->students(0).local_student(), "L1");
  EXPECT_EQ(list->students(0).line(), 2);
  EXPECT_EQ(list->students(0).issue().value(), "");
  EXPECT_EQ(*ingestion.audited(), 1);
}

TEST(StudentRecordsTest, AListOfStudentsHasAPurpose) {
  InProcessIngestion ingestion;
  const std::string name = WithQuarantine(ingestion);
  for (const auto& [request, reason] :
       {std::pair{ListOf(name, ""), "FIELD_REQUIRED"},
        std::pair{ListOf("", "correct the records"), "FIELD_REQUIRED"},
        std::pair{ListOf(name, std::string(256, 'a')), "FIELD_INVALID"}}) {
    EXPECT_THAT(ingestion.Call<v1::ListQuarantinedStudentsResponse>(&Stub::ListQuarantinedStudents,
                                                                    request),
                IsError(kInvalid, reason));
  }
  EXPECT_THAT(ingestion.Call<v1::ListQuarantinedStudentsResponse>(
                  &Stub::ListQuarantinedStudents, ListOf("submissions/9", "find them")),
              IsError(kNotFound, "SUBMISSION_NOT_FOUND"));
}

TEST(StudentRecordsTest, AnotherProcessIsGivenNoStudents) {
  InProcessIngestion ingestion;
  const std::string name = WithQuarantine(ingestion);
  grpc::ClientContext context;
  v1::ListQuarantinedStudentsResponse response;
  EXPECT_THAT(rpc::FromGrpcStatus(ingestion.OtherProcess()->ListQuarantinedStudents(
                  &context, ListOf(name, "correct the records"), &response)),
              IsError(absl::StatusCode::kPermissionDenied, "STUDENTS_NOT_LISTED"));
  EXPECT_EQ(response.students_size(), 0);
  EXPECT_EQ(*ingestion.audited(), 1) << "that it asked is written down";
}

}  // namespace
}  // namespace sos::ingestion
