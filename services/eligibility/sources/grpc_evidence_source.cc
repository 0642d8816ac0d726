// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/sources/grpc_evidence_source.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/evidence/evidence_collector.h"
#include "services/ingestion/client/check_partition.h"

namespace sos::eligibility {
namespace {

using ingestion::v1::Collection;

// The lists that determinations of a program read.
std::vector<Collection> ListsOf(Program program) {
  switch (program) {
    case Program::kLcff:
      return {ingestion::v1::COLLECTION_LCFF_ASSISTANCE,
              ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS,
              ingestion::v1::COLLECTION_LATE_CERTIFICATION};
    case Program::kCharter:
      return {ingestion::v1::COLLECTION_CHARTER_ASSISTANCE,
              ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS};
    case Program::kEssa:
      return {ingestion::v1::COLLECTION_ESSA_ASSISTANCE,
              ingestion::v1::COLLECTION_PUBLISHED_SCHOOL_COLORS,
              ingestion::v1::COLLECTION_PUBLISHED_COLORS,
              ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOLS,
              ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOL_GROUPS};
    case Program::kEquityMultiplier:
      return {ingestion::v1::COLLECTION_EQUITY_MULTIPLIER};
    case Program::kLcap:
      return {ingestion::v1::COLLECTION_LCFF_ASSISTANCE,
              ingestion::v1::COLLECTION_CHARTER_ASSISTANCE,
              ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS,
              ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOLS,
              ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOL_GROUPS,
              ingestion::v1::COLLECTION_EQUITY_MULTIPLIER,
              ingestion::v1::COLLECTION_LATE_CERTIFICATION};
    case Program::kNone:
      break;
  }
  return {};
}

bool ReadsLocalIndicators(Program program) {
  return program == Program::kLcff || program == Program::kCharter || program == Program::kLcap;
}

indicator::v1::StreamResultsRequest ResultsRequest(const EvidenceQuery& query) {
  indicator::v1::StreamResultsRequest request;
  SetRevision(query.revision, request);
  indicator::v1::ResultFilter& filter = *request.mutable_filter();
  for (const int year : query.years) filter.add_dashboard_years(year);
  for (const CdsCode& entity : query.entities) {
    const std::string name = absl::StrCat("entities/", entity.text());
    // A plan is about the LEA and its schools.
    if (query.program == Program::kLcap) {
      filter.add_leas(name);
    } else {
      filter.add_entities(name);
    }
  }
  if (!query.county_code.empty()) filter.add_county_codes(query.county_code);
  filter.set_lea_rows_only(query.program == Program::kLcff);
  request.set_with_disclosures(true);
  for (const auto& change : query.changes) *request.add_changes() = change;
  for (const auto& rulebook : query.dashboard_rulebooks) *request.add_rulebooks() = rulebook;
  return request;
}

ingestion::v1::StreamPartitionsRequest ListsRequest(const EvidenceQuery& query) {
  ingestion::v1::StreamPartitionsRequest request;
  SetRevision(query.revision, request);
  ingestion::v1::PartitionFilter& filter = *request.mutable_filter();
  for (const int year : query.years) filter.add_dashboard_years(year);
  for (const CdsCode& entity : query.entities) filter.add_lea_cds(entity.Lea().ToString());
  if (!query.county_code.empty()) filter.add_county_codes(query.county_code);
  for (const Collection collection : ListsOf(query.program)) filter.add_collections(collection);
  filter.add_collections(ingestion::v1::COLLECTION_CENSUS_ENROLLMENT);
  if (ReadsLocalIndicators(query.program)) {
    for (const LocalCollection& local : LocalCollections()) {
      filter.add_collections(local.collection);
    }
  }
  return request;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Evidence>> GrpcEvidenceSource::Load(
    const EvidenceQuery& query, const rpc::CallContext& context) {
  ingestion::v1::GetSnapshotRequest snapshot_request;
  SetRevision(query.revision, snapshot_request);
  ingestion::v1::Snapshot snapshot;
  {
    const auto client_context = context.NewClientContext();
    SOS_RETURN_IF_ERROR(
        errors::FromUpstream(rpc::FromGrpcStatus(ingestion_->GetSnapshot(
                                 client_context.get(), snapshot_request, &snapshot)),
                             "ingestion", query.revision));
  }
  EvidenceCollector collector(query, snapshot);
  // Schools of the Equity Multiplier have no results to look at.
  if (query.program != Program::kEquityMultiplier) {
    const auto client_context = context.NewClientContext();
    const auto reader = indicator_->StreamResults(client_context.get(), ResultsRequest(query));
    indicator::v1::StreamResultsResponse response;
    while (reader->Read(&response)) {
      for (const auto& block : response.blocks()) collector.AddResults(block);
    }
    const absl::Status read = rpc::FromGrpcStatus(reader->Finish());
    // What the request brought along is the caller's own mistake.
    if (absl::IsInvalidArgument(read)) return errors::InputRefused(read);
    SOS_RETURN_IF_ERROR(errors::FromUpstream(read, "indicator", query.revision));
  }
  const auto client_context = context.NewClientContext();
  const auto reader = ingestion_->StreamPartitions(client_context.get(), ListsRequest(query));
  ingestion::v1::StreamPartitionsResponse response;
  while (reader->Read(&response)) {
    for (const auto& partition : response.partitions()) {
      const absl::Status whole = CheckPartition(partition);
      if (!whole.ok()) {
        client_context->TryCancel();
        (void)reader->Finish();  // The damage is the answer.
        return errors::FromUpstream(whole, "ingestion", query.revision);
      }
      collector.AddPartition(partition);
    }
  }
  SOS_RETURN_IF_ERROR(
      errors::FromUpstream(rpc::FromGrpcStatus(reader->Finish()), "ingestion", query.revision));
  return std::make_shared<const Evidence>(collector.Finish());
}

}  // namespace sos::eligibility
