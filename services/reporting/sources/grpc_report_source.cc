// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sources/grpc_report_source.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "services/ingestion/client/check_partition.h"
#include "services/reporting/errors.h"
#include "services/reporting/sources/county_source.h"

namespace sos::reporting {
namespace {

std::string CdsText(const education::v1::Entity& entity) {
  return std::string(EntityId(entity.name()));
}

void AddTitleI(const ingestion::v1::Partition& partition, TitleIByYear& title_i) {
  for (const auto& record : partition.school_support().records()) {
    for (const auto& answer : record.title_i()) {
      title_i[CdsText(record.entity())][answer.school_year()] =
          answer.answer() == ingestion::v1::ANSWER_YES;
    }
  }
  const auto& colors = partition.colors();
  for (int i = 0; i < colors.title_i_size(); ++i) {
    if (colors.title_i(i) == ingestion::v1::ANSWER_UNSPECIFIED) continue;
    title_i[CdsText(colors.entities(colors.entity_indexes(i)))][colors.title_i_school_year()] =
        colors.title_i(i) == ingestion::v1::ANSWER_YES;
  }
}

// A block without results that are no more than bounds.
indicator::v1::ResultBlock WithoutBounds(const indicator::v1::ResultBlock& block) {
  return RowsOf(block, [&block](int row) {
    const auto reason = block.undetermined_reasons().find(row);
    return reason == block.undetermined_reasons().end() || reason->second != kLowerBoundReason;
  });
}

}  // namespace

absl::StatusOr<education::v1::Entity> GrpcReportSource::GetEntity(const CdsCode& cds,
                                                                  const Revision& revision,
                                                                  const rpc::CallContext& context) {
  ingestion::v1::GetEntityRequest request;
  request.set_name(EntityName(cds));
  SetRevision(revision, request);
  const auto client_context = context.NewClientContext();
  ingestion::v1::EntityRecord record;
  const absl::Status status =
      rpc::FromGrpcStatus(ingestion_->GetEntity(client_context.get(), request, &record));
  if (ErrorReason(status) == "ENTITY_NOT_FOUND") {
    return errors::EntityNotFound(cds.text(), status.message());
  }
  SOS_RETURN_IF_ERROR(errors::FromUpstream(status, "ingestion", revision));
  return record.entity();
}

absl::StatusOr<std::vector<indicator::v1::ResultBlock>> GrpcReportSource::GetResults(
    const indicator::v1::ResultFilter& filter, const Revision& revision,
    const rpc::CallContext& context) {
  indicator::v1::StreamResultsRequest request;
  *request.mutable_filter() = filter;
  request.set_with_disclosures(true);
  SetRevision(revision, request);
  const auto client_context = context.NewClientContext();
  const auto reader = indicator_->StreamResults(client_context.get(), request);
  std::vector<indicator::v1::ResultBlock> blocks;
  indicator::v1::StreamResultsResponse response;
  while (reader->Read(&response)) {
    for (auto& block : *response.mutable_blocks()) {
      if (!block.undetermined_reasons().empty()) {
        block = WithoutBounds(block);
        if (block.entity_indexes().empty()) continue;
      }
      blocks.push_back(std::move(block));
    }
  }
  SOS_RETURN_IF_ERROR(
      errors::FromUpstream(rpc::FromGrpcStatus(reader->Finish()), "indicator", revision));
  return blocks;
}

absl::Status GrpcReportSource::ForEachDetermination(
    const eligibility::v1::DeterminationFilter& filter, const Revision& revision,
    const rpc::CallContext& context,
    absl::FunctionRef<absl::Status(eligibility::v1::Determination&)> use) {
  eligibility::v1::StreamDeterminationsRequest request;
  *request.mutable_filter() = filter;
  SetRevision(revision, request);
  const auto client_context = context.NewClientContext();
  const auto reader = eligibility_->StreamDeterminations(client_context.get(), request);
  absl::Status used;
  eligibility::v1::StreamDeterminationsResponse response;
  while (used.ok() && reader->Read(&response)) {
    for (auto& determination : *response.mutable_determinations()) {
      used = use(determination);
      if (!used.ok()) break;
    }
  }
  if (!used.ok()) client_context->TryCancel();
  const absl::Status status = rpc::FromGrpcStatus(reader->Finish());
  SOS_RETURN_IF_ERROR(used);
  if (ErrorReason(status) == "RULEBOOK_NOT_FOUND") return absl::OkStatus();
  if (absl::IsInvalidArgument(status)) {
    return errors::FieldInvalid("filter", filter.ShortDebugString(), status.message());
  }
  return errors::FromUpstream(status, "eligibility", revision);
}

absl::StatusOr<std::vector<eligibility::v1::Determination>> GrpcReportSource::GetDeterminations(
    const eligibility::v1::DeterminationFilter& filter, const Revision& revision,
    const rpc::CallContext& context) {
  std::vector<eligibility::v1::Determination> determinations;
  SOS_RETURN_IF_ERROR(ForEachDetermination(
      filter, revision, context, [&determinations](eligibility::v1::Determination& determination) {
        determinations.push_back(std::move(determination));
        return absl::OkStatus();
      }));
  return determinations;
}

absl::StatusOr<StatusesByYear> GrpcReportSource::GetStatuses(eligibility::v1::Program program,
                                                             const Revision& revision,
                                                             const rpc::CallContext& context) {
  eligibility::v1::StreamHistoriesRequest request;
  request.set_program(program);
  SetRevision(revision, request);
  const auto client_context = context.NewClientContext();
  const auto reader = eligibility_->StreamHistories(client_context.get(), request);
  StatusesByYear statuses;
  eligibility::v1::StreamHistoriesResponse response;
  while (reader->Read(&response)) {
    for (const auto& history : response.histories()) {
      auto& of_entity = statuses[CdsText(history.entity())];
      for (const auto& year : history.years()) {
        if (!year.status().empty()) of_entity[year.dashboard_year()] = year.status();
      }
    }
  }
  SOS_RETURN_IF_ERROR(
      errors::FromUpstream(rpc::FromGrpcStatus(reader->Finish()), "eligibility", revision));
  return statuses;
}

absl::Status GrpcReportSource::ForEachPartition(
    const ingestion::v1::PartitionFilter& filter, const Revision& revision,
    const rpc::CallContext& context, absl::FunctionRef<void(ingestion::v1::Partition&)> use) {
  ingestion::v1::StreamPartitionsRequest request;
  SetRevision(revision, request);
  *request.mutable_filter() = filter;
  const auto client_context = context.NewClientContext();
  const auto reader = ingestion_->StreamPartitions(client_context.get(), request);
  ingestion::v1::StreamPartitionsResponse response;
  while (reader->Read(&response)) {
    for (auto& partition : *response.mutable_partitions()) {
      const absl::Status whole = CheckPartition(partition);
      if (!whole.ok()) {
        client_context->TryCancel();
        (void)reader->Finish();  // The damage is the answer.
        return errors::FromUpstream(whole, "ingestion", revision);
      }
      use(partition);
    }
  }
  return errors::FromUpstream(rpc::FromGrpcStatus(reader->Finish()), "ingestion", revision);
}

absl::StatusOr<TitleIByYear> GrpcReportSource::GetTitleI(const Revision& revision,
                                                         const rpc::CallContext& context) {
  ingestion::v1::PartitionFilter filter;
  filter.add_collections(ingestion::v1::COLLECTION_ESSA_ASSISTANCE);
  filter.add_collections(ingestion::v1::COLLECTION_PUBLISHED_SCHOOL_COLORS);
  TitleIByYear title_i;
  SOS_RETURN_IF_ERROR(ForEachPartition(
      filter, revision, context,
      [&title_i](ingestion::v1::Partition& partition) { AddTitleI(partition, title_i); }));
  return title_i;
}

absl::StatusOr<std::vector<ingestion::v1::LowestPerformance>> GrpcReportSource::GetListedReds(
    const CdsCode& cds, int dashboard_year, const Revision& revision,
    const rpc::CallContext& context) {
  ingestion::v1::PartitionFilter filter;
  filter.add_collections(ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS);
  filter.add_collections(ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOLS);
  filter.add_collections(ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOL_GROUPS);
  filter.add_dashboard_years(dashboard_year);
  if (cds.IsCounty()) {
    filter.add_counties(std::string(cds.county()));
  } else if (!cds.IsState()) {
    filter.add_lea_cds(cds.Lea().ToString());
  }
  std::vector<ingestion::v1::LowestPerformance> reds;
  SOS_RETURN_IF_ERROR(
      ForEachPartition(filter, revision, context, [&](ingestion::v1::Partition& partition) {
        for (auto& entry : *partition.mutable_lowest_performance()->mutable_entries()) {
          if (cds.IsSchool() && CdsText(entry.entity()) != cds.text()) continue;
          reds.push_back(std::move(entry));
        }
      }));
  return reds;
}

}  // namespace sos::reporting
