// SPDX-License-Identifier: Apache-2.0

// The life of a submission: opened, committed or rejected, listed, deleted. How its bytes arrive is
// in uploads_test.cc.

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
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

absl::StatusOr<v1::Submission> Get(InProcessIngestion& ingestion, const std::string& name) {
  v1::GetSubmissionRequest request;
  request.set_name(name);
  return ingestion.Call<v1::Submission>(&Stub::GetSubmission, request);
}

absl::Status Delete(InProcessIngestion& ingestion, const std::string& name) {
  v1::DeleteSubmissionRequest request;
  request.set_name(name);
  return ingestion.Call<google::protobuf::Empty>(&Stub::DeleteSubmission, request).status();
}

TEST(SubmissionsTest, OpensASubmissionWithWhatItMaySayOfItself) {
  InProcessIngestion ingestion;
  v1::CreateSubmissionRequest request;
  request.mutable_submission()->set_display_name("file.csv");
  request.mutable_submission()->set_dashboard_year(2018);
  request.mutable_submission()->set_state(v1::Submission::STATE_COMMITTED);
  request.mutable_submission()->set_creator("somebody else");
  const auto created = ingestion.Call<v1::Submission>(&Stub::CreateSubmission, request);

  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->display_name(), "file.csv");
  EXPECT_EQ(created->dashboard_year(), 2018);
  EXPECT_EQ(created->state(), v1::Submission::STATE_UPLOADING);
  EXPECT_EQ(created->creator(), "") << "nobody was asked who they are";
  EXPECT_THAT(Get(ingestion, created->name()), IsOk());
}

TEST(SubmissionsTest, RefusesToOpenWhatItCannotTake) {
  InProcessIngestion ingestion;
  v1::CreateSubmissionRequest request;
  EXPECT_THAT(ingestion.Call<v1::Submission>(&Stub::CreateSubmission, request),
              IsError(kInvalid, "FIELD_REQUIRED"));
  request.mutable_submission()->set_display_name("file.csv");
  request.set_request_id("no UUID");
  EXPECT_THAT(ingestion.Call<v1::Submission>(&Stub::CreateSubmission, request),
              IsError(kInvalid, "FIELD_INVALID"));
}

TEST(SubmissionsTest, AnswersARepeatedRequestWithTheSameSubmission) {
  InProcessIngestion ingestion;
  v1::CreateSubmissionRequest request;
  request.mutable_submission()->set_display_name("file.csv");
  request.set_request_id("123e4567-e89b-42d3-a456-426614174000");
  const auto first = ingestion.Call<v1::Submission>(&Stub::CreateSubmission, request);
  const auto again = ingestion.Call<v1::Submission>(&Stub::CreateSubmission, request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->name(), first->name());

  request.mutable_submission()->set_display_name("other.csv");
  EXPECT_THAT(ingestion.Call<v1::Submission>(&Stub::CreateSubmission, request),
              IsError(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));
}

TEST(SubmissionsTest, CommitsAFileAsARevision) {
  InProcessIngestion ingestion;
  const auto committed = ingestion.SendFile(SuspensionFile({kDistrict, kNeighbor}));

  ASSERT_THAT(committed, IsOk());
  EXPECT_EQ(committed->state(), v1::Submission::STATE_COMMITTED);
  EXPECT_EQ(committed->revision(), 1);
  EXPECT_EQ(committed->accepted_row_count(), 2);
  EXPECT_EQ(committed->partition_count(), 2);
  EXPECT_THAT(committed->committed_collections(), ElementsAre(v1::COLLECTION_SUSPENSION));
  EXPECT_THAT(committed->committed_years(), ElementsAre(2018));
}

TEST(SubmissionsTest, CommitsOnceHoweverOftenItIsAsked) {
  InProcessIngestion ingestion;
  const auto committed = ingestion.SendFile(SuspensionFile({kDistrict}));
  ASSERT_THAT(committed, IsOk());
  const auto again = ingestion.Commit(committed->name());

  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->revision(), 1);
  EXPECT_EQ(ingestion.store.NewestRevision()->number, 1);
}

TEST(SubmissionsTest, RejectsAFileThatItDoesNotRecognize) {
  InProcessIngestion ingestion;
  const auto rejected = ingestion.SendFile("a,b\n1,2\n");

  ASSERT_THAT(rejected, IsOk()) << "the answer says why, and is no error";
  EXPECT_EQ(rejected->state(), v1::Submission::STATE_REJECTED);
  EXPECT_EQ(rejected->rejection_reason(), v1::Submission::REJECTION_REASON_UNKNOWN_LAYOUT);
  EXPECT_EQ(ingestion.store.NewestRevision()->number, 0);
}

TEST(SubmissionsTest, ADryRunSaysWhatWouldBecomeOfTheFileAndChangesNothing) {
  InProcessIngestion ingestion;
  const std::string name = ingestion.Create();
  ASSERT_THAT(ingestion.Upload(name, 0, SuspensionFile({kDistrict})), IsOk());
  const auto answer = ingestion.Commit(name, /*validate_only=*/true);

  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->state(), v1::Submission::STATE_COMMITTED);
  EXPECT_EQ(ingestion.store.NewestRevision()->number, 0);
  EXPECT_EQ(Get(ingestion, name)->state(), v1::Submission::STATE_UPLOADING);
}

TEST(SubmissionsTest, CommitsTheFileThatIsMeantAndNoPartOfIt) {
  InProcessIngestion ingestion;
  const std::string text = SuspensionFile({kDistrict});
  const std::string name = ingestion.Create();
  ASSERT_THAT(ingestion.Upload(name, 0, text), IsOk());
  v1::CommitSubmissionRequest request;
  request.set_name(name);
  request.set_byte_count(static_cast<int64_t>(text.size()) + 1);
  EXPECT_THAT(ingestion.Call<v1::Submission>(&Stub::CommitSubmission, request),
              IsError(absl::StatusCode::kFailedPrecondition, "CONTENT_MISMATCH"));
  request.set_byte_count(static_cast<int64_t>(text.size()));
  request.set_content_digest(std::string(64, '0'));
  EXPECT_THAT(ingestion.Call<v1::Submission>(&Stub::CommitSubmission, request),
              IsError(absl::StatusCode::kFailedPrecondition, "CONTENT_MISMATCH"));
  request.clear_content_digest();
  EXPECT_THAT(ingestion.Call<v1::Submission>(&Stub::CommitSubmission, request), IsOk());
}

TEST(SubmissionsTest, AServerMayWantToBeToldWhichFileIsMeant) {
  InProcessIngestion ingestion({.commit_digest_required = true});
  v1::CommitSubmissionRequest request;
  request.set_name(ingestion.Create());
  EXPECT_THAT(ingestion.Call<v1::Submission>(&Stub::CommitSubmission, request),
              IsError(kInvalid, "FIELD_REQUIRED"));
  request.set_byte_count(0);
  EXPECT_THAT(ingestion.Call<v1::Submission>(&Stub::CommitSubmission, request),
              IsError(kInvalid, "FIELD_REQUIRED"));
}

TEST(SubmissionsTest, KnowsNothingOfNamesThatItHasNotGiven) {
  InProcessIngestion ingestion;
  EXPECT_THAT(Get(ingestion, ""), IsError(kInvalid, "FIELD_REQUIRED"));
  EXPECT_THAT(Delete(ingestion, ""), IsError(kInvalid, "FIELD_REQUIRED"));
  EXPECT_THAT(ingestion.Commit(""), IsError(kInvalid, "FIELD_REQUIRED"));
  for (const char* name : {"submissions/1", "submissions/x", "nonsense"}) {
    EXPECT_THAT(Get(ingestion, name), IsError(kNotFound, "SUBMISSION_NOT_FOUND")) << name;
    EXPECT_THAT(Delete(ingestion, name), IsError(kNotFound, "SUBMISSION_NOT_FOUND")) << name;
    EXPECT_THAT(ingestion.Commit(name), IsError(kNotFound, "SUBMISSION_NOT_FOUND")) << name;
  }
}

TEST(SubmissionsTest, DeletesWhatIsOpenAndKeepsWhatIsClosed) {
  InProcessIngestion ingestion;
  const std::string open = ingestion.Create();
  EXPECT_THAT(Delete(ingestion, open), IsOk());
  EXPECT_THAT(Get(ingestion, open), IsError(kNotFound, "SUBMISSION_NOT_FOUND"));

  const auto committed = ingestion.SendFile(SuspensionFile({kDistrict}));
  ASSERT_THAT(committed, IsOk());
  EXPECT_THAT(Delete(ingestion, committed->name()),
              IsError(absl::StatusCode::kFailedPrecondition, "SUBMISSION_CLOSED"));
}

TEST(SubmissionsTest, ListsTheNewestFirstPageByPage) {
  InProcessIngestion ingestion;
  for (int i = 0; i < 3; ++i) ingestion.Create();
  v1::ListSubmissionsRequest request;
  request.set_page_size(2);
  std::vector<std::string> names;
  do {
    const auto page = ingestion.Call<v1::ListSubmissionsResponse>(&Stub::ListSubmissions, request);
    ASSERT_THAT(page, IsOk());
    for (const v1::Submission& submission : page->submissions()) {
      names.push_back(submission.name());
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(names, ElementsAre("submissions/3", "submissions/2", "submissions/1"));
}

TEST(SubmissionsTest, AListLeavesOutWhatOneSubmissionHasMuchOf) {
  InProcessIngestion ingestion;
  ASSERT_THAT(ingestion.SendFile(SuspensionFile({kDistrict}, 5)), IsOk());
  const auto second = ingestion.SendFile(SuspensionFile({kDistrict}, 6));
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(second->replacements(), SizeIs(1));
  const auto list = ingestion.Call<v1::ListSubmissionsResponse>(&Stub::ListSubmissions,
                                                                v1::ListSubmissionsRequest());
  ASSERT_THAT(list, IsOk());
  ASSERT_EQ(list->submissions_size(), 2);
  EXPECT_THAT(list->submissions(0).replacements(), IsEmpty());
}

TEST(SubmissionsTest, APageIsNoNegativeNumberAndATokenIsOfItsList) {
  InProcessIngestion ingestion;
  v1::ListSubmissionsRequest request;
  request.set_page_size(-1);
  EXPECT_THAT(ingestion.Call<v1::ListSubmissionsResponse>(&Stub::ListSubmissions, request),
              IsError(kInvalid, "FIELD_INVALID"));
  request.set_page_size(1);
  request.set_page_token("made up");
  EXPECT_THAT(ingestion.Call<v1::ListSubmissionsResponse>(&Stub::ListSubmissions, request),
              IsError(kInvalid, "PAGE_TOKEN_INVALID"));
}

TEST(SubmissionsTest, ListsTheIssuesOfAFileInItsOrder) {
  InProcessIngestion ingestion;
  const auto committed = ingestion.SendFile(SuspensionFile({"x", kDistrict, "y"}));
  ASSERT_THAT(committed, IsOk());
  EXPECT_EQ(committed->quarantined_row_count(), 2);
  v1::ListSubmissionIssuesRequest request;
  request.set_parent(committed->name());
  const auto issues =
      ingestion.Call<v1::ListSubmissionIssuesResponse>(&Stub::ListSubmissionIssues, request);
  ASSERT_THAT(issues, IsOk());
  ASSERT_EQ(issues->issues_size(), 2);
  EXPECT_EQ(issues->issues(0).line(), 2);
  EXPECT_EQ(issues->issues(0).value(), "x");
  EXPECT_EQ(issues->issues(1).line(), 4);

  request.set_parent("");
  EXPECT_THAT(
      ingestion.Call<v1::ListSubmissionIssuesResponse>(&Stub::ListSubmissionIssues, request),
      IsError(kInvalid, "FIELD_REQUIRED"));
  request.set_parent("submissions/9");
  EXPECT_THAT(
      ingestion.Call<v1::ListSubmissionIssuesResponse>(&Stub::ListSubmissionIssues, request),
      IsError(kNotFound, "SUBMISSION_NOT_FOUND"));
}

TEST(SubmissionsTest, SaysWhenTheStoreCannotBeReached) {
  InProcessIngestion ingestion;
  ingestion.store.FailWith(errors::kStore.Unavailable("open the submission", "no connection"));
  v1::CreateSubmissionRequest request;
  request.mutable_submission()->set_display_name("file.csv");
  EXPECT_THAT(ingestion.Call<v1::Submission>(&Stub::CreateSubmission, request),
              IsError(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
}

}  // namespace
}  // namespace sos::ingestion
