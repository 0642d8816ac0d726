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

}  // namespace

std::string WithIndicator(absl::string_view collection, const CdsCode& cds, int year,
                          Indicator indicator) {
  return absl::StrCat(EntityName(cds), "/", collection, "/", year, "-",
                      absl::AsciiStrToLower(kIndicators.Code(indicator)));
}

template <typename Response, typename Stub, typename Method, typename Request>
absl::StatusOr<Response> Services::Ask(Stub& stub, Method method, const Request& request) {
  const std::unique_ptr<grpc::ClientContext> context = NewContext(caller_);
  Response response;
  const grpc::Status status = (stub.*method)(context.get(), request, &response);
  if (!status.ok()) {
    whole_ = false;
    return rpc::FromGrpcStatus(status);
  }
  if constexpr (requires { response.revision_identity(); }) {
    if (!response.revision_identity().empty()) identities_.insert(response.revision_identity());
  }
  return response;
}

std::string YearName(absl::string_view collection, const CdsCode& cds, int year) {
  return absl::StrCat(EntityName(cds), "/", collection, "/", year);
}

std::string ReportName(const CdsCode& cds, int year) { return YearName("reports", cds, year); }

std::string CountyReportName(const CdsCode& cds, int year) {
  return YearName("countyReports", cds, year);
}

std::string PlacementName(const CdsCode& cds, int year, Indicator indicator, Placed placed) {
  const bool has_leas = cds.IsState() || cds.IsCounty();
  return WithIndicator(placed == Placed::kLeas && has_leas ? "leaPlacements" : "placements", cds,
                       year, indicator);
}

std::string YearChangesName(const CdsCode& cds, int from_year, int year) {
  return absl::StrCat(EntityName(cds), "/yearChanges/", from_year, "-", year);
}

using IngestionStub = ingestion::v1::IngestionService::StubInterface;
using IndicatorStub = indicator::v1::IndicatorService::StubInterface;
using EligibilityStub = eligibility::v1::EligibilityService::StubInterface;
using ReportingStub = reporting::v1::ReportingService::StubInterface;

absl::StatusOr<ingestion::v1::Snapshot> Services::GetSnapshot() {
  ingestion::v1::GetSnapshotRequest request;
  SetRevision(revision_, request);
  return Ask<ingestion::v1::Snapshot>(*clients_.ingestion, &IngestionStub::GetSnapshot, request);
}

absl::StatusOr<ingestion::v1::Revision> Services::GetRevision() {
  ingestion::v1::GetRevisionRequest request;
  SetRevision(revision_, request);
  return Ask<ingestion::v1::Revision>(*clients_.ingestion, &IngestionStub::GetRevision, request);
}

absl::StatusOr<ingestion::v1::Release> Services::GetRelease(const std::string& id) {
  ingestion::v1::GetReleaseRequest request;
  request.set_name(ReleaseName(id));
  return Ask<ingestion::v1::Release>(*clients_.ingestion, &IngestionStub::GetRelease, request);
}

absl::StatusOr<std::vector<ingestion::v1::Release>> Services::ListReleases() {
  ingestion::v1::ListReleasesRequest request;
  request.set_page_size(kListPageSize);
  SOS_ASSIGN_OR_RETURN(const auto response,
                       Ask<ingestion::v1::ListReleasesResponse>(
                           *clients_.ingestion, &IngestionStub::ListReleases, request));
  return std::vector(response.releases().begin(), response.releases().end());
}

absl::StatusOr<education::v1::Entity> Services::GetEntity(const CdsCode& cds) {
  ingestion::v1::GetEntityRequest request;
  request.set_name(EntityName(cds));
  SetRevision(revision_, request);
  SOS_ASSIGN_OR_RETURN(
      const auto response,
      Ask<ingestion::v1::EntityRecord>(*clients_.ingestion, &IngestionStub::GetEntity, request));
  return response.entity();
}

absl::StatusOr<std::vector<education::v1::Entity>> Services::ListEntities(
    const ingestion::v1::ListEntitiesRequest& filter) {
  ingestion::v1::ListEntitiesRequest request = filter;
  SetRevision(revision_, request);
  request.set_page_size(kListPageSize);
  std::vector<education::v1::Entity> entities;
  do {
    SOS_ASSIGN_OR_RETURN(const auto response,
                         Ask<ingestion::v1::ListEntitiesResponse>(
                             *clients_.ingestion, &IngestionStub::ListEntities, request));
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
  SOS_ASSIGN_OR_RETURN(const auto response,
                       Ask<ingestion::v1::SearchEntitiesResponse>(
                           *clients_.ingestion, &IngestionStub::SearchEntities, request));
  return std::vector(response.matches().begin(), response.matches().end());
}

template <typename Document, typename Request, typename Method>
absl::StatusOr<Document> Services::GetDocument(Method method, std::string name) {
  Request request;
  request.set_name(std::move(name));
  request.set_language_code(language_code_);
  SetRevision(revision_, request);
  return Ask<Document>(*clients_.reporting, method, request);
}

absl::StatusOr<reporting::v1::Report> Services::GetReport(const CdsCode& cds, int year) {
  return GetDocument<reporting::v1::Report, reporting::v1::GetReportRequest>(
      &ReportingStub::GetReport, ReportName(cds, year));
}

absl::StatusOr<reporting::v1::CountyReport> Services::GetCountyReport(const CdsCode& cds,
                                                                      int year) {
  return GetDocument<reporting::v1::CountyReport, reporting::v1::GetCountyReportRequest>(
      &ReportingStub::GetCountyReport, CountyReportName(cds, year));
}

absl::StatusOr<reporting::v1::IndicatorView> Services::GetIndicatorView(const CdsCode& cds,
                                                                        int year,
                                                                        Indicator indicator) {
  return GetDocument<reporting::v1::IndicatorView, reporting::v1::GetIndicatorViewRequest>(
      &ReportingStub::GetIndicatorView, WithIndicator("indicatorViews", cds, year, indicator));
}

absl::StatusOr<reporting::v1::SupportView> Services::GetSupportView(const CdsCode& cds, int year) {
  return GetDocument<reporting::v1::SupportView, reporting::v1::GetSupportViewRequest>(
      &ReportingStub::GetSupportView, YearName("supportViews", cds, year));
}

absl::StatusOr<reporting::v1::Placement> Services::GetPlacement(const CdsCode& cds, int year,
                                                                Indicator indicator,
                                                                Placed placed) {
  return GetDocument<reporting::v1::Placement, reporting::v1::GetPlacementRequest>(
      &ReportingStub::GetPlacement, PlacementName(cds, year, indicator, placed));
}

absl::StatusOr<reporting::v1::RedList> Services::GetRedList(const CdsCode& cds, int year) {
  return GetDocument<reporting::v1::RedList, reporting::v1::GetRedListRequest>(
      &ReportingStub::GetRedList, YearName("redLists", cds, year));
}

absl::StatusOr<reporting::v1::TargetList> Services::GetTargetList(const CdsCode& cds, int year) {
  return GetDocument<reporting::v1::TargetList, reporting::v1::GetTargetListRequest>(
      &ReportingStub::GetTargetList, YearName("targetLists", cds, year));
}

absl::StatusOr<reporting::v1::YearChanges> Services::GetYearChanges(const CdsCode& cds,
                                                                    int from_year, int year) {
  return GetDocument<reporting::v1::YearChanges, reporting::v1::GetYearChangesRequest>(
      &ReportingStub::GetYearChanges, YearChangesName(cds, from_year, year));
}

absl::StatusOr<reporting::v1::PeerList> Services::GetPeerList(const CdsCode& cds, int year) {
  return GetDocument<reporting::v1::PeerList, reporting::v1::GetPeerListRequest>(
      &ReportingStub::GetPeerList, YearName("peerLists", cds, year));
}

absl::StatusOr<reporting::v1::GapList> Services::GetGapList(const CdsCode& cds, int year,
                                                            Indicator indicator) {
  return GetDocument<reporting::v1::GapList, reporting::v1::GetGapListRequest>(
      &ReportingStub::GetGapList, WithIndicator("gapLists", cds, year, indicator));
}

absl::StatusOr<reporting::v1::LcapPack> Services::GetLcapPack(const CdsCode& cds, int year) {
  return GetDocument<reporting::v1::LcapPack, reporting::v1::GetLcapPackRequest>(
      &ReportingStub::GetLcapPack, YearName("lcapPacks", cds, year));
}

absl::StatusOr<reporting::v1::Estimate> Services::GetEstimate(const CdsCode& cds, int year) {
  return GetDocument<reporting::v1::Estimate, reporting::v1::GetEstimateRequest>(
      &ReportingStub::GetEstimate, YearName("estimates", cds, year));
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
  eligibility::v1::StreamDeterminationsRequest request;
  request.mutable_filter()->set_program(eligibility::v1::PROGRAM_LCFF);
  request.mutable_filter()->set_dashboard_year(year);
  request.mutable_filter()->add_counties(county_code);
  SetRevision(revision_, request);
  const std::unique_ptr<grpc::ClientContext> context = NewContext(caller_);
  const auto reader = clients_.eligibility->StreamDeterminations(context.get(), request);
  std::map<std::string, eligibility::v1::Outcome> decisions;
  eligibility::v1::StreamDeterminationsResponse part;
  while (reader->Read(&part)) {
    for (const auto& determination : part.determinations()) {
      decisions[determination.entity().name()] = determination.eligibility();
    }
  }
  const absl::Status status = rpc::FromGrpcStatus(reader->Finish());
  // A year without rules decides about nobody.
  if (absl::IsNotFound(status)) return decisions;
  if (!status.ok()) return status;
  return decisions;
}

absl::StatusOr<indicator::v1::Explanation> Services::ExplainResult(const std::string& name) {
  indicator::v1::ExplainResultRequest request;
  request.set_name(name);
  request.set_language_code(language_code_);
  SetRevision(revision_, request);
  return Ask<indicator::v1::Explanation>(*clients_.indicator, &IndicatorStub::ExplainResult,
                                         request);
}

absl::StatusOr<std::vector<indicator::v1::Result>> Services::BatchGetResults(
    const std::vector<std::string>& names) {
  indicator::v1::BatchGetResultsRequest request;
  for (const std::string& name : names) request.add_names(name);
  SetRevision(revision_, request);
  SOS_ASSIGN_OR_RETURN(const auto response,
                       Ask<indicator::v1::BatchGetResultsResponse>(
                           *clients_.indicator, &IndicatorStub::BatchGetResults, request));
  return std::vector(response.results().begin(), response.results().end());
}

absl::StatusOr<indicator::v1::Rulebook> Services::GetDashboardRulebook(int year) {
  indicator::v1::GetRulebookRequest request;
  request.set_name(RulebookName("dashboard", year));
  return Ask<indicator::v1::Rulebook>(*clients_.indicator, &IndicatorStub::GetRulebook, request);
}

absl::StatusOr<eligibility::v1::EvaluateChangesResponse> Services::EvaluateChanges(
    eligibility::v1::EvaluateChangesRequest request) {
  SetRevision(revision_, request);
  return Ask<eligibility::v1::EvaluateChangesResponse>(*clients_.eligibility,
                                                       &EligibilityStub::EvaluateChanges, request);
}

absl::StatusOr<std::vector<eligibility::v1::Rulebook>> Services::ListSupportRulebooks() {
  eligibility::v1::ListRulebooksRequest request;
  request.set_page_size(kListPageSize);
  SOS_ASSIGN_OR_RETURN(const auto response,
                       Ask<eligibility::v1::ListRulebooksResponse>(
                           *clients_.eligibility, &EligibilityStub::ListRulebooks, request));
  return std::vector(response.rulebooks().begin(), response.rulebooks().end());
}

}  // namespace sos::web
