// SPDX-License-Identifier: Apache-2.0

// The handlers, over gRPC within the process, on fakes of the three services below.

#include "services/reporting/rpc/reporting_service.h"

#include <memory>
#include <string>

#include "common/cache/memory_cache.h"
#include "common/rpc/grpc_status.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "services/ingestion/client/fake_revisions.h"
#include "services/reporting/errors.h"
#include "services/reporting/sources/fake_report_source.h"
#include "services/reporting/sources/fake_rules_in_force.h"

namespace sos::reporting {
namespace {

using test_util::IsError;
using test_util::IsOk;
using testing::HasSubstr;
using testing::StartsWith;

constexpr char kDistrict[] = "99600020000000";

class ReportingServiceTest : public testing::Test {
 protected:
  ReportingServiceTest() {
    education::v1::Entity& entity = source_.entities[*CdsCode::Parse(kDistrict)];
    entity.set_name(std::string("entities/") + kDistrict);
    entity.set_display_name("Synthetic Unified");
    entity.set_type(education::v1::ENTITY_TYPE_DISTRICT);
    eligibility::v1::Determination& determination = source_.determinations.emplace_back();
    determination.set_program(eligibility::v1::PROGRAM_LCFF);
    determination.set_dashboard_year(2024);
    determination.set_status("Differentiated Assistance");
    determination.set_eligibility(eligibility::v1::OUTCOME_MET);
    *determination.mutable_entity() = entity;
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    stub_ = v1::ReportingService::NewStub(server_->InProcessChannel({}));
  }

  absl::StatusOr<v1::Report> GetReport(const std::string& name, int64_t revision = 0) {
    v1::GetReportRequest request;
    request.set_name(name);
    request.set_revision(revision);
    grpc::ClientContext context;
    v1::Report report;
    const absl::Status status = rpc::FromGrpcStatus(stub_->GetReport(&context, request, &report));
    if (!status.ok()) return status;
    return report;
  }

  absl::StatusOr<std::string> StateFile(eligibility::v1::Program program, int year) {
    v1::StreamStateFileRequest request;
    request.mutable_filter()->set_program(program);
    request.mutable_filter()->set_dashboard_year(year);
    grpc::ClientContext context;
    const auto reader = stub_->StreamStateFile(&context, request);
    std::string file;
    v1::StreamStateFileResponse response;
    while (reader->Read(&response)) file += response.data();
    const absl::Status status = rpc::FromGrpcStatus(reader->Finish());
    if (!status.ok()) return status;
    return file;
  }

  FakeReportSource source_;
  FakeRevisions revisions_;
  FakeRulesInForce rules_;
  MemoryCache cache_{size_t{1} << 20};
  ReportingService service_{{.source = &source_,
                             .revisions = &revisions_,
                             .cache = &cache_,
                             .rules = &rules_,
                             .worker_count = 1},
                            {}};
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::ReportingService::Stub> stub_;
};

TEST_F(ReportingServiceTest, GetsAReportOfWhatIsKnown) {
  const auto report = GetReport("entities/99600020000000/reports/2024");
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->entity().display_name(), "Synthetic Unified");
  EXPECT_EQ(report->determination().status(), "Differentiated Assistance");
}

TEST_F(ReportingServiceTest, KeepsAReportUntilTheDataOrTheRulesChange) {
  ASSERT_THAT(GetReport("entities/99600020000000/reports/2024"), IsOk());
  source_.failure = absl::UnavailableError("the services below are gone");
  EXPECT_THAT(GetReport("entities/99600020000000/reports/2024"), IsOk()) << "from the cache";
  rules_.said = "other rules";
  EXPECT_FALSE(GetReport("entities/99600020000000/reports/2024").ok()) << "rests on other rules";
  rules_.said = "rules";
  revisions_.newest = {.number = 2, .identity = "second"};
  EXPECT_FALSE(GetReport("entities/99600020000000/reports/2024").ok()) << "rests on other data";
}

TEST_F(ReportingServiceTest, KeepsNothingWhileTheRulesAreNotKnown) {
  rules_.said = "";
  ASSERT_THAT(GetReport("entities/99600020000000/reports/2024"), IsOk());
  source_.failure = absl::UnavailableError("the services below are gone");
  EXPECT_FALSE(GetReport("entities/99600020000000/reports/2024").ok());
}

TEST_F(ReportingServiceTest, SaysWhatIsWrongWithAName) {
  EXPECT_THAT(GetReport(""), IsError(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  EXPECT_THAT(GetReport("entities/1/reports/2024"),
              IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(GetReport("entities/11111110000000/reports/2024"),
              IsError(absl::StatusCode::kNotFound, "ENTITY_NOT_FOUND"));
  EXPECT_THAT(GetReport("entities/99600020000000/reports/2024", 7),
              IsError(absl::StatusCode::kNotFound, "REVISION_NOT_FOUND"));
}

TEST_F(ReportingServiceTest, HasNoReportOfAYearOfWhichNothingIsKnown) {
  source_.determinations.clear();
  EXPECT_THAT(GetReport("entities/99600020000000/reports/2024"),
              IsError(absl::StatusCode::kNotFound, "REPORT_NOT_FOUND"));
}

TEST_F(ReportingServiceTest, RendersAReportInEveryFormatAndRefusesNone) {
  v1::RenderDocumentRequest request;
  request.set_name("entities/99600020000000/reports/2024");
  for (int format = v1::DocumentFormat_MIN + 1; format <= v1::DocumentFormat_MAX; ++format) {
    request.set_format(static_cast<v1::DocumentFormat>(format));
    grpc::ClientContext context;
    const auto reader = stub_->RenderDocument(&context, request);
    std::string file;
    v1::RenderDocumentResponse response;
    while (reader->Read(&response)) file += response.data();
    EXPECT_TRUE(reader->Finish().ok()) << format;
    // No cell is known, of which CSV has a row each.
    const bool csv = format == v1::DOCUMENT_FORMAT_CSV;
    EXPECT_THAT(file, HasSubstr(csv ? "cds,name,year" : "Synthetic Unified")) << format;
  }
  request.set_format(v1::DOCUMENT_FORMAT_UNSPECIFIED);
  grpc::ClientContext context;
  const auto reader = stub_->RenderDocument(&context, request);
  v1::RenderDocumentResponse response;
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_THAT(rpc::FromGrpcStatus(reader->Finish()),
              IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(ReportingServiceTest, StreamsDeterminationsInTheColumnsOfTheStatesFile) {
  const auto file = StateFile(eligibility::v1::PROGRAM_LCFF, 2024);
  ASSERT_THAT(file, IsOk());
  EXPECT_THAT(*file, StartsWith("CDcode,CDS,LEAname,"));
  EXPECT_THAT(*file, HasSubstr("\n9960002,99600020000000,Synthetic Unified,*,"));
  EXPECT_THAT(*file, HasSubstr("Differentiated Assistance"));
}

TEST_F(ReportingServiceTest, KnowsNoFileOfAnotherYearOrOfNoProgram) {
  EXPECT_THAT(StateFile(eligibility::v1::PROGRAM_LCFF, 2016),
              IsError(absl::StatusCode::kNotFound, "STATE_LAYOUT_NOT_FOUND"));
  EXPECT_THAT(StateFile(eligibility::v1::PROGRAM_UNSPECIFIED, 2024),
              IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(ReportingServiceTest, AStateFileEndsWithTheErrorOfAServiceBelow) {
  source_.failure = errors::FromUpstream(absl::UnavailableError("down"), "eligibility", {});
  EXPECT_TRUE(absl::IsUnavailable(StateFile(eligibility::v1::PROGRAM_LCFF, 2024).status()));
}

}  // namespace
}  // namespace sos::reporting
