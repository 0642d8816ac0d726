// SPDX-License-Identifier: Apache-2.0

// How the bytes of a submission arrive.

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

constexpr size_t kMostChunkBytes = size_t{2} << 20;

v1::UploadSubmissionRequest Chunk(const std::string& name, int64_t offset,
                                  const std::string& data) {
  v1::UploadSubmissionRequest chunk;
  chunk.set_name(name);
  chunk.set_offset(offset);
  chunk.set_data(data);
  return chunk;
}

absl::StatusOr<v1::UploadSubmissionResponse> Send(
    InProcessIngestion& ingestion, const std::vector<v1::UploadSubmissionRequest>& chunks) {
  return ingestion.Send<v1::UploadSubmissionResponse, v1::UploadSubmissionRequest>(
      &Stub::UploadSubmission, chunks);
}

TEST(UploadsTest, PutsChunksTogetherOfWhichTheFirstNamesTheSubmission) {
  InProcessIngestion ingestion;
  const std::string name = ingestion.Create();
  const auto uploaded =
      Send(ingestion, {Chunk(name, 0, "abc"), Chunk("", 3, "de"), Chunk("", 5, "f")});

  ASSERT_THAT(uploaded, IsOk());
  EXPECT_EQ(uploaded->submission().received_byte_count(), 6);
  EXPECT_EQ(*ingestion.store.ReadBytes(name), "abcdef");
}

TEST(UploadsTest, BytesMayBeSentAgainAndMayNotDiffer) {
  InProcessIngestion ingestion;
  const std::string name = ingestion.Create();
  ASSERT_THAT(ingestion.Upload(name, 0, "abc"), IsOk());
  EXPECT_THAT(ingestion.Upload(name, 1, "bcd"), IsOk());
  EXPECT_EQ(*ingestion.store.ReadBytes(name), "abcd");
  EXPECT_THAT(ingestion.Upload(name, 0, "x"),
              IsError(absl::StatusCode::kAlreadyExists, "BYTES_DIFFER"));
}

TEST(UploadsTest, SaysWhereToResumeAfterAGap) {
  InProcessIngestion ingestion;
  const std::string name = ingestion.Create();
  EXPECT_THAT(ingestion.Upload(name, 1, "x"),
              IsError(absl::StatusCode::kOutOfRange, "OFFSET_MISMATCH"));
}

TEST(UploadsTest, WantsToKnowWhatTheBytesAreOf) {
  InProcessIngestion ingestion;
  EXPECT_THAT(Send(ingestion, {}), IsError(kInvalid, "FIELD_REQUIRED"));
  EXPECT_THAT(Send(ingestion, {Chunk("", 0, "abc")}), IsError(kInvalid, "FIELD_REQUIRED"));
  EXPECT_THAT(ingestion.Upload("submissions/7", 0, "abc"),
              IsError(kNotFound, "SUBMISSION_NOT_FOUND"));
}

TEST(UploadsTest, ChecksTheOffsetAndTheSizeOfAChunk) {
  InProcessIngestion ingestion;
  const std::string name = ingestion.Create();
  EXPECT_THAT(ingestion.Upload(name, -1, "x"), IsError(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(ingestion.Upload(name, 0, std::string(kMostChunkBytes + 1, 'x')),
              IsError(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(ingestion.Upload(name, 0, std::string(kMostChunkBytes, 'x')), IsOk());
}

TEST(UploadsTest, TakesNoMoreThanItCanRead) {
  InProcessIngestion ingestion;
  const std::string name = ingestion.Create();
  const int64_t most = MaxSubmissionBytes(kDefaultReadMemoryBytes);
  EXPECT_THAT(ingestion.Upload(name, most, "x"),
              IsError(absl::StatusCode::kOutOfRange, "SUBMISSION_TOO_LARGE"));
  EXPECT_THAT(ingestion.Upload(name, most - 1, "x"),
              IsError(absl::StatusCode::kOutOfRange, "OFFSET_MISMATCH"))
      << "this would be the last byte, if the others had come";
}

TEST(UploadsTest, AClosedSubmissionTakesNoOtherBytes) {
  InProcessIngestion ingestion;
  const std::string file = SuspensionFile({kDistrict});
  const auto committed = ingestion.SendFile(file);
  ASSERT_THAT(committed, IsOk());
  const std::string& name = committed->name();
  for (const auto& chunks : std::vector<std::vector<v1::UploadSubmissionRequest>>{
           {Chunk(name, 0, "x")},
           {Chunk(name, 0, file + "x")},
           {Chunk(name, 0, file.substr(0, 10))},
           {Chunk(name, 0, file.substr(0, 10)), Chunk(name, 11, file.substr(11))},
           {Chunk(name, static_cast<int64_t>(file.size()), "x")}}) {
    EXPECT_THAT(Send(ingestion, chunks),
                IsError(absl::StatusCode::kFailedPrecondition, "SUBMISSION_CLOSED"));
  }
}

TEST(UploadsTest, TheWholeSequenceMayBeRepeatedAfterItsEnd) {
  InProcessIngestion ingestion;
  const std::string file = SuspensionFile({kDistrict});
  v1::CreateSubmissionRequest create;
  create.mutable_submission()->set_display_name("file.csv");
  create.set_request_id("4c3a0f5e-8f5c-4b8e-9a53-0d5a1f6f7a11");
  std::vector<std::string> answers;
  for (int time = 0; time < 2; ++time) {
    const auto created = ingestion.Call<v1::Submission>(&Stub::CreateSubmission, create);
    ASSERT_THAT(created, IsOk());
    const auto uploaded = Send(
        ingestion, {Chunk(created->name(), 0, file.substr(0, 7)), Chunk("", 7, file.substr(7))});
    ASSERT_THAT(uploaded, IsOk());
    v1::CommitSubmissionRequest commit;
    commit.set_name(created->name());
    const auto committed = ingestion.Call<v1::Submission>(&Stub::CommitSubmission, commit);
    ASSERT_THAT(committed, IsOk());
    answers.push_back(committed->DebugString());
  }
  EXPECT_EQ(answers[0], answers[1]);
}

TEST(UploadsTest, EndsAStreamThatFallsSilentAndKeepsWhatCame) {
  rpc::Calls::Options calls;
  calls.stream_idle_timeout = absl::Milliseconds(100);
  InProcessIngestion ingestion({}, std::move(calls));
  const std::string name = ingestion.Create();
  grpc::ClientContext context;
  v1::UploadSubmissionResponse response;
  const auto writer = ingestion.stub().UploadSubmission(&context, &response);
  writer->Write(Chunk(name, 0, "abc"));

  EXPECT_THAT(rpc::FromGrpcStatus(writer->Finish()),
              IsError(absl::StatusCode::kDeadlineExceeded, "STREAM_IDLE"));
  EXPECT_EQ(*ingestion.store.ReadBytes(name), "abc");
}

}  // namespace
}  // namespace sos::ingestion
