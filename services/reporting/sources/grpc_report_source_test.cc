// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sources/grpc_report_source.h"

#include <memory>
#include <string>
#include <vector>

#include "common/rpc/grpc_status.h"
#include "common/status/error.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"

namespace sos::reporting {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

constexpr char kDistrict[] = "99600020000000";
constexpr char kSchool[] = "99600020130229";
constexpr char kSchoolName[] = "entities/99600020130229";

// What the three services were asked last, and what they answer.
class Ingestion final : public ingestion::v1::IngestionService::Service {
 public:
  grpc::Status GetEntity(grpc::ServerContext*, const ingestion::v1::GetEntityRequest* request,
                         ingestion::v1::EntityRecord* response) override {
    asked = *request;
    if (!ends.ok()) return rpc::ToGrpcStatus(ends);
    response->mutable_entity()->set_name(request->name());
    return grpc::Status::OK;
  }
  grpc::Status StreamPartitions(
      grpc::ServerContext*, const ingestion::v1::StreamPartitionsRequest*,
      grpc::ServerWriter<ingestion::v1::StreamPartitionsResponse>* writer) override {
    for (const ingestion::v1::Partition& partition : partitions) {
      ingestion::v1::StreamPartitionsResponse message;
      *message.add_partitions() = partition;
      writer->Write(message);
    }
    return rpc::ToGrpcStatus(ends);
  }

  ingestion::v1::GetEntityRequest asked;
  std::vector<ingestion::v1::Partition> partitions;
  absl::Status ends;
};

class Indicators final : public indicator::v1::IndicatorService::Service {
 public:
  grpc::Status StreamResults(
      grpc::ServerContext*, const indicator::v1::StreamResultsRequest* request,
      grpc::ServerWriter<indicator::v1::StreamResultsResponse>* writer) override {
    asked = *request;
    for (const int year : {2023, 2024}) {
      indicator::v1::StreamResultsResponse message;
      message.add_blocks()->set_dashboard_year(year);
      writer->Write(message);
    }
    return rpc::ToGrpcStatus(ends);
  }

  indicator::v1::StreamResultsRequest asked;
  absl::Status ends;
};

class Determinations final : public eligibility::v1::EligibilityService::Service {
 public:
  grpc::Status StreamDeterminations(
      grpc::ServerContext*, const eligibility::v1::StreamDeterminationsRequest*,
      grpc::ServerWriter<eligibility::v1::StreamDeterminationsResponse>* writer) override {
    for (const char* const status : {"Year 1", "Year 2"}) {
      eligibility::v1::StreamDeterminationsResponse message;
      message.add_determinations()->set_status(status);
      writer->Write(message);
    }
    return rpc::ToGrpcStatus(ends);
  }
  grpc::Status StreamHistories(
      grpc::ServerContext*, const eligibility::v1::StreamHistoriesRequest*,
      grpc::ServerWriter<eligibility::v1::StreamHistoriesResponse>* writer) override {
    writer->Write(histories);
    return rpc::ToGrpcStatus(ends);
  }

  eligibility::v1::StreamHistoriesResponse histories;
  absl::Status ends;
};

class GrpcReportSourceTest : public testing::Test {
 protected:
  GrpcReportSourceTest() {
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

  // A file of ESSA with one school, of which it says whether it had Title I funds in 2024.
  static ingestion::v1::Partition SupportOf(ingestion::v1::Answer title_i) {
    ingestion::v1::Partition partition;
    partition.set_collection(ingestion::v1::COLLECTION_ESSA_ASSISTANCE);
    partition.set_lea_cds(kDistrict);
    auto& record = *partition.mutable_school_support()->add_records();
    record.mutable_entity()->set_name(kSchoolName);
    auto& answer = *record.add_title_i();
    answer.set_school_year(2024);
    answer.set_answer(title_i);
    return partition;
  }

  static absl::Status Error(absl::StatusCode code, const char* reason) {
    return MakeError(code, "what happened", "sos.upstream.v1", reason);
  }

  const Revision revision_{.number = 7, .identity = "seventh"};
  const rpc::CallContext call_{absl::Seconds(60), ""};
  Ingestion ingestion_;
  Indicators indicator_;
  Determinations eligibility_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<ingestion::v1::IngestionService::Stub> ingestion_stub_;
  std::unique_ptr<indicator::v1::IndicatorService::Stub> indicator_stub_;
  std::unique_ptr<eligibility::v1::EligibilityService::Stub> eligibility_stub_;
  std::unique_ptr<GrpcReportSource> source_;
};

TEST_F(GrpcReportSourceTest, AsksForAnEntityAtTheRevisionOfTheReport) {
  const auto entity = source_->GetEntity(*CdsCode::Parse(kDistrict), revision_, call_);
  ASSERT_THAT(entity, IsOk());
  EXPECT_EQ(entity->name(), "entities/99600020000000");
  EXPECT_EQ(ingestion_.asked.revision(), 7);
  EXPECT_EQ(ingestion_.asked.revision_identity(), "seventh");
}

TEST_F(GrpcReportSourceTest, AnUnknownEntityIsAnErrorOfThisService) {
  ingestion_.ends = Error(absl::StatusCode::kNotFound, "ENTITY_NOT_FOUND");
  const auto entity = source_->GetEntity(*CdsCode::Parse(kDistrict), revision_, call_);
  EXPECT_THAT(entity, IsError(absl::StatusCode::kNotFound, "ENTITY_NOT_FOUND"));
  EXPECT_EQ(ErrorFactOf(entity.status(), "entity"), kDistrict);
}

TEST_F(GrpcReportSourceTest, JoinsTheResultsOfAllMessagesWithTheirDisclosures) {
  const auto results = source_->GetResults({}, revision_, call_);
  ASSERT_THAT(results, IsOk());
  ASSERT_THAT(*results, SizeIs(2));
  EXPECT_EQ((*results)[1].dashboard_year(), 2024);
  EXPECT_TRUE(indicator_.asked.with_disclosures()) << "or reports would show what is withheld";
  EXPECT_EQ(indicator_.asked.revision(), 7);
}

TEST_F(GrpcReportSourceTest, AStreamThatBreaksOffIsNoAnswer) {
  indicator_.ends = absl::UnavailableError("down");
  EXPECT_THAT(source_->GetResults({}, revision_, call_),
              IsError(absl::StatusCode::kUnavailable, "UPSTREAM_UNAVAILABLE"));
  eligibility_.ends = absl::UnavailableError("down");
  EXPECT_THAT(source_->GetDeterminations({}, revision_, call_),
              IsError(absl::StatusCode::kUnavailable, "UPSTREAM_UNAVAILABLE"));
  EXPECT_THAT(source_->GetStatuses(eligibility::v1::PROGRAM_ESSA, revision_, call_),
              IsError(absl::StatusCode::kUnavailable, "UPSTREAM_UNAVAILABLE"));
  ingestion_.ends = absl::UnavailableError("down");
  EXPECT_THAT(source_->GetTitleI(revision_, call_),
              IsError(absl::StatusCode::kUnavailable, "UPSTREAM_UNAVAILABLE"));
}

TEST_F(GrpcReportSourceTest, AYearWithoutARulebookHasNoDeterminations) {
  ASSERT_THAT(*source_->GetDeterminations({}, revision_, call_), SizeIs(2));
  eligibility_.ends = Error(absl::StatusCode::kNotFound, "RULEBOOK_NOT_FOUND");
  EXPECT_THAT(source_->GetDeterminations({}, revision_, call_), IsOk());
  eligibility_.ends = Error(absl::StatusCode::kInvalidArgument, "FIELD_INVALID");
  EXPECT_THAT(source_->GetDeterminations({}, revision_, call_),
              IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(GrpcReportSourceTest, EndsWithTheFirstErrorOfWhoeverUsesADetermination) {
  int used = 0;
  const absl::Status status = source_->ForEachDetermination(
      {}, revision_, call_, [&](eligibility::v1::Determination&) -> absl::Status {
        ++used;
        return absl::ResourceExhaustedError("full");
      });
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(used, 1);
}

TEST_F(GrpcReportSourceTest, AnUndecidedYearHasNoStatus) {
  auto& history = *eligibility_.histories.add_histories();
  history.mutable_entity()->set_name(kSchoolName);
  history.add_years()->set_dashboard_year(2023);
  auto& decided = *history.add_years();
  decided.set_dashboard_year(2024);
  decided.set_status("ATSI");
  const auto statuses = source_->GetStatuses(eligibility::v1::PROGRAM_ESSA, revision_, call_);
  ASSERT_THAT(statuses, IsOk());
  EXPECT_THAT(statuses->at(kSchool), ElementsAre(Pair(2024, "ATSI")));
}

TEST_F(GrpcReportSourceTest, ReadsTitleIFundsFromFilesOfEssa) {
  ingestion_.partitions = {SupportOf(ingestion::v1::ANSWER_YES)};
  const auto yes = source_->GetTitleI(revision_, call_);
  ASSERT_THAT(yes, IsOk());
  EXPECT_THAT(yes->at(kSchool), ElementsAre(Pair(2024, true)));
  ingestion_.partitions = {SupportOf(ingestion::v1::ANSWER_NO)};
  EXPECT_THAT(source_->GetTitleI(revision_, call_)->at(kSchool), ElementsAre(Pair(2024, false)));
}

TEST_F(GrpcReportSourceTest, ReadsTitleIFundsFromColorsOfSchoolsWhereTheyAreKnown) {
  ingestion::v1::Partition partition;
  partition.set_collection(ingestion::v1::COLLECTION_PUBLISHED_SCHOOL_COLORS);
  partition.set_lea_cds(kDistrict);
  auto& colors = *partition.mutable_colors();
  colors.add_entities()->set_name(kSchoolName);
  colors.add_entities()->set_name("entities/99600020130302");
  for (const int entity : {0, 1}) {
    colors.add_entity_indexes(entity);
    colors.add_student_groups(education::v1::STUDENT_GROUP_ALL);
  }
  colors.add_title_i(ingestion::v1::ANSWER_YES);
  colors.add_title_i(ingestion::v1::ANSWER_UNSPECIFIED);
  colors.set_title_i_school_year(2025);
  ingestion_.partitions = {partition};
  const auto title_i = source_->GetTitleI(revision_, call_);
  ASSERT_THAT(title_i, IsOk());
  EXPECT_THAT(*title_i, ElementsAre(Pair(kSchool, ElementsAre(Pair(2025, true)))));
}

TEST_F(GrpcReportSourceTest, ReadsTheListedRedsOfTheEntitiesThatLieUnderACode) {
  ingestion::v1::Partition partition;
  partition.set_collection(ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOLS);
  partition.set_lea_cds(kDistrict);
  for (const char* const name : {kSchoolName, "entities/99600020130302"}) {
    partition.mutable_lowest_performance()->add_entries()->mutable_entity()->set_name(name);
  }
  ingestion_.partitions = {partition};
  EXPECT_THAT(*source_->GetListedReds(*CdsCode::Parse(kDistrict), 2023, revision_, call_),
              SizeIs(2));
  const auto school = source_->GetListedReds(*CdsCode::Parse(kSchool), 2023, revision_, call_);
  ASSERT_THAT(school, IsOk());
  ASSERT_THAT(*school, SizeIs(1));
  EXPECT_EQ(school->front().entity().name(), kSchoolName);
  ingestion_.ends = absl::UnavailableError("down");
  EXPECT_THAT(source_->GetListedReds(CdsCode(), 2023, revision_, call_),
              IsError(absl::StatusCode::kUnavailable, "UPSTREAM_UNAVAILABLE"));
}

TEST_F(GrpcReportSourceTest, ADamagedPartitionIsAnErrorAndNotAnEmptyAnswer) {
  ingestion_.partitions = {SupportOf(ingestion::v1::ANSWER_YES)};
  ingestion_.partitions.front().set_lea_cds("damaged");
  EXPECT_EQ(source_->GetTitleI(revision_, call_).status().code(), absl::StatusCode::kDataLoss);
  ingestion_.partitions.clear();
  EXPECT_THAT(*source_->GetTitleI(revision_, call_), IsEmpty());
}

}  // namespace
}  // namespace sos::reporting
