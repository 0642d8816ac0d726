// SPDX-License-Identifier: Apache-2.0

// The handlers, over gRPC within the process, on fakes of the three services below.

#include "services/reporting/rpc/reporting_service.h"

#include <string>
#include <utility>

#include "common/rpc/grpc_status.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/errors.h"
#include "services/reporting/rpc/serving_test.h"

namespace sos::reporting {
namespace {

using test_util::IsError;
using test_util::IsOk;
using testing::HasSubstr;
using testing::StartsWith;

class ReportingServiceTest : public Serving {
 protected:
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

  v1::GetReportRequest RequestIn(const std::string& language_code) {
    v1::GetReportRequest request;
    request.set_name("entities/99600020000000/reports/2024");
    request.set_language_code(language_code);
    return request;
  }

  absl::StatusOr<v1::Report> Ask(const v1::GetReportRequest& request) {
    grpc::ClientContext context;
    v1::Report report;
    const absl::Status status = rpc::FromGrpcStatus(stub_->GetReport(&context, request, &report));
    if (!status.ok()) return status;
    return report;
  }

  absl::StatusOr<std::string> RenderedAs(const std::string& name, v1::DocumentFormat format,
                                         const std::string& language_code = "") {
    v1::RenderDocumentRequest request;
    request.set_name(name);
    request.set_format(format);
    request.set_language_code(language_code);
    grpc::ClientContext context;
    const auto reader = stub_->RenderDocument(&context, request);
    std::string file;
    v1::RenderDocumentResponse response;
    while (reader->Read(&response)) file += response.data();
    const absl::Status status = rpc::FromGrpcStatus(reader->Finish());
    if (!status.ok()) return status;
    return file;
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
    // No cell is known, of which CSV has a row each; a workbook is packed.
    EXPECT_THAT(file, HasSubstr(format == v1::DOCUMENT_FORMAT_CSV    ? "cds,name,year"
                                : format == v1::DOCUMENT_FORMAT_XLSX ? "xl/worksheets/sheet1.xml"
                                : format == v1::DOCUMENT_FORMAT_PNG  ? "PNG"
                                                                     : "Synthetic Unified"))
        << format;
  }
  request.set_format(v1::DOCUMENT_FORMAT_UNSPECIFIED);
  grpc::ClientContext context;
  const auto reader = stub_->RenderDocument(&context, request);
  v1::RenderDocumentResponse response;
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_THAT(rpc::FromGrpcStatus(reader->Finish()),
              IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(ReportingServiceTest, AnswersInTheLanguageAskedForAlsoFromTheCache) {
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(Ask(RequestIn("es"))->sentences(0),
              "Synthetic Unified tiene derecho a la asistencia diferenciada en 2024.");
    EXPECT_EQ(Ask(RequestIn("en"))->sentences(0),
              "Synthetic Unified is eligible for differentiated assistance in 2024.");
    EXPECT_EQ(Ask(RequestIn(""))->sentences(0), Ask(RequestIn("en"))->sentences(0));
  }
}

TEST_F(ReportingServiceTest, KnowsNoOtherLanguage) {
  const auto unknown = IsError(absl::StatusCode::kInvalidArgument, "LANGUAGE_UNKNOWN");
  EXPECT_THAT(Ask(RequestIn("fr")), unknown);
  EXPECT_THAT(std::string(Ask(RequestIn("fr")).status().message()),
              HasSubstr("Set language_code to one of: en, es."));
  EXPECT_THAT(RenderedAs("entities/99600020000000/reports/2024", v1::DOCUMENT_FORMAT_TEXT, "fr"),
              unknown);
}

TEST_F(ReportingServiceTest, GetsAViewOfSupportInBothLanguages) {
  source_.programs = {eligibility::v1::PROGRAM_LCFF};
  for (const auto& [language, label] :
       {std::pair("en", "Differentiated Assistance"), std::pair("es", "Asistencia diferenciada")}) {
    v1::GetSupportViewRequest request;
    request.set_name("entities/99600020000000/supportViews/2024");
    request.set_language_code(language);
    grpc::ClientContext context;
    v1::SupportView view;
    ASSERT_TRUE(stub_->GetSupportView(&context, request, &view).ok());
    EXPECT_EQ(view.programs(0).label(), label);
  }
}

TEST_F(ReportingServiceTest, GetsAViewOfAnIndicator) {
  v1::GetIndicatorViewRequest request;
  request.set_name("entities/99600020000000/indicatorViews/2024-susp");
  v1::IndicatorView view;
  {
    grpc::ClientContext context;
    EXPECT_THAT(rpc::FromGrpcStatus(stub_->GetIndicatorView(&context, request, &view)),
                IsError(absl::StatusCode::kNotFound, "REPORT_NOT_FOUND"));
  }
  auto& block = source_.results.emplace_back();
  block.set_dashboard_year(2024);
  block.set_indicator(education::v1::INDICATOR_SUSPENSION);
  *block.add_entities() = source_.entities[*CdsCode::Parse(kDistrict)];
  block.add_entity_indexes(0);
  block.add_student_groups(education::v1::STUDENT_GROUP_ALL);
  grpc::ClientContext context;
  ASSERT_TRUE(stub_->GetIndicatorView(&context, request, &view).ok());
  EXPECT_EQ(view.groups(0).cell().state(), v1::Cell::STATE_MASKED)
      << "it does not say what to show";
  request.set_name("entities/99600020000000/supportViews/2024");
  grpc::ClientContext wrong;
  EXPECT_THAT(rpc::FromGrpcStatus(stub_->GetIndicatorView(&wrong, request, &view)),
              IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(ReportingServiceTest, RendersAViewAsAFileButNotAsAPage) {
  source_.programs = {eligibility::v1::PROGRAM_LCFF};
  const std::string name = "entities/99600020000000/supportViews/2024";
  EXPECT_THAT(*RenderedAs(name, v1::DOCUMENT_FORMAT_TEXT), HasSubstr("is eligible"));
  EXPECT_THAT(*RenderedAs(name, v1::DOCUMENT_FORMAT_CSV), StartsWith("part,cds,name,program"));
  EXPECT_THAT(*RenderedAs(name, v1::DOCUMENT_FORMAT_JSON), HasSubstr("PROGRAM_LCFF"));
  EXPECT_THAT(*RenderedAs(name, v1::DOCUMENT_FORMAT_XLSX), StartsWith("PK"));
  for (const auto format : {v1::DOCUMENT_FORMAT_HTML, v1::DOCUMENT_FORMAT_ANSI}) {
    EXPECT_THAT(RenderedAs(name, format),
                IsError(absl::StatusCode::kInvalidArgument, "FORMAT_UNKNOWN"));
  }
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

TEST_F(ReportingServiceTest, StreamsDifferencesOfTwoRevisionsThatAreThere) {
  const auto status_of = [&](int64_t from, int64_t to) {
    v1::StreamDifferencesRequest request;
    request.mutable_filter()->add_dashboard_years(2024);
    request.set_from_revision(from);
    request.set_revision(to);
    grpc::ClientContext context;
    const auto reader = stub_->StreamDifferences(&context, request);
    v1::StreamDifferencesResponse response;
    EXPECT_FALSE(reader->Read(&response)) << "a revision does not differ from itself";
    return rpc::FromGrpcStatus(reader->Finish());
  };
  EXPECT_THAT(status_of(1, 0), IsOk());
  EXPECT_THAT(status_of(0, 1), IsError(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  EXPECT_THAT(status_of(2, 1), IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(status_of(1, 7), IsError(absl::StatusCode::kNotFound, "REVISION_NOT_FOUND"));
}

}  // namespace
}  // namespace sos::reporting
