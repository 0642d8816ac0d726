// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "services/reporting/errors.h"
#include "services/reporting/rpc/serving_test.h"

namespace sos::reporting {
namespace {

using test_util::IsError;
using test_util::IsOk;
using testing::HasSubstr;

struct SentFile {
  std::string path;
  int number = 0;
  int count = 0;
  std::string data;
};

class CountyPackRpcTest : public Serving {
 protected:
  CountyPackRpcTest() {
    AddResult();
    education::v1::Entity county;
    county.set_name("entities/99000000000000");
    county.set_display_name("Synthetic County");
    source_.entities[*CdsCode::Parse("99000000000000")] = county;
  }

  absl::StatusOr<std::vector<SentFile>> Pack(const std::string& after = "") {
    v1::StreamCountyPackRequest request;
    request.set_name("entities/99000000000000/countyPacks/2024");
    request.set_after_path(after);
    grpc::ClientContext context;
    const auto reader = stub_->StreamCountyPack(&context, request);
    std::vector<SentFile> files;
    v1::StreamCountyPackResponse message;
    while (reader->Read(&message)) {
      if (!message.path().empty()) {
        files.push_back({message.path(), message.file_number(), message.file_count(), ""});
      }
      files.back().data += message.data();
    }
    const absl::Status status = rpc::FromGrpcStatus(reader->Finish());
    if (!status.ok()) return status;
    return files;
  }
};

TEST_F(CountyPackRpcTest, SendsTheIndexAndThenEveryFileThatItLinks) {
  const auto files = Pack();
  ASSERT_THAT(files, IsOk());
  ASSERT_GT(files->size(), 2u);
  EXPECT_EQ(files->front().path, "index.html");
  for (size_t i = 0; i < files->size(); ++i) {
    EXPECT_EQ((*files)[i].number, static_cast<int>(i) + 1);
    EXPECT_EQ((*files)[i].count, static_cast<int>(files->size()));
    EXPECT_FALSE((*files)[i].data.empty()) << (*files)[i].path;
    if (i == 0) continue;
    EXPECT_THAT(files->front().data, HasSubstr((*files)[i].path));
  }
}

TEST_F(CountyPackRpcTest, GoesOnAfterTheLastFileReceivedWithTheSameBytes) {
  const auto whole = Pack();
  ASSERT_THAT(whole, IsOk());
  const auto rest = Pack((*whole)[1].path);
  ASSERT_THAT(rest, IsOk());
  ASSERT_EQ(rest->size(), whole->size() - 2);
  for (size_t i = 0; i < rest->size(); ++i) {
    EXPECT_EQ((*rest)[i].path, (*whole)[i + 2].path);
    EXPECT_EQ((*rest)[i].number, (*whole)[i + 2].number);
    EXPECT_EQ((*rest)[i].data, (*whole)[i + 2].data);
  }
}

TEST_F(CountyPackRpcTest, RefusesToGoOnAfterAFileThatThePackDoesNotHave) {
  EXPECT_THAT(Pack("elsewhere.html").status(),
              IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(CountyPackRpcTest, ADocumentOfWhichNothingIsKnownSaysSoAndDoesNotEndThePack) {
  // Results of all students of an LEA alone are in no list of Reds.
  source_.results.front().mutable_student_groups()->Truncate(1);
  source_.results.front().mutable_entity_indexes()->Truncate(1);
  const auto files = Pack();
  ASSERT_THAT(files, IsOk());
  int found = 0;
  for (const SentFile& file : *files) {
    if (!absl::EndsWith(file.path, "red-list.csv")) continue;
    EXPECT_THAT(file.data, HasSubstr("Nothing is loaded from which")) << file.path;
    ++found;
  }
  EXPECT_EQ(found, 2) << "of the county and of its district";
}

TEST_F(CountyPackRpcTest, EndsWithTheErrorOfAServiceBelow) {
  source_.failure = errors::ReportNotFound("what is asked for");
  EXPECT_THAT(Pack().status(), IsError(absl::StatusCode::kNotFound, "REPORT_NOT_FOUND"));
}

}  // namespace
}  // namespace sos::reporting
