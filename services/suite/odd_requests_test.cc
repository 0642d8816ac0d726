// SPDX-License-Identifier: Apache-2.0

// What the four services answer to requests that no client of theirs would send: bytes that are no
// request, names of other kinds of documents, endless texts. Over real sockets.

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/metrics/metrics.h"
#include "common/rpc/request_texts.h"
#include "common/test_util/contract_methods.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "services/suite/embedded_suite_fixture.h"

namespace sos::suite {
namespace {

using ::sos::test_util::ContractMethods;
using ::sos::test_util::IsError;
using ::sos::test_util::IsOk;

class OddRequestsTest : public EmbeddedSuiteTest {
 protected:
  OddRequestsTest() {
    listening_ = *EmbeddedSuite::Create(
        {.data_dir = directory_ + "/listening", .listen = "127.0.0.1:0", .durable = false});
    generic_ = std::make_unique<grpc::GenericStub>(grpc::CreateChannel(
        absl::StrCat("127.0.0.1:", listening_->port()), grpc::InsecureChannelCredentials()));
  }

  // Sends `bodies` as the requests of a call of `package.Service/Method`, and says how it ended.
  absl::Status Send(const std::string& method, const std::vector<std::string>& bodies) {
    grpc::ClientContext context;
    grpc::CompletionQueue queue;
    const auto stream = generic_->PrepareCall(&context, absl::StrCat("/", method), &queue);
    const auto wait = [&queue] {
      void* tag = nullptr;
      bool ok = false;
      return queue.Next(&tag, &ok) && ok;
    };
    stream->StartCall(nullptr);
    wait();
    for (const std::string& body : bodies) {
      const grpc::Slice slice(body);
      stream->Write(grpc::ByteBuffer(&slice, 1), nullptr);
      wait();
    }
    stream->WritesDone(nullptr);
    wait();
    // A call ends for its caller once its answer, if there is one, was taken.
    grpc::ByteBuffer answer;
    stream->Read(&answer, nullptr);
    wait();
    grpc::Status status;
    stream->Finish(&status, nullptr);
    wait();
    return rpc::FromGrpcStatus(status);
  }

  std::unique_ptr<EmbeddedSuite> listening_;
  std::unique_ptr<grpc::GenericStub> generic_;
};

TEST_F(OddRequestsTest, BytesThatAreNoRequestAreToldFromADefectInEveryMethod) {
  const auto methods = ContractMethods();
  ASSERT_GT(methods.size(), 40);
  for (const auto& [method, _] : methods) {
    // A tag that does not end, a length beyond the end, a group that nobody closes, a wire type
    // that there is not.
    for (const char* bytes : {"\xff\xff\xff", "\x0a\x7f", "\x0b", "\x0f"}) {
      EXPECT_THAT(Send(method, {bytes}),
                  IsError(absl::StatusCode::kInvalidArgument, "REQUEST_MALFORMED"))
          << method;
    }
  }
}

TEST_F(OddRequestsTest, ACallWithoutARequestIsMalformedToo) {
  for (const auto& [method, _] : ContractMethods()) {
    // To a stream of requests, none is the end.
    const bool stream = absl::EndsWith(method, "/UploadSubmission") ||
                        absl::EndsWith(method, "/SubmitStudentRecords");
    EXPECT_THAT(Send(method, {}), IsError(absl::StatusCode::kInvalidArgument,
                                          stream ? "FIELD_REQUIRED" : "REQUEST_MALFORMED"))
        << method;
  }
}

TEST_F(OddRequestsTest, MalformedRequestsAreCounted) {
  Send("sos.ingestion.v1.IngestionService/GetEntity", {"\xff"}).IgnoreError();

  const std::string text = metrics::Text();
  EXPECT_TRUE(absl::StrContains(
      text, R"(code="INVALID_ARGUMENT",method="GetEntity",reason="REQUEST_MALFORMED")"))
      << text;
}

TEST_F(OddRequestsTest, AnUploadThatEndsInGarbageIsNotTakenForAWholeOne) {
  ingestion::v1::CreateSubmissionRequest create;
  create.mutable_submission()->set_display_name("grad.txt");
  const Stubs stubs = listening_->MakeStubs();
  const auto created = Call<ingestion::v1::Submission>(
      stubs.ingestion, &ingestion::v1::IngestionService::StubInterface::CreateSubmission, create);
  ASSERT_THAT(created, IsOk());
  ingestion::v1::UploadSubmissionRequest chunk;
  chunk.set_name(created->name());
  chunk.set_data("half a fi");

  EXPECT_THAT(
      Send("sos.ingestion.v1.IngestionService/UploadSubmission", {chunk.SerializeAsString()}),
      IsOk());
  EXPECT_THAT(Send("sos.ingestion.v1.IngestionService/UploadSubmission",
                   {chunk.SerializeAsString(), "\xff\xff"}),
              IsError(absl::StatusCode::kInvalidArgument, "REQUEST_MALFORMED"));
}

TEST_F(OddRequestsTest, ADocumentOfAnotherKindIsNoReportWhetherItIsCachedOrNot) {
  Submit(kGraduation);
  const std::string placement = "entities/01611190000000/placements/2023-grad";
  const std::string county = "entities/01000000000000/countyReports/2023";
  const auto get_report = [&](const std::string& name) {
    reporting::v1::GetReportRequest request;
    request.set_name(name);
    return Call<reporting::v1::Report>(
        stubs_.reporting, &reporting::v1::ReportingService::StubInterface::GetReport, request);
  };
  for (const char* when : {"before", "after"}) {
    for (const std::string& name : {placement, county}) {
      EXPECT_THAT(get_report(name), IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"))
          << name << " " << when;
    }
    // Which keeps them.
    reporting::v1::GetPlacementRequest ask_placement;
    ask_placement.set_name(placement);
    EXPECT_THAT(Call<reporting::v1::Placement>(
                    stubs_.reporting, &reporting::v1::ReportingService::StubInterface::GetPlacement,
                    ask_placement),
                IsOk());
    reporting::v1::GetCountyReportRequest ask_county;
    ask_county.set_name(county);
    EXPECT_THAT(Call<reporting::v1::CountyReport>(
                    stubs_.reporting,
                    &reporting::v1::ReportingService::StubInterface::GetCountyReport, ask_county),
                IsOk());
  }
}

TEST_F(OddRequestsTest, WhatSomebodySearchesForIsNoLongerThanAName) {
  Submit(kGraduation);
  const auto list = [&](const std::string& query, const std::string& county) {
    ingestion::v1::ListEntitiesRequest request;
    request.set_query(query);
    request.set_county_name(county);
    return Call<ingestion::v1::ListEntitiesResponse>(
        stubs_.ingestion, &ingestion::v1::IngestionService::StubInterface::ListEntities, request);
  };
  EXPECT_EQ(list("unified  VALLEY", "ALAMEDA")->entities_size(), 1);
  EXPECT_EQ(list("valley x", "")->entities_size(), 0);
  EXPECT_THAT(list(std::string(rpc::kMaxSearchBytes, 'a'), ""), IsOk());
  EXPECT_THAT(list(std::string(rpc::kMaxSearchBytes + 1, 'a'), ""),
              IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(list("", std::string(rpc::kMaxSearchBytes + 1, 'a')),
              IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(OddRequestsTest, NoTextOfARequestIsEndless) {
  EXPECT_THAT(GetResult("entities/" + std::string(rpc::kMaxTextBytes, '9')),
              IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
  indicator::v1::ListResultsRequest request;
  request.mutable_filter()->add_dashboard_years(2023);
  request.mutable_filter()->add_entities("entities/01611190000000");
  request.mutable_filter()->add_entities(std::string(size_t{1} << 20, 'x'));

  const auto answer = Call<indicator::v1::ListResultsResponse>(
      stubs_.indicator, &indicator::v1::IndicatorService::StubInterface::ListResults, request);

  EXPECT_THAT(answer, IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(std::string(answer.status().message()),
              ::testing::HasSubstr("filter.entities is '1048576 bytes'; expected at most 4096"));
}

}  // namespace
}  // namespace sos::suite
