// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/sources/grpc_measure_source.h"

#include <memory>
#include <string>
#include <vector>

#include "common/rpc/grpc_status.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"

namespace sos::indicator {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Sends partitions of these LEAs, one a message.
class Ingestion final : public ingestion::v1::IngestionService::Service {
 public:
  grpc::Status StreamPartitions(
      grpc::ServerContext*, const ingestion::v1::StreamPartitionsRequest* request,
      grpc::ServerWriter<ingestion::v1::StreamPartitionsResponse>* writer) override {
    asked = *request;
    for (const std::string& lea : leas) {
      ingestion::v1::StreamPartitionsResponse message;
      message.add_partitions()->set_lea_cds(lea);
      message.mutable_partitions(0)->set_collection(ingestion::v1::COLLECTION_SUSPENSION);
      writer->Write(message);
    }
    return rpc::ToGrpcStatus(ends);
  }

  std::vector<std::string> leas = {"99600010000000", "99600020000000"};
  absl::Status ends;
  ingestion::v1::StreamPartitionsRequest asked;
};

class GrpcMeasureSourceTest : public testing::Test {
 protected:
  GrpcMeasureSourceTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&ingestion_);
    server_ = builder.BuildAndStart();
    stub_ = ingestion::v1::IngestionService::NewStub(server_->InProcessChannel({}));
    filter_.add_dashboard_years(2024);
  }

  // Visits all, or until a visit ends with `ends`.
  absl::Status Visit(const absl::Status& ends = absl::OkStatus()) {
    return GrpcMeasureSource(stub_.get())
        .Visit(filter_, {.number = 7, .identity = "seventh"},
               rpc::CallContext(absl::Seconds(60), ""),
               [&](const ingestion::v1::StreamPartitionsResponse& message) {
                 for (const auto& partition : message.partitions()) {
                   visited_.push_back(partition.lea_cds());
                 }
                 return ends;
               });
  }

  Ingestion ingestion_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<ingestion::v1::IngestionService::Stub> stub_;
  ingestion::v1::PartitionFilter filter_;
  std::vector<std::string> visited_;
};

TEST_F(GrpcMeasureSourceTest, VisitsWhatTheFilterAdmitsAtTheRevision) {
  EXPECT_THAT(Visit(), IsOk());
  EXPECT_THAT(visited_, ElementsAre("99600010000000", "99600020000000"));
  EXPECT_THAT(ingestion_.asked.filter().dashboard_years(), ElementsAre(2024));
  EXPECT_EQ(ingestion_.asked.revision(), 7);
  EXPECT_EQ(ingestion_.asked.revision_identity(), "seventh");
}

TEST_F(GrpcMeasureSourceTest, ADamagedPartitionEndsTheVisitBeforeAnybodySeesIt) {
  ingestion_.leas = {"99600010000000", "damaged", "99600020000000"};
  EXPECT_EQ(Visit().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(visited_, ElementsAre("99600010000000"));
}

TEST_F(GrpcMeasureSourceTest, EndsWithTheFirstErrorOfTheVisitor) {
  EXPECT_EQ(Visit(absl::CancelledError("enough")).code(), absl::StatusCode::kCancelled);
  EXPECT_THAT(visited_, ElementsAre("99600010000000"));
}

TEST_F(GrpcMeasureSourceTest, AStreamThatBreaksOffIsAnErrorOfThisService) {
  ingestion_.leas.clear();
  ingestion_.ends = absl::UnavailableError("down");
  EXPECT_THAT(Visit(), IsError(absl::StatusCode::kUnavailable, "INGESTION_UNAVAILABLE"));
  ingestion_.ends = absl::NotFoundError("no such revision");
  EXPECT_THAT(Visit(), IsError(absl::StatusCode::kNotFound, "REVISION_NOT_FOUND"));
  EXPECT_THAT(visited_, IsEmpty());
}

}  // namespace
}  // namespace sos::indicator
