// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/rpc/in_process_test.h"

namespace sos::ingestion {
namespace {

using test_util::IsError;
using test_util::IsOk;

// Report 2.17 with one student.
constexpr char kReclassified[] =
    "SchoolCode,SSID,StudentName,LocalID,RFEPDate\n"
    "0100001,9000000014,\"Nye, Jo\",L14,2/20/2025\n";

class DeletionsTest : public ::testing::Test {
 protected:
  void Load(const std::string& lea = kDistrict) {
    v1::CreateSubmissionRequest create;
    create.mutable_submission()->set_display_name("2.17.csv");
    create.mutable_submission()->set_lea_cds(lea);
    create.mutable_submission()->set_dashboard_year(2025);
    const auto created = ingestion_.Call<v1::Submission>(&Stub::CreateSubmission, create);
    ASSERT_THAT(created, IsOk());
    v1::UploadSubmissionRequest chunk;
    chunk.set_name(created->name());
    chunk.set_data(kReclassified);
    ASSERT_THAT((ingestion_.Send<v1::UploadSubmissionResponse, v1::UploadSubmissionRequest>(
                    &Stub::UploadSubmission, {chunk})),
                IsOk());
    v1::CommitSubmissionRequest commit;
    commit.set_name(created->name());
    const auto committed = ingestion_.Call<v1::Submission>(&Stub::CommitSubmission, commit);
    ASSERT_THAT(committed, IsOk());
    ASSERT_EQ(committed->state(), v1::Submission::STATE_COMMITTED)
        << committed->rejection_message();
  }
  absl::StatusOr<v1::Submission> DeleteRecords(const std::string& name,
                                               const std::string& request_id = "") {
    v1::DeleteStudentRecordsRequest request;
    request.set_name(name);
    request.set_request_id(request_id);
    return ingestion_.Call<v1::Submission>(&Stub::DeleteStudentRecords, request);
  }
  int64_t StoredCount(int64_t revision = 0) {
    v1::ListPartitionsRequest request;
    request.set_revision(revision);
    return ingestion_.Call<v1::ListPartitionsResponse>(&Stub::ListPartitions, request)
        ->partitions_size();
  }
  static std::string Named(const std::string& lea, const std::string& year) {
    return absl::StrCat("entities/", lea, "/studentRecords/", year);
  }

  InProcessIngestion ingestion_;
};

TEST_F(DeletionsTest, TheRecordsOfAnLeaAndYearGoOutOfEveryRevision) {
  Load();
  Load(kNeighbor);

  const auto deleted = DeleteRecords(Named(kDistrict, "2025"));

  ASSERT_THAT(deleted, IsOk());
  EXPECT_TRUE(deleted->deletes_student_records());
  EXPECT_EQ(deleted->revision(), 3);
  EXPECT_EQ(deleted->partition_count(), 1);
  EXPECT_EQ(StoredCount(), 1);
  EXPECT_EQ(StoredCount(1), 0);
  EXPECT_EQ(StoredCount(2), 1);
}

TEST_F(DeletionsTest, TheNameIsAnLeaAndAYear) {
  Load();
  EXPECT_THAT(DeleteRecords(""), IsError(kInvalid, "FIELD_REQUIRED"));
  for (const std::string& name :
       {std::string("entities/01611190000000"), Named("01000000000000", "2025"),
        Named("00000000000000", "2025"), Named("01611190100001", "2025"), Named(kDistrict, "02025"),
        Named(kDistrict, "all"), Named(kDistrict, "2025") + "/1"}) {
    EXPECT_THAT(DeleteRecords(name), IsError(kInvalid, "FIELD_INVALID")) << name;
  }
  EXPECT_EQ(StoredCount(), 1);
}

TEST_F(DeletionsTest, WithoutRecordsThereIsNothingToDelete) {
  Load();
  EXPECT_THAT(DeleteRecords(Named(kDistrict, "2024")),
              IsError(kNotFound, "STUDENT_RECORDS_NOT_FOUND"));
  EXPECT_THAT(DeleteRecords(Named(kNeighbor, "2025")),
              IsError(kNotFound, "STUDENT_RECORDS_NOT_FOUND"));
}

TEST_F(DeletionsTest, WhoWatchesIsToldWhatWasDeleted) {
  Load();
  ASSERT_THAT(DeleteRecords(Named(kDistrict, "2025")), IsOk());
  grpc::ClientContext context;
  v1::WatchRevisionsRequest request;
  request.set_since_revision(1);
  const auto reader = ingestion_.stub().WatchRevisions(&context, request);
  v1::WatchRevisionsResponse response;
  ASSERT_TRUE(reader->Read(&response));
  context.TryCancel();
  EXPECT_EQ(response.revision(), 2);
  const bool told = std::any_of(
      response.changes().begin(), response.changes().end(), [](const v1::PartitionChange& change) {
        return change.collection() == v1::COLLECTION_RECLASSIFICATION_REPORT &&
               change.dashboard_year() == 2025 &&
               change.lea() == absl::StrCat("entities/", kDistrict) && change.revision() == 2;
      });
  EXPECT_TRUE(told);
}

}  // namespace
}  // namespace sos::ingestion
