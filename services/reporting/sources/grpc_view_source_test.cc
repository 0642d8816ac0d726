// SPDX-License-Identifier: Apache-2.0

// What the views need of the three services, over gRPC within the process.

#include <memory>
#include <string>

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
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kViewDistrict[] = "99600020000000";

// Each answers with what a test put into it, and remembers the request.
class ViewIngestion final : public ingestion::v1::IngestionService::Service {
 public:
  grpc::Status GetSnapshot(grpc::ServerContext*, const ingestion::v1::GetSnapshotRequest* request,
                           ingestion::v1::Snapshot* response) override {
    asked = *request;
    response->add_coverages()->set_dashboard_year(2024);
    return rpc::ToGrpcStatus(ends);
  }

  ingestion::v1::GetSnapshotRequest asked;
  absl::Status ends;
};

class ViewIndicators final : public indicator::v1::IndicatorService::Service {
 public:
  grpc::Status StreamCrossings(
      grpc::ServerContext*, const indicator::v1::StreamCrossingsRequest* request,
      grpc::ServerWriter<indicator::v1::StreamCrossingsResponse>* writer) override {
    crossings = *request;
    for (int i = 0; i < 2; ++i) {
      indicator::v1::StreamCrossingsResponse message;
      message.add_results();
      writer->Write(message);
    }
    return rpc::ToGrpcStatus(ends);
  }
  grpc::Status GetRulebook(grpc::ServerContext*, const indicator::v1::GetRulebookRequest* request,
                           indicator::v1::Rulebook* response) override {
    response->set_name(request->name());
    return rpc::ToGrpcStatus(ends);
  }
  grpc::Status ExplainResult(grpc::ServerContext*,
                             const indicator::v1::ExplainResultRequest* request,
                             indicator::v1::Explanation* response) override {
    explained = *request;
    if (has_table) response->mutable_table()->set_id("UD");
    return rpc::ToGrpcStatus(ends);
  }

  indicator::v1::StreamCrossingsRequest crossings;
  indicator::v1::ExplainResultRequest explained;
  bool has_table = true;
  absl::Status ends;
};

class ViewDeterminations final : public eligibility::v1::EligibilityService::Service {
 public:
  grpc::Status GetRulebook(grpc::ServerContext*, const eligibility::v1::GetRulebookRequest* request,
                           eligibility::v1::Rulebook*) override {
    rulebook = request->name();
    return rpc::ToGrpcStatus(ends);
  }
  grpc::Status StreamNearest(
      grpc::ServerContext*, const eligibility::v1::StreamNearestRequest*,
      grpc::ServerWriter<eligibility::v1::StreamNearestResponse>* writer) override {
    ++nearest_calls;
    eligibility::v1::StreamNearestResponse message;
    message.add_nearest()->set_dashboard_year(2024);
    writer->Write(message);
    return rpc::ToGrpcStatus(ends);
  }
  grpc::Status StreamHistories(
      grpc::ServerContext*, const eligibility::v1::StreamHistoriesRequest* request,
      grpc::ServerWriter<eligibility::v1::StreamHistoriesResponse>* writer) override {
    histories = *request;
    eligibility::v1::StreamHistoriesResponse message;
    message.add_histories()->add_years()->set_dashboard_year(2024);
    writer->Write(message);
    writer->Write(eligibility::v1::StreamHistoriesResponse());  // The flows, of no use here.
    return rpc::ToGrpcStatus(ends);
  }

  std::string rulebook;
  int nearest_calls = 0;
  eligibility::v1::StreamHistoriesRequest histories;
  absl::Status ends;
};

class GrpcViewSourceTest : public testing::Test {
 protected:
  GrpcViewSourceTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&ingestion_).RegisterService(&indicator_);
    builder.RegisterService(&eligibility_);
    server_ = builder.BuildAndStart();
    const auto channel = server_->InProcessChannel({});
    ingestion_stub_ = ingestion::v1::IngestionService::NewStub(channel);
    indicator_stub_ = indicator::v1::IndicatorService::NewStub(channel);
    eligibility_stub_ = eligibility::v1::EligibilityService::NewStub(channel);
    source_ = std::make_unique<GrpcReportSource>(ingestion_stub_.get(), indicator_stub_.get(),
                                                 eligibility_stub_.get());
  }

  static absl::Status NotFound(const char* reason) {
    return MakeError(absl::StatusCode::kNotFound, "what happened", "sos.upstream.v1", reason);
  }
  static eligibility::v1::DeterminationFilter FilterOf(eligibility::v1::Program program) {
    eligibility::v1::DeterminationFilter filter;
    filter.set_program(program);
    return filter;
  }

  const Revision revision_{.number = 7, .identity = "seventh"};
  const rpc::CallContext call_{absl::Seconds(60), ""};
  const CdsCode district_ = *CdsCode::Parse(kViewDistrict);
  ViewIngestion ingestion_;
  ViewIndicators indicator_;
  ViewDeterminations eligibility_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<ingestion::v1::IngestionService::Stub> ingestion_stub_;
  std::unique_ptr<indicator::v1::IndicatorService::Stub> indicator_stub_;
  std::unique_ptr<eligibility::v1::EligibilityService::Stub> eligibility_stub_;
  std::unique_ptr<GrpcReportSource> source_;
};

TEST_F(GrpcViewSourceTest, AsksForCrossingsOfTheRevisionWithWhatEverybodyMaySee) {
  const auto crossings = source_->GetCrossings({}, revision_, call_);
  ASSERT_THAT(crossings, IsOk());
  EXPECT_THAT(*crossings, SizeIs(2));
  EXPECT_TRUE(indicator_.crossings.with_disclosures());
  EXPECT_EQ(indicator_.crossings.revision(), 7);
}

TEST_F(GrpcViewSourceTest, AsksForCrossingsOfTheNextYear) {
  ASSERT_THAT(source_->GetCrossings({}, revision_, call_), IsOk());
  EXPECT_FALSE(indicator_.crossings.for_next_year());
  const auto next = source_->GetNextYearCrossings({}, revision_, call_);
  ASSERT_THAT(next, IsOk());
  EXPECT_THAT(*next, SizeIs(2));
  EXPECT_TRUE(indicator_.crossings.for_next_year());
  EXPECT_TRUE(indicator_.crossings.with_disclosures());
  EXPECT_EQ(indicator_.crossings.revision(), 7);
}

TEST_F(GrpcViewSourceTest, AYearWithoutRulesHasNeitherCrossingsNorRulesNorATable) {
  indicator_.ends = NotFound("RULEBOOK_NOT_FOUND");
  EXPECT_THAT(*source_->GetCrossings({}, revision_, call_), IsEmpty());
  EXPECT_EQ(*source_->GetDashboardRules(2021, call_), std::nullopt);
  indicator_.ends = NotFound("RESULT_NOT_FOUND");
  EXPECT_FALSE(source_->GetScoreTable("entities/1", revision_, call_)->has_value());
}

TEST_F(GrpcViewSourceTest, ReadsTheRulesOfAYearAndTheTableOfAResult) {
  EXPECT_EQ((*source_->GetDashboardRules(2024, call_))->name(), "rulebooks/dashboard-2024");
  const auto table = source_->GetScoreTable("entities/1/results/2024-susp-all", revision_, call_);
  ASSERT_THAT(table, IsOk());
  EXPECT_EQ((*table)->id(), "UD");
  EXPECT_EQ(indicator_.explained.name(), "entities/1/results/2024-susp-all");
  EXPECT_EQ(indicator_.explained.revision(), 7);
  indicator_.has_table = false;
  EXPECT_FALSE(source_->GetScoreTable("entities/1", revision_, call_)->has_value());
}

TEST_F(GrpcViewSourceTest, ReadsTheSnapshotOfTheRevision) {
  const auto snapshot = source_->GetSnapshot(revision_, call_);
  ASSERT_THAT(snapshot, IsOk());
  EXPECT_THAT(snapshot->coverages(), SizeIs(1));
  EXPECT_EQ(ingestion_.asked.revision(), 7);
}

TEST_F(GrpcViewSourceTest, KnowsWhetherAProgramHasRulesOfAYear) {
  EXPECT_TRUE(*source_->HasRules(eligibility::v1::PROGRAM_EQUITY_MULTIPLIER, 2024, call_));
  EXPECT_EQ(eligibility_.rulebook, "rulebooks/equity-multiplier-2024");
  eligibility_.ends = NotFound("RULEBOOK_NOT_FOUND");
  EXPECT_FALSE(*source_->HasRules(eligibility::v1::PROGRAM_LCFF, 2021, call_));
}

TEST_F(GrpcViewSourceTest, AsksForWhatIsNearOnlyWhereAProgramHasTheQuestion) {
  EXPECT_THAT(*source_->GetNearest(FilterOf(eligibility::v1::PROGRAM_LCFF), revision_, call_),
              SizeIs(1));
  EXPECT_THAT(*source_->GetNearest(FilterOf(eligibility::v1::PROGRAM_LCAP), revision_, call_),
              IsEmpty());
  EXPECT_EQ(eligibility_.nearest_calls, 1);
  eligibility_.ends = NotFound("RULEBOOK_NOT_FOUND");
  EXPECT_THAT(*source_->GetNearest(FilterOf(eligibility::v1::PROGRAM_ESSA), revision_, call_),
              IsEmpty());
}

TEST_F(GrpcViewSourceTest, ReadsTheHistoryOfOneEntity) {
  const auto history =
      source_->GetHistory(eligibility::v1::PROGRAM_LCFF, district_, revision_, call_);
  ASSERT_THAT(history, IsOk());
  EXPECT_THAT(history->years(), SizeIs(1));
  EXPECT_THAT(eligibility_.histories.entities(), testing::ElementsAre("entities/99600020000000"));
}

TEST_F(GrpcViewSourceTest, AServiceThatIsDownIsAnErrorOfThisServicesCatalog) {
  const auto down = absl::UnavailableError("down");
  ingestion_.ends = indicator_.ends = eligibility_.ends = down;
  const auto is_upstream = IsError(absl::StatusCode::kUnavailable, "UPSTREAM_UNAVAILABLE");
  EXPECT_THAT(source_->GetCrossings({}, revision_, call_), is_upstream);
  EXPECT_THAT(source_->GetDashboardRules(2024, call_), is_upstream);
  EXPECT_THAT(source_->GetScoreTable("entities/1", revision_, call_), is_upstream);
  EXPECT_THAT(source_->GetSnapshot(revision_, call_), is_upstream);
  EXPECT_THAT(source_->HasRules(eligibility::v1::PROGRAM_LCFF, 2024, call_), is_upstream);
  EXPECT_THAT(source_->GetNearest(FilterOf(eligibility::v1::PROGRAM_LCFF), revision_, call_),
              is_upstream);
  EXPECT_THAT(source_->GetHistory(eligibility::v1::PROGRAM_LCFF, district_, revision_, call_),
              is_upstream);
}

}  // namespace
}  // namespace sos::reporting
