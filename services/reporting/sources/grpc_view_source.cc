// SPDX-License-Identifier: Apache-2.0

// What the views of indicators and of support need: crossings, rules, files, histories, what is
// near.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "services/reporting/errors.h"
#include "services/reporting/sources/grpc_report_source.h"
#include "services/reporting/sources/rulebook_program.h"

namespace sos::reporting {
namespace {

constexpr char kDashboard[] = "dashboard";

bool IsNotThere(const absl::Status& status) {
  return ErrorReason(status) == "RULEBOOK_NOT_FOUND" || ErrorReason(status) == "RESULT_NOT_FOUND";
}

bool HasNearest(eligibility::v1::Program program) {
  return program == eligibility::v1::PROGRAM_LCFF || program == eligibility::v1::PROGRAM_CHARTER ||
         program == eligibility::v1::PROGRAM_ESSA;
}

}  // namespace

absl::StatusOr<std::vector<indicator::v1::ResultCrossings>> GrpcReportSource::GetCrossings(
    const indicator::v1::ResultFilter& filter, const Revision& revision,
    const rpc::CallContext& context) {
  indicator::v1::StreamCrossingsRequest request;
  *request.mutable_filter() = filter;
  return AskForCrossings(std::move(request), revision, context);
}

absl::StatusOr<std::vector<indicator::v1::ResultCrossings>> GrpcReportSource::GetNextYearCrossings(
    const indicator::v1::ResultFilter& filter, const Revision& revision,
    const rpc::CallContext& context) {
  indicator::v1::StreamCrossingsRequest request;
  *request.mutable_filter() = filter;
  request.set_for_next_year(true);
  return AskForCrossings(std::move(request), revision, context);
}

absl::StatusOr<std::vector<indicator::v1::ResultCrossings>> GrpcReportSource::AskForCrossings(
    indicator::v1::StreamCrossingsRequest request, const Revision& revision,
    const rpc::CallContext& context) {
  request.set_with_disclosures(true);
  SetRevision(revision, request);
  const auto client_context = context.NewClientContext();
  const auto reader = indicator_->StreamCrossings(client_context.get(), request);
  std::vector<indicator::v1::ResultCrossings> crossings;
  indicator::v1::StreamCrossingsResponse response;
  while (reader->Read(&response)) {
    for (auto& result : *response.mutable_results()) crossings.push_back(std::move(result));
  }
  const absl::Status status = rpc::FromGrpcStatus(reader->Finish());
  if (IsNotThere(status)) return std::vector<indicator::v1::ResultCrossings>();
  SOS_RETURN_IF_ERROR(errors::FromUpstream(status, "indicator", revision));
  return crossings;
}

absl::StatusOr<std::optional<indicator::v1::Rulebook>> GrpcReportSource::GetDashboardRules(
    int dashboard_year, const rpc::CallContext& context) {
  indicator::v1::GetRulebookRequest request;
  request.set_name(RulebookName(kDashboard, dashboard_year));
  const auto client_context = context.NewClientContext();
  indicator::v1::Rulebook rulebook;
  const absl::Status status =
      rpc::FromGrpcStatus(indicator_->GetRulebook(client_context.get(), request, &rulebook));
  if (IsNotThere(status)) return std::nullopt;
  SOS_RETURN_IF_ERROR(errors::FromUpstream(status, "indicator", Revision()));
  return rulebook;
}

absl::StatusOr<std::optional<indicator::v1::ScoreTable>> GrpcReportSource::GetScoreTable(
    const std::string& result_name, const Revision& revision, const rpc::CallContext& context) {
  indicator::v1::ExplainResultRequest request;
  request.set_name(result_name);
  SetRevision(revision, request);
  const auto client_context = context.NewClientContext();
  indicator::v1::Explanation explanation;
  const absl::Status status =
      rpc::FromGrpcStatus(indicator_->ExplainResult(client_context.get(), request, &explanation));
  if (IsNotThere(status)) return std::nullopt;
  SOS_RETURN_IF_ERROR(errors::FromUpstream(status, "indicator", revision));
  if (!explanation.has_table()) return std::nullopt;
  return explanation.table();
}

absl::StatusOr<ingestion::v1::Snapshot> GrpcReportSource::GetSnapshot(
    const Revision& revision, const rpc::CallContext& context) {
  ingestion::v1::GetSnapshotRequest request;
  SetRevision(revision, request);
  const auto client_context = context.NewClientContext();
  ingestion::v1::Snapshot snapshot;
  SOS_RETURN_IF_ERROR(errors::FromUpstream(
      rpc::FromGrpcStatus(ingestion_->GetSnapshot(client_context.get(), request, &snapshot)),
      "ingestion", revision));
  return snapshot;
}

absl::StatusOr<std::optional<eligibility::v1::Rulebook>> GrpcReportSource::GetSupportRules(
    eligibility::v1::Program program, int dashboard_year, const rpc::CallContext& context) {
  eligibility::v1::GetRulebookRequest request;
  request.set_name(RulebookName(RulebookProgram(program), dashboard_year));
  const auto client_context = context.NewClientContext();
  eligibility::v1::Rulebook rulebook;
  const absl::Status status =
      rpc::FromGrpcStatus(eligibility_->GetRulebook(client_context.get(), request, &rulebook));
  if (IsNotThere(status)) return std::nullopt;
  SOS_RETURN_IF_ERROR(errors::FromUpstream(status, "eligibility", Revision()));
  return rulebook;
}

absl::StatusOr<bool> GrpcReportSource::HasRules(eligibility::v1::Program program,
                                                int dashboard_year,
                                                const rpc::CallContext& context) {
  SOS_ASSIGN_OR_RETURN(const auto rules, GetSupportRules(program, dashboard_year, context));
  return rules.has_value();
}

absl::StatusOr<std::vector<eligibility::v1::Nearest>> GrpcReportSource::GetNearest(
    const eligibility::v1::DeterminationFilter& filter, const Revision& revision,
    const rpc::CallContext& context) {
  std::vector<eligibility::v1::Nearest> nearest;
  if (!HasNearest(filter.program())) return nearest;
  eligibility::v1::StreamNearestRequest request;
  *request.mutable_filter() = filter;
  SetRevision(revision, request);
  const auto client_context = context.NewClientContext();
  const auto reader = eligibility_->StreamNearest(client_context.get(), request);
  eligibility::v1::StreamNearestResponse response;
  while (reader->Read(&response)) {
    for (auto& one : *response.mutable_nearest()) nearest.push_back(std::move(one));
  }
  const absl::Status status = rpc::FromGrpcStatus(reader->Finish());
  if (IsNotThere(status)) return std::vector<eligibility::v1::Nearest>();
  SOS_RETURN_IF_ERROR(errors::FromUpstream(status, "eligibility", revision));
  return nearest;
}

absl::StatusOr<eligibility::v1::History> GrpcReportSource::GetHistory(
    eligibility::v1::Program program, const CdsCode& cds, const Revision& revision,
    const rpc::CallContext& context) {
  eligibility::v1::StreamHistoriesRequest request;
  request.set_program(program);
  request.add_entities(EntityName(cds));
  SetRevision(revision, request);
  const auto client_context = context.NewClientContext();
  const auto reader = eligibility_->StreamHistories(client_context.get(), request);
  eligibility::v1::History history;
  eligibility::v1::StreamHistoriesResponse response;
  while (reader->Read(&response)) {
    for (auto& one : *response.mutable_histories()) history = std::move(one);
  }
  SOS_RETURN_IF_ERROR(
      errors::FromUpstream(rpc::FromGrpcStatus(reader->Finish()), "eligibility", revision));
  return history;
}

}  // namespace sos::reporting
