// SPDX-License-Identifier: Apache-2.0
#include "services/suite/reconcile/indicator_check.h"

#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/reporting/domain/reconcile/indicator_row.h"
#include "services/suite/commands/names.h"
#include "services/suite/reconcile/determinations.h"

namespace sos::suite {
namespace {

using indicator::v1::ResultBlock;
using ingestion::v1::MeasureBlock;
using reporting::reconcile::ComputedRow;
using reporting::reconcile::PublishedRow;

// LEA, collection and year: what a result block has in common with its partition.
using BlockKey = std::tuple<std::string, int, int>;

absl::StatusOr<std::map<BlockKey, ResultBlock>> ReadResults(
    const Stubs& stubs, const ingestion::v1::Submission& submission) {
  indicator::v1::StreamResultsRequest request;
  SetRevision(RevisionIn(submission), request);
  for (const int collection : submission.committed_collections()) {
    request.mutable_filter()->add_indicators(static_cast<education::v1::Indicator>(collection));
  }
  *request.mutable_filter()->mutable_dashboard_years() = submission.committed_years();
  grpc::ClientContext context;
  const auto reader = stubs.indicator->StreamResults(&context, request);
  std::map<BlockKey, ResultBlock> results;
  indicator::v1::StreamResultsResponse response;
  constexpr size_t kLeaDigits = 7;
  while (reader->Read(&response)) {
    for (ResultBlock& block : *response.mutable_blocks()) {
      const std::string lea =
          absl::StrCat(CdsOf(block.entities(0)).substr(0, kLeaDigits), "0000000");
      const BlockKey key = {lea, block.indicator(), block.dashboard_year()};
      results.emplace(key, std::move(block));
    }
  }
  SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  return results;
}

std::string LevelText(int level) { return level == 0 ? "" : absl::StrCat(level); }

PublishedRow RowOf(const MeasureBlock& block, int row) {
  return {.cds = std::string(CdsOf(block.entities(block.entity_indexes(row)).entity())),
          .group = std::string(Code(block.student_groups(row))),
          .cells = {.status = TenthsText(block.current_status_tenths(row)),
                    .change = TenthsText(block.change_tenths(row)),
                    .status_level = LevelText(block.published_status_levels(row)),
                    .change_level = LevelText(block.published_change_levels(row)),
                    .color = LevelText(block.published_colors(row)),
                    .box = LevelText(block.published_boxes(row))},
          .prior_status = TenthsText(block.prior_status_tenths(row)),
          .has_status_level = block.status_level_published(),
          .has_change = block.change_published(),
          .has_color = block.color_published()};
}

std::string ReasonAt(const google::protobuf::Map<int, std::string>& reasons, int row) {
  const auto found = reasons.find(row);
  return found == reasons.end() ? "" : found->second;
}

ComputedRow RowOf(const ResultBlock& block, int row) {
  return {.cells = {.status = TenthsText(block.status_tenths(row)),
                    .change = TenthsText(block.change_tenths(row)),
                    .status_level = LevelText(block.status_levels(row)),
                    .change_level = LevelText(block.change_levels(row)),
                    .color = LevelText(ColorCode(block.colors(row))),
                    .box = LevelText(block.boxes(row))},
          .open_reason = ReasonAt(block.undetermined_reasons(), row),
          .exception = ReasonAt(block.exception_reasons(), row)};
}

// Compares the rows of one partition; `computed` is null where the year has no rules.
void ComparePartition(const MeasureBlock& published, const ResultBlock* computed, bool values_given,
                      FileReport& report) {
  for (int row = 0; row < published.entity_indexes_size(); ++row) {
    const ComputedRow of_row = computed == nullptr ? ComputedRow() : RowOf(*computed, row);
    CompareRow(RowOf(published, row), computed == nullptr ? nullptr : &of_row, kNoRulebook,
               values_given, report);
  }
}

// True where the year's rules take status and change from the file.
bool ValuesGiven(ingestion::v1::Collection collection) {
  return collection == ingestion::v1::COLLECTION_ENGLISH_LANGUAGE_ARTS ||
         collection == ingestion::v1::COLLECTION_MATHEMATICS ||
         collection == ingestion::v1::COLLECTION_SCIENCE;
}

}  // namespace

absl::Status CheckIndicatorFile(const Stubs& stubs, const ingestion::v1::Submission& submission,
                                FileReport& report) {
  SOS_ASSIGN_OR_RETURN(const auto results, ReadResults(stubs, submission));
  ingestion::v1::StreamPartitionsRequest request;
  SetRevision(RevisionIn(submission), request);
  *request.mutable_filter()->mutable_collections() = submission.committed_collections();
  *request.mutable_filter()->mutable_dashboard_years() = submission.committed_years();
  grpc::ClientContext context;
  const auto reader = stubs.ingestion->StreamPartitions(&context, request);
  ingestion::v1::StreamPartitionsResponse response;
  while (reader->Read(&response)) {
    for (const auto& partition : response.partitions()) {
      // Other partitions of the same revision came with earlier files.
      if (partition.revision() != submission.revision()) continue;
      const auto found =
          results.find({partition.lea_cds(), partition.collection(), partition.dashboard_year()});
      ComparePartition(partition.measures(), found == results.end() ? nullptr : &found->second,
                       ValuesGiven(partition.collection()), report);
    }
  }
  return rpc::FromGrpcStatus(reader->Finish());
}

}  // namespace sos::suite
