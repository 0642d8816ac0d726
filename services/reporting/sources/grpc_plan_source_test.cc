// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>
#include <vector>

#include "common/rpc/grpc_status.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "services/reporting/sources/grpc_report_source.h"

namespace sos::reporting {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::ElementsAre;
using ::testing::Pair;

constexpr char kPlanDistrict[] = "99600020000000";
constexpr char kPlanSchool[] = "entities/99600020130229";

// Sends what a test stored and remembers the request.
class PlanIngestion final : public ingestion::v1::IngestionService::Service {
 public:
  grpc::Status StreamPartitions(
      grpc::ServerContext*, const ingestion::v1::StreamPartitionsRequest* request,
      grpc::ServerWriter<ingestion::v1::StreamPartitionsResponse>* writer) override {
    asked = *request;
    for (const ingestion::v1::Partition& partition : stored) {
      ingestion::v1::StreamPartitionsResponse message;
      *message.add_partitions() = partition;
      writer->Write(message);
    }
    return rpc::ToGrpcStatus(ends);
  }

  ingestion::v1::StreamPartitionsRequest asked;
  std::vector<ingestion::v1::Partition> stored;
  absl::Status ends;
};

class GrpcPlanSourceTest : public testing::Test {
 protected:
  GrpcPlanSourceTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&ingestion_);
    server_ = builder.BuildAndStart();
    stub_ = ingestion::v1::IngestionService::NewStub(server_->InProcessChannel({}));
    source_ = std::make_unique<GrpcReportSource>(stub_.get(), nullptr, nullptr);
  }

  const Revision revision_{.number = 7, .identity = "seventh"};
  const rpc::CallContext call_{absl::Seconds(60), ""};
  PlanIngestion ingestion_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<ingestion::v1::IngestionService::Stub> stub_;
  std::unique_ptr<GrpcReportSource> source_;
};

TEST_F(GrpcPlanSourceTest, ReadsRatingsAndEnrollmentOfOneLea) {
  ingestion::v1::Partition ratings;
  ratings.set_collection(ingestion::v1::COLLECTION_LOCAL_PRIORITY_3);
  ratings.set_dashboard_year(2024);
  ratings.set_lea_cds(kPlanDistrict);
  for (const char* const name : {"entities/99600020000000", kPlanSchool}) {
    auto& rating = *ratings.mutable_local_ratings()->add_ratings();
    rating.mutable_entity()->set_name(name);
    rating.set_priority(3);
    rating.set_performance(name == std::string(kPlanSchool)
                               ? ingestion::v1::LocalRating::PERFORMANCE_MET
                               : ingestion::v1::LocalRating::PERFORMANCE_NOT_MET);
  }
  ingestion::v1::Partition census;
  census.set_collection(ingestion::v1::COLLECTION_CENSUS_ENROLLMENT);
  census.set_dashboard_year(2024);
  census.set_lea_cds(kPlanDistrict);
  for (const char* const column : {"cds", "StudentGroup", "totalenrollment", "subgrouptotal"}) {
    census.mutable_records()->add_columns(column);
  }
  auto& record = *census.mutable_records()->add_records();
  record.set_cds(kPlanDistrict);
  for (const char* const cell : {kPlanDistrict, "EL", "1000", "60"}) record.add_cells(cell);
  ingestion_.stored = {ratings, census};
  const auto records =
      source_->GetPlanRecords(*CdsCode::Parse(kPlanDistrict), {2023, 2024}, revision_, call_);
  ASSERT_THAT(records, IsOk());
  EXPECT_THAT(records->ratings,
              ElementsAre(Pair(
                  2024, ElementsAre(Pair(3, ingestion::v1::LocalRating::PERFORMANCE_NOT_MET)))))
      << "not the rating of the charter school";
  EXPECT_EQ(records->enrollments.at(2024).total, 1000);
  EXPECT_THAT(records->enrollments.at(2024).groups,
              ElementsAre(Pair(education::v1::STUDENT_GROUP_ENGLISH_LEARNERS, 60)));
}

TEST_F(GrpcPlanSourceTest, AsksForOneLeaAndTheYearsOfThePlan) {
  ASSERT_THAT(
      source_->GetPlanRecords(*CdsCode::Parse(kPlanDistrict), {2023, 2024}, revision_, call_),
      IsOk());
  EXPECT_THAT(ingestion_.asked.filter().lea_cds(), ElementsAre(kPlanDistrict));
  EXPECT_THAT(ingestion_.asked.filter().dashboard_years(), ElementsAre(2023, 2024));
  EXPECT_EQ(ingestion_.asked.revision(), 7);
}

TEST_F(GrpcPlanSourceTest, AStreamThatBreaksOffIsNoAnswer) {
  ingestion_.ends = absl::UnavailableError("down");
  EXPECT_THAT(source_->GetPlanRecords(*CdsCode::Parse(kPlanDistrict), {2024}, revision_, call_),
              IsError(absl::StatusCode::kUnavailable, "UPSTREAM_UNAVAILABLE"));
}

}  // namespace
}  // namespace sos::reporting
