// SPDX-License-Identifier: Apache-2.0
#include "services/suite/reconcile/indicator_check.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/commands/names.h"

namespace sos::suite {
namespace {

using indicator::v1::ResultBlock;
using ingestion::v1::MeasureBlock;

// The reason that reconciliation prints for a year of which no rules are known.
constexpr char kNoRulebook[] = "NO_RULEBOOK_FOR_YEAR";

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

// Compares the rows of one partition.
class PartitionCheck {
 public:
  PartitionCheck(const MeasureBlock& published, const ResultBlock* computed, bool values_given,
                 FileReport& report)
      : published_(published), computed_(computed), values_given_(values_given), report_(report) {}

  void Run() {
    for (int row = 0; row < published_.entity_indexes_size(); ++row) CheckRow(row);
  }

 private:
  static std::string Level(int level) { return level == 0 ? "" : absl::StrCat(level); }

  void CheckRow(int row) {
    row_ = row;
    cds_ = CdsOf(published_.entities(published_.entity_indexes(row)).entity());
    group_ = Code(published_.student_groups(row));
    reason_ = Reason();
    const bool computed = computed_ != nullptr;
    if (!values_given_) {
      Cell("status", TenthsText(published_.current_status_tenths(row)),
           computed ? TenthsText(computed_->status_tenths(row)) : "", false);
      Cell("change", TenthsText(published_.change_tenths(row)),
           computed ? TenthsText(computed_->change_tenths(row)) : "", false);
    }
    const std::string status_level = computed ? Level(computed_->status_levels(row)) : "";
    Cell("status_level", Level(published_.published_status_levels(row)), status_level,
         status_level.empty());
    Cell("change_level", Level(published_.published_change_levels(row)),
         computed ? Level(computed_->change_levels(row)) : "", false);
    Cell("color", Level(published_.published_colors(row)),
         computed ? Level(ColorCode(computed_->colors(row))) : "", true);
    Cell("box", Level(published_.published_boxes(row)),
         computed ? Level(computed_->boxes(row)) : "", true);
  }

  // Why the row's color, box and perhaps status level are undetermined; empty if they are not.
  std::string Reason() const {
    if (computed_ == nullptr) return kNoRulebook;
    const auto found = computed_->undetermined_reasons().find(row_);
    return found == computed_->undetermined_reasons().end() ? "" : found->second;
  }

  std::string Exception() const {
    if (computed_ == nullptr) return "";
    const auto found = computed_->exception_reasons().find(row_);
    return found == computed_->exception_reasons().end() ? "" : found->second;
  }

  // True if the file has a column for `field`, so that a blank in it is an answer.
  bool Printed(absl::string_view field) const {
    if (field == "status_level") return published_.status_level_published();
    if (field == "change") return published_.change_published();
    if (field == "change_level" || field == "color" || field == "box") {
      return published_.color_published();
    }
    return true;
  }

  void Cell(const std::string& field, const std::string& published, const std::string& computed,
            bool undetermined) {
    if (computed_ == nullptr || (undetermined && !reason_.empty())) {
      if (!published.empty()) ++report_.undetermined[field][reason_];
    } else if (!published.empty() && !computed.empty()) {
      report_.Compare(cds_, group_, field, published, computed);
    } else if (!published.empty()) {
      // A change of 0.0 beside a missing status is known to be no value.
      if (field == "change" && published == "0.0" && !Exception().empty()) {
        ++report_.excepted[field][Exception()];
      } else {
        report_.Compare(cds_, group_, field, published, computed);
      }
    } else if (!computed.empty() && Printed(field)) {
      const bool follows_change = field != "status" && field != "status_level";
      if (follows_change && !Exception().empty() && ChangeIsBlank()) {
        ++report_.excepted[field][Exception()];
      } else {
        report_.Extra(cds_, group_, field, computed);
      }
    }
  }

  // The file has both statuses of the row and yet no change.
  bool ChangeIsBlank() const {
    return TenthsText(published_.change_tenths(row_)).empty() &&
           !TenthsText(published_.current_status_tenths(row_)).empty() &&
           !TenthsText(published_.prior_status_tenths(row_)).empty();
  }

  const MeasureBlock& published_;
  const ResultBlock* const computed_;
  const bool values_given_;
  FileReport& report_;
  int row_ = 0;
  absl::string_view cds_;
  absl::string_view group_;
  std::string reason_;
};

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
      PartitionCheck(partition.measures(), found == results.end() ? nullptr : &found->second,
                     ValuesGiven(partition.collection()), report)
          .Run();
    }
  }
  return rpc::FromGrpcStatus(reader->Finish());
}

}  // namespace sos::suite
