// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/services.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/resource_names/resource_names.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"

namespace sos::web {
namespace {

// Entities and releases of one call: as many as the services give.
constexpr int kListPageSize = 1000;

std::string WithIndicator(absl::string_view collection, const CdsCode& cds, int year,
                          Indicator indicator) {
  return absl::StrCat(EntityName(cds), "/", collection, "/", year, "-",
                      absl::AsciiStrToLower(kIndicators.Code(indicator)));
}

// Asks one method of one service and turns its status into ours. An error clears `whole`.
template <typename Response, typename Stub, typename Method, typename Request>
absl::StatusOr<Response> Ask(const Caller& caller, bool& whole, Stub& stub, Method method,
                             const Request& request) {
  const std::unique_ptr<grpc::ClientContext> context = NewContext(caller);
  Response response;
  const grpc::Status status = (stub.*method)(context.get(), request, &response);
  if (status.ok()) return response;
  whole = false;
  return rpc::FromGrpcStatus(status);
}

}  // namespace

std::string ReportName(const CdsCode& cds, int year) {
  return absl::StrCat(EntityName(cds), "/reports/", year);
}

std::string CountyReportName(const CdsCode& cds, int year) {
  return absl::StrCat(EntityName(cds), "/countyReports/", year);
}

std::string PlacementName(const CdsCode& cds, int year, Indicator indicator) {
  return WithIndicator("placements", cds, year, indicator);
}

using IngestionStub = ingestion::v1::IngestionService::StubInterface;
using IndicatorStub = indicator::v1::IndicatorService::StubInterface;
using EligibilityStub = eligibility::v1::EligibilityService::StubInterface;
using ReportingStub = reporting::v1::ReportingService::StubInterface;

absl::StatusOr<ingestion::v1::Snapshot> Services::GetSnapshot() {
  ingestion::v1::GetSnapshotRequest request;
  SetRevision(revision_, request);
  return Ask<ingestion::v1::Snapshot>(caller_, whole_, *clients_.ingestion,
                                      &IngestionStub::GetSnapshot, request);
}

absl::StatusOr<ingestion::v1::Revision> Services::GetRevision() {
  ingestion::v1::GetRevisionRequest request;
  SetRevision(revision_, request);
  return Ask<ingestion::v1::Revision>(caller_, whole_, *clients_.ingestion,
                                      &IngestionStub::GetRevision, request);
}

absl::StatusOr<ingestion::v1::Release> Services::GetRelease(const std::string& id) {
  ingestion::v1::GetReleaseRequest request;
  request.set_name(ReleaseName(id));
  return Ask<ingestion::v1::Release>(caller_, whole_, *clients_.ingestion,
                                     &IngestionStub::GetRelease, request);
}

absl::StatusOr<std::vector<ingestion::v1::Release>> Services::ListReleases() {
  ingestion::v1::ListReleasesRequest request;
  request.set_page_size(kListPageSize);
  SOS_ASSIGN_OR_RETURN(const auto response, Ask<ingestion::v1::ListReleasesResponse>(
                                                caller_, whole_, *clients_.ingestion,
                                                &IngestionStub::ListReleases, request));
  return std::vector(response.releases().begin(), response.releases().end());
}

absl::StatusOr<education::v1::Entity> Services::GetEntity(const CdsCode& cds) {
  ingestion::v1::GetEntityRequest request;
  request.set_name(EntityName(cds));
  SetRevision(revision_, request);
  SOS_ASSIGN_OR_RETURN(const auto response,
                       Ask<ingestion::v1::EntityRecord>(caller_, whole_, *clients_.ingestion,
                                                        &IngestionStub::GetEntity, request));
  return response.entity();
}

absl::StatusOr<std::vector<education::v1::Entity>> Services::ListEntities(
    const ingestion::v1::ListEntitiesRequest& filter) {
  ingestion::v1::ListEntitiesRequest request = filter;
  SetRevision(revision_, request);
  request.set_page_size(kListPageSize);
  std::vector<education::v1::Entity> entities;
  do {
    SOS_ASSIGN_OR_RETURN(const auto response, Ask<ingestion::v1::ListEntitiesResponse>(
                                                  caller_, whole_, *clients_.ingestion,
                                                  &IngestionStub::ListEntities, request));
    for (const auto& record : response.entities()) entities.push_back(record.entity());
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty() && entities.size() < kMaxListed);
  return entities;
}

absl::StatusOr<std::vector<ingestion::v1::EntityMatch>> Services::Search(const std::string& query,
                                                                         int count) {
  ingestion::v1::SearchEntitiesRequest request;
  request.set_query(query);
  request.set_page_size(count);
  SetRevision(revision_, request);
  SOS_ASSIGN_OR_RETURN(const auto response, Ask<ingestion::v1::SearchEntitiesResponse>(
                                                caller_, whole_, *clients_.ingestion,
                                                &IngestionStub::SearchEntities, request));
  return std::vector(response.matches().begin(), response.matches().end());
}

absl::StatusOr<reporting::v1::Report> Services::GetReport(const CdsCode& cds, int year) {
  reporting::v1::GetReportRequest request;
  request.set_name(ReportName(cds, year));
  request.set_language_code(language_code_);
  SetRevision(revision_, request);
  return Ask<reporting::v1::Report>(caller_, whole_, *clients_.reporting, &ReportingStub::GetReport,
                                    request);
}

absl::StatusOr<reporting::v1::CountyReport> Services::GetCountyReport(const CdsCode& cds,
                                                                      int year) {
  reporting::v1::GetCountyReportRequest request;
  request.set_name(CountyReportName(cds, year));
  request.set_language_code(language_code_);
  SetRevision(revision_, request);
  return Ask<reporting::v1::CountyReport>(caller_, whole_, *clients_.reporting,
                                          &ReportingStub::GetCountyReport, request);
}

absl::StatusOr<reporting::v1::IndicatorView> Services::GetIndicatorView(const CdsCode& cds,
                                                                        int year,
                                                                        Indicator indicator) {
  reporting::v1::GetIndicatorViewRequest request;
  request.set_name(WithIndicator("indicatorViews", cds, year, indicator));
  request.set_language_code(language_code_);
  SetRevision(revision_, request);
  return Ask<reporting::v1::IndicatorView>(caller_, whole_, *clients_.reporting,
                                           &ReportingStub::GetIndicatorView, request);
}

absl::StatusOr<reporting::v1::SupportView> Services::GetSupportView(const CdsCode& cds, int year) {
  reporting::v1::GetSupportViewRequest request;
  request.set_name(absl::StrCat(EntityName(cds), "/supportViews/", year));
  request.set_language_code(language_code_);
  SetRevision(revision_, request);
  return Ask<reporting::v1::SupportView>(caller_, whole_, *clients_.reporting,
                                         &ReportingStub::GetSupportView, request);
}

absl::StatusOr<reporting::v1::Placement> Services::GetPlacement(const CdsCode& cds, int year,
                                                                Indicator indicator) {
  reporting::v1::GetPlacementRequest request;
  request.set_name(PlacementName(cds, year, indicator));
  request.set_language_code(language_code_);
  SetRevision(revision_, request);
  return Ask<reporting::v1::Placement>(caller_, whole_, *clients_.reporting,
                                       &ReportingStub::GetPlacement, request);
}

absl::StatusOr<std::string> Services::RenderDocument(const std::string& name,
                                                     reporting::v1::DocumentFormat format) {
  reporting::v1::RenderDocumentRequest request;
  request.set_name(name);
  request.set_format(format);
  request.set_language_code(language_code_);
  SetRevision(revision_, request);
  const std::unique_ptr<grpc::ClientContext> context = NewContext(caller_);
  const auto reader = clients_.reporting->RenderDocument(context.get(), request);
  std::string document;
  reporting::v1::RenderDocumentResponse piece;
  bool whole = true;
  while (reader->Read(&piece)) {
    whole = whole && document.size() + piece.data().size() <= kMaxDocumentBytes;
    if (whole) document += piece.data();
  }
  const grpc::Status status = reader->Finish();
  whole_ = whole_ && status.ok();
  if (!status.ok()) return rpc::FromGrpcStatus(status);
  if (!whole) return absl::ResourceExhaustedError("The document is too large for a page.");
  return document;
}

absl::StatusOr<std::map<std::string, eligibility::v1::Outcome>> Services::DecisionsIn(
    const std::string& county_code, int year) {
  eligibility::v1::StreamHistoriesRequest request;
  request.set_program(eligibility::v1::PROGRAM_LCFF);
  request.set_county_code(county_code);
  SetRevision(revision_, request);
  const std::unique_ptr<grpc::ClientContext> context = NewContext(caller_);
  const auto reader = clients_.eligibility->StreamHistories(context.get(), request);
  std::map<std::string, eligibility::v1::Outcome> decisions;
  eligibility::v1::StreamHistoriesResponse part;
  while (reader->Read(&part)) {
    for (const auto& history : part.histories()) {
      for (const auto& of_year : history.years()) {
        if (of_year.dashboard_year() == year) {
          decisions[history.entity().name()] = of_year.eligibility();
        }
      }
    }
  }
  const grpc::Status status = reader->Finish();
  if (!status.ok()) return rpc::FromGrpcStatus(status);
  return decisions;
}

absl::StatusOr<indicator::v1::Explanation> Services::ExplainResult(const std::string& name) {
  indicator::v1::ExplainResultRequest request;
  request.set_name(name);
  SetRevision(revision_, request);
  return Ask<indicator::v1::Explanation>(caller_, whole_, *clients_.indicator,
                                         &IndicatorStub::ExplainResult, request);
}

absl::StatusOr<std::vector<indicator::v1::Result>> Services::BatchGetResults(
    const std::vector<std::string>& names) {
  indicator::v1::BatchGetResultsRequest request;
  for (const std::string& name : names) request.add_names(name);
  SetRevision(revision_, request);
  SOS_ASSIGN_OR_RETURN(const auto response, Ask<indicator::v1::BatchGetResultsResponse>(
                                                caller_, whole_, *clients_.indicator,
                                                &IndicatorStub::BatchGetResults, request));
  return std::vector(response.results().begin(), response.results().end());
}

absl::StatusOr<indicator::v1::Rulebook> Services::GetDashboardRulebook(int year) {
  indicator::v1::GetRulebookRequest request;
  request.set_name(RulebookName("dashboard", year));
  return Ask<indicator::v1::Rulebook>(caller_, whole_, *clients_.indicator,
                                      &IndicatorStub::GetRulebook, request);
}

absl::StatusOr<eligibility::v1::EvaluateChangesResponse> Services::EvaluateChanges(
    eligibility::v1::EvaluateChangesRequest request) {
  SetRevision(revision_, request);
  return Ask<eligibility::v1::EvaluateChangesResponse>(caller_, whole_, *clients_.eligibility,
                                                       &EligibilityStub::EvaluateChanges, request);
}

absl::StatusOr<std::vector<eligibility::v1::Rulebook>> Services::ListSupportRulebooks() {
  eligibility::v1::ListRulebooksRequest request;
  request.set_page_size(kListPageSize);
  SOS_ASSIGN_OR_RETURN(const auto response, Ask<eligibility::v1::ListRulebooksResponse>(
                                                caller_, whole_, *clients_.eligibility,
                                                &EligibilityStub::ListRulebooks, request));
  return std::vector(response.rulebooks().begin(), response.rulebooks().end());
}

}  // namespace sos::web
