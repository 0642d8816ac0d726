// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/results/changed_measures.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/indicator/errors.h"

namespace sos::indicator {
namespace {

using ingestion::v1::MeasureBlock;
using ingestion::v1::Partition;

// Wider than anything that a measure can be.
constexpr int64_t kMostStudents = 10'000'000;
constexpr Tenths kMostPoints{10'000};

absl::Status CheckDecimal(absl::string_view field, const education::v1::Decimal& decimal) {
  if (decimal.value().empty()) return absl::OkStatus();
  const std::optional<Tenths> value = ParseTenths(decimal.value());
  if (value && *value <= kMostPoints && Tenths{-value->count} <= kMostPoints) {
    return absl::OkStatus();
  }
  return errors::FieldInvalid(field, decimal.value(),
                              "a number such as -12.3, from -1000.0 to 1000.0");
}

absl::Status Check(const v1::MeasureChange& change) {
  const struct {
    const char* field;
    bool set;
    int64_t count;
  } kCounts[] = {
      {"changes.current_numerator", change.has_current_numerator(), change.current_numerator()},
      {"changes.current_denominator", change.has_current_denominator(),
       change.current_denominator()},
      {"changes.prior_numerator", change.has_prior_numerator(), change.prior_numerator()},
      {"changes.prior_denominator", change.has_prior_denominator(), change.prior_denominator()}};
  bool any = !change.status().value().empty() || !change.change().value().empty();
  for (const auto& count : kCounts) {
    any = any || count.set;
    if (count.set && (count.count < 0 || count.count > kMostStudents)) {
      return errors::FieldInvalid(count.field, absl::StrCat(count.count),
                                  absl::StrCat("0 to ", kMostStudents, " students"));
    }
  }
  if (!any) return errors::FieldRequired("changes.current_numerator");
  SOS_RETURN_IF_ERROR(CheckDecimal("changes.status", change.status()));
  return CheckDecimal("changes.change", change.change());
}

// The row of the entity and group; -1 where there is none.
int RowOf(const MeasureBlock& block, const ResultId& key) {
  const std::string name = EntityName(key.cds);
  for (int row = 0; row < block.entity_indexes_size(); ++row) {
    if (block.student_groups(row) == ToProto(key.group) &&
        block.entities(block.entity_indexes(row)).entity().name() == name) {
      return row;
    }
  }
  return -1;
}

absl::Status ApplyCounts(const v1::MeasureChange& change, int row, MeasureBlock& block) {
  if (change.has_current_numerator()) {
    block.set_current_numerators(row, change.current_numerator());
  }
  if (change.has_current_denominator()) {
    block.set_current_denominators(row, change.current_denominator());
  }
  if (change.has_prior_numerator()) block.set_prior_numerators(row, change.prior_numerator());
  if (change.has_prior_denominator()) {
    block.set_prior_denominators(row, change.prior_denominator());
  }
  if (block.current_numerators(row) > block.current_denominators(row) ||
      block.prior_numerators(row) > block.prior_denominators(row)) {
    return errors::FieldInvalid(
        "changes", change.name(),
        absl::StrCat("numerators of at most the denominators, not ", block.current_numerators(row),
                     " of ", block.current_denominators(row), " and ", block.prior_numerators(row),
                     " of ", block.prior_denominators(row)));
  }
  return absl::OkStatus();
}

void ApplyGiven(const v1::MeasureChange& change, int row, MeasureBlock& block) {
  const std::optional<Tenths> status = ParseTenths(change.status().value());
  const std::optional<Tenths> given_change = ParseTenths(change.change().value());
  if (status) {
    const int32_t before = block.current_status_tenths(row);
    const auto after = static_cast<int32_t>(status->count);
    block.set_current_status_tenths(row, after);
    if (before != kNoTenths && block.change_tenths(row) != kNoTenths) {
      block.set_change_tenths(row, block.change_tenths(row) + after - before);
    } else if (block.prior_status_tenths(row) != kNoTenths) {
      block.set_change_tenths(row, after - block.prior_status_tenths(row));
    }
  }
  if (given_change) block.set_change_tenths(row, static_cast<int32_t>(given_change->count));
}

// What could be otherwise is taken for known: the row has no range, and given counts are no bound.
void TakeForKnown(const v1::MeasureChange& change, int row, MeasureBlock& block) {
  if (change.has_current_numerator()) block.set_flags(row, block.flags(row) & ~kFlagLowerBound);
  if (row >= block.left_out_counts_size()) return;
  block.set_left_out_counts(row, 0);
  block.set_lowest_status_tenths(row, kNoTenths);
  block.set_highest_status_tenths(row, kNoTenths);
  block.set_lowest_change_tenths(row, kNoTenths);
  block.set_highest_change_tenths(row, kNoTenths);
  block.set_stand_in_status_tenths(row, kNoTenths);
  block.set_held_status_tenths(row, kNoTenths);
  block.set_prior_left_out_counts(row, 0);
}

// Row `row` of last year's block as the first row of the year after: current numbers are prior
// ones.
void AddEstimatedRow(const MeasureBlock& before, int row, MeasureBlock& block) {
  *block.add_entities() = before.entities(before.entity_indexes(row));
  block.add_entity_indexes(block.entities_size() - 1);
  block.add_student_groups(before.student_groups(row));
  block.add_flags(before.flags(row) & kFlagHighSchoolCuts);
  block.add_current_numerators(kNoCount);
  block.add_current_denominators(before.current_denominators(row));
  // What was at least so high is no year before to compare with.
  block.add_prior_numerators(
      (before.flags(row) & kFlagLowerBound) != 0 ? kNoCount : before.current_numerators(row));
  block.add_prior_denominators(before.current_denominators(row));
  block.add_current_test_counts(kNoCount);
  block.add_prior_test_counts(before.current_test_counts(row));
  block.add_current_status_tenths(kNoTenths);
  block.add_prior_status_tenths(before.current_status_tenths(row));
  block.add_change_tenths(kNoTenths);
  block.add_published_status_levels(0);
  block.add_published_change_levels(0);
  block.add_published_colors(0);
  block.add_published_boxes(0);
  block.add_lines(0);
}

}  // namespace

absl::StatusOr<ChangedMeasureSource> ChangedMeasureSource::Create(
    MeasureSource* source, const google::protobuf::RepeatedPtrField<v1::MeasureChange>& changes) {
  if (changes.size() > kMaxChanges) {
    return errors::FieldInvalid("changes", absl::StrCat(changes.size(), " of them"),
                                absl::StrCat("at most ", kMaxChanges));
  }
  ChangedMeasureSource changed(source);
  for (const v1::MeasureChange& change : changes) {
    SOS_ASSIGN_OR_RETURN(const ResultId key, ParseResultName(change.name()));
    SOS_RETURN_IF_ERROR(Check(change));
    changed
        .changes_[{key.cds.Lea().ToString(), static_cast<int>(MeasuresOf(key.indicator)),
                   key.dashboard_year}]
        .push_back({key, change});
  }
  return changed;
}

absl::Status ChangedMeasureSource::Apply(const std::vector<Change>& changes,
                                         MeasureBlock& block) const {
  for (const Change& change : changes) {
    const int row = RowOf(block, change.key);
    if (row < 0) {
      return errors::FieldInvalid("changes.name", change.proto.name(),
                                  "a result that is there, or was in the year before");
    }
    SOS_RETURN_IF_ERROR(ApplyCounts(change.proto, row, block));
    TakeForKnown(change.proto, row, block);
    ApplyGiven(change.proto, row, block);
  }
  return absl::OkStatus();
}

absl::StatusOr<Partition> ChangedMeasureSource::Estimated(const PartitionId& id,
                                                          const std::vector<Change>& changes,
                                                          const Revision& revision,
                                                          const rpc::CallContext& context) const {
  ingestion::v1::PartitionFilter filter;
  filter.add_lea_cds(id.lea);
  filter.add_collections(static_cast<ingestion::v1::Collection>(id.collection));
  filter.add_dashboard_years(id.dashboard_year - 1);
  Partition before;
  SOS_RETURN_IF_ERROR(source_->Visit(filter, revision, context, [&](auto message) {
    for (auto& partition : *message.mutable_partitions()) before = std::move(partition);
    return absl::OkStatus();
  }));
  Partition estimated;
  estimated.set_collection(static_cast<ingestion::v1::Collection>(id.collection));
  estimated.set_dashboard_year(id.dashboard_year);
  estimated.set_lea_cds(id.lea);
  for (const Change& change : changes) {
    const int row = RowOf(before.measures(), change.key);
    if (row >= 0) AddEstimatedRow(before.measures(), row, *estimated.mutable_measures());
  }
  SOS_RETURN_IF_ERROR(Apply(changes, *estimated.mutable_measures()));
  return estimated;
}

absl::Status ChangedMeasureSource::Visit(
    const ingestion::v1::PartitionFilter& filter, const Revision& revision,
    const rpc::CallContext& context,
    absl::FunctionRef<absl::Status(ingestion::v1::StreamPartitionsResponse)> visit) {
  std::set<PartitionId> seen;
  SOS_RETURN_IF_ERROR(
      source_->Visit(filter, revision, context,
                     [&](ingestion::v1::StreamPartitionsResponse message) -> absl::Status {
                       for (Partition& partition : *message.mutable_partitions()) {
                         const PartitionId id = {partition.lea_cds(), partition.collection(),
                                                 partition.dashboard_year()};
                         const auto found = changes_.find(id);
                         if (found == changes_.end()) continue;
                         seen.insert(id);
                         SOS_RETURN_IF_ERROR(Apply(found->second, *partition.mutable_measures()));
                       }
                       return visit(std::move(message));
                     }));
  const auto wanted = [](const auto& values, const auto& value) {
    return values.empty() || std::find(values.begin(), values.end(), value) != values.end();
  };
  ingestion::v1::StreamPartitionsResponse estimates;
  for (const auto& [id, changes] : changes_) {
    if (seen.contains(id) || !wanted(filter.dashboard_years(), id.dashboard_year) ||
        !wanted(filter.collections(), id.collection) || !wanted(filter.lea_cds(), id.lea) ||
        !wanted(filter.counties(), id.lea.substr(0, 2))) {
      continue;
    }
    SOS_ASSIGN_OR_RETURN(*estimates.add_partitions(), Estimated(id, changes, revision, context));
  }
  return estimates.partitions().empty() ? absl::OkStatus() : visit(std::move(estimates));
}

}  // namespace sos::indicator
