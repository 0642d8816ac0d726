// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <vector>

#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/error.h"
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
using ::testing::SizeIs;

constexpr char kEstimatedLea[] = "99600020000000";

absl::Status NoRulebook() {
  return MakeError(absl::StatusCode::kNotFound, "no rules", "sos", "RULEBOOK_NOT_FOUND", {});
}

// Three services that remember what they were asked.
class EstimateIngestion final : public ingestion::v1::IngestionService::Service {
 public:
  grpc::Status ListPartitions(grpc::ServerContext*,
                              const ingestion::v1::ListPartitionsRequest* request,
                              ingestion::v1::ListPartitionsResponse* response) override {
    asked = *request;
    response->add_partitions()->set_revision(5);
    return rpc::ToGrpcStatus(ends);
  }
  ingestion::v1::ListPartitionsRequest asked;
  absl::Status ends;
};

class EstimateIndicator final : public indicator::v1::IndicatorService::Service {
 public:
  grpc::Status GetReadiness(grpc::ServerContext*, const indicator::v1::GetReadinessRequest* request,
                            indicator::v1::Readiness* response) override {
    asked = *request;
    response->set_dashboard_year(request->dashboard_year());
    return rpc::ToGrpcStatus(ends);
  }
  grpc::Status StreamResults(
      grpc::ServerContext*, const indicator::v1::StreamResultsRequest* request,
      grpc::ServerWriter<indicator::v1::StreamResultsResponse>* writer) override {
    results = *request;
    indicator::v1::StreamResultsResponse response;
    auto& block = *response.add_blocks();
    block.add_entity_indexes(0);
    block.add_entity_indexes(0);
    (*block.mutable_undetermined_reasons())[1] = "LOWER_BOUND";
    writer->Write(response);
    return rpc::ToGrpcStatus(ends);
  }
  indicator::v1::GetReadinessRequest asked;
  indicator::v1::StreamResultsRequest results;
  absl::Status ends;
};

class EstimateEligibility final : public eligibility::v1::EligibilityService::Service {
 public:
  grpc::Status EvaluateChanges(grpc::ServerContext*,
                               const eligibility::v1::EvaluateChangesRequest* request,
                               eligibility::v1::EvaluateChangesResponse* response) override {
    asked = *request;
    response->add_results();
    return rpc::ToGrpcStatus(ends);
  }
  eligibility::v1::EvaluateChangesRequest asked;
  absl::Status ends;
};

class GrpcEstimateSourceTest : public testing::Test {
 protected:
  GrpcEstimateSourceTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&ingestion_);
    builder.RegisterService(&indicator_);
    builder.RegisterService(&eligibility_);
    server_ = builder.BuildAndStart();
    const auto channel = server_->InProcessChannel({});
    ingestion_stub_ = ingestion::v1::IngestionService::NewStub(channel);
    indicator_stub_ = indicator::v1::IndicatorService::NewStub(channel);
    eligibility_stub_ = eligibility::v1::EligibilityService::NewStub(channel);
    source_ = std::make_unique<GrpcReportSource>(ingestion_stub_.get(), indicator_stub_.get(),
                                                 eligibility_stub_.get());
  }

  const CdsCode lea_ = *CdsCode::Parse(kEstimatedLea);
  const Revision revision_{.number = 7, .identity = "seventh"};
  const rpc::CallContext call_{absl::Seconds(60), ""};
  EstimateIngestion ingestion_;
  EstimateIndicator indicator_;
  EstimateEligibility eligibility_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<ingestion::v1::IngestionService::Stub> ingestion_stub_;
  std::unique_ptr<indicator::v1::IndicatorService::Stub> indicator_stub_;
  std::unique_ptr<eligibility::v1::EligibilityService::Stub> eligibility_stub_;
  std::unique_ptr<GrpcReportSource> source_;
};

TEST_F(GrpcEstimateSourceTest, AsksWhatIsStoredOfOneLeaAndYear) {
  const auto stored = source_->GetStoredOf(lea_, 2025, revision_, call_);
  ASSERT_THAT(stored, IsOk());
  EXPECT_THAT(*stored, SizeIs(1));
  EXPECT_THAT(ingestion_.asked.filter().lea_cds(), ElementsAre(kEstimatedLea));
  EXPECT_THAT(ingestion_.asked.filter().dashboard_years(), ElementsAre(2025));
  EXPECT_EQ(ingestion_.asked.revision(), 7);
}

TEST_F(GrpcEstimateSourceTest, AsksHowFarTheIndicatorsOfOneLeaAre) {
  const auto readiness = source_->GetReadiness(lea_, 2025, revision_, call_);
  ASSERT_THAT(readiness, IsOk());
  EXPECT_EQ((*readiness)->dashboard_year(), 2025);
  EXPECT_EQ(indicator_.asked.lea(), EntityName(lea_));
  EXPECT_EQ(indicator_.asked.revision(), 7);
}

TEST_F(GrpcEstimateSourceTest, PassesChangesOn) {
  eligibility::v1::DeterminationFilter filter;
  filter.set_dashboard_year(2025);
  indicator::v1::MeasureChange change;
  change.set_current_numerator(4);
  const auto changed = source_->EvaluateChanges(filter, {change}, revision_, call_);
  ASSERT_THAT(changed, IsOk());
  EXPECT_THAT((*changed)->results(), SizeIs(1));
  EXPECT_EQ(eligibility_.asked.changes(0).current_numerator(), 4);
  EXPECT_EQ(eligibility_.asked.filter().dashboard_year(), 2025);
}

TEST_F(GrpcEstimateSourceTest, ChangedResultsAreAllOfThemAndTheOthersLeaveOutBounds) {
  indicator::v1::MeasureChange change;
  change.set_current_numerator(4);
  const auto changed = source_->GetChangedResults({}, {change}, revision_, call_);
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ((*changed)[0].entity_indexes_size(), 2);
  EXPECT_EQ(indicator_.results.changes(0).current_numerator(), 4);
  const auto results = source_->GetResults({}, revision_, call_);
  ASSERT_THAT(results, IsOk());
  EXPECT_EQ((*results)[0].entity_indexes_size(), 1);
}

TEST_F(GrpcEstimateSourceTest, AYearWithoutRulesIsNoError) {
  indicator_.ends = NoRulebook();
  eligibility_.ends = NoRulebook();
  const auto readiness = source_->GetReadiness(lea_, 2030, revision_, call_);
  ASSERT_THAT(readiness, IsOk());
  EXPECT_FALSE(readiness->has_value());
  const auto changed = source_->EvaluateChanges({}, {}, revision_, call_);
  ASSERT_THAT(changed, IsOk());
  EXPECT_FALSE(changed->has_value());
}

TEST_F(GrpcEstimateSourceTest, AServiceThatIsDownIsAnError) {
  ingestion_.ends = absl::UnavailableError("down");
  indicator_.ends = absl::UnavailableError("down");
  eligibility_.ends = absl::UnavailableError("down");
  const auto down = IsError(absl::StatusCode::kUnavailable, "UPSTREAM_UNAVAILABLE");
  EXPECT_THAT(source_->GetStoredOf(lea_, 2025, revision_, call_), down);
  EXPECT_THAT(source_->GetReadiness(lea_, 2025, revision_, call_), down);
  EXPECT_THAT(source_->EvaluateChanges({}, {}, revision_, call_), down);
  EXPECT_THAT(source_->GetChangedResults({}, {}, revision_, call_), down);
}

}  // namespace
}  // namespace sos::reporting
