// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/possible_changes.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"

namespace sos::reporting {
namespace {

using indicator::v1::MeasureChange;

// What a service takes at once.
constexpr size_t kChangesPerCall = 10'000;

enum class End { kLowest, kHighest };

std::string NameOf(int dashboard_year, const std::string& entity,
                   education::v1::Indicator indicator, education::v1::StudentGroup group) {
  return ResultName(entity, dashboard_year, *FromProto(indicator), *FromProto(group));
}

std::string NameOf(int dashboard_year, const v1::ResultEstimate& result) {
  return NameOf(dashboard_year, result.entity().name(), result.indicator(), result.student_group());
}

// The year before at the other end: all whose part is not published count.
void SetPrior(bool lowest, const v1::ResultEstimate& result, MeasureChange& change) {
  const int64_t left_out = result.range().prior_left_out_count();
  if (left_out == 0 || result.prior_student_count() < 0) return;
  change.set_prior_denominator(result.prior_student_count() + left_out);
  if (result.prior_numerator() < 0) return;
  change.set_prior_numerator(result.prior_numerator() + (lowest ? left_out : 0));
}

// The result at one end of its range, with all students. Nullopt where its numbers are not told.
std::optional<MeasureChange> ChangeTo(End end, int dashboard_year,
                                      const v1::ResultEstimate& result) {
  const indicator::v1::StatusRange& range = result.range();
  const bool lowest = end == End::kLowest;
  MeasureChange change;
  change.set_name(NameOf(dashboard_year, result));
  change.set_current_denominator(result.student_count() + range.left_out_count());
  SetPrior(lowest, result, change);
  if (result.indicator() == education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS) {
    // Where few students count, there is no numerator.
    if (result.numerator() < 0) return std::nullopt;
    change.set_current_numerator(result.numerator() + (lowest ? 0 : range.left_out_count()));
    return change;
  }
  if (!range.has_lowest_status()) return std::nullopt;
  *change.mutable_status() = lowest ? range.lowest_status() : range.highest_status();
  if (range.has_lowest_change()) {
    *change.mutable_change() = lowest ? range.lowest_change() : range.highest_change();
  }
  return change;
}

// The changes of the results that have a range; of one entity, where `entity` is not empty.
std::vector<MeasureChange> ChangesTo(End end, int dashboard_year, const std::string& entity,
                                     const std::vector<v1::ResultEstimate>& results) {
  std::vector<MeasureChange> changes;
  for (const v1::ResultEstimate& result : results) {
    if (!result.has_range() || (!entity.empty() && result.entity().name() != entity)) continue;
    if (auto change = ChangeTo(end, dashboard_year, result)) changes.push_back(*std::move(change));
  }
  return changes;
}

using ColorsByName = std::map<std::string, education::v1::Color>;

// The colors of the changed results.
absl::StatusOr<ColorsByName> ColorsAt(ReportSource& source, const DocumentKey& key, End end,
                                      const Revision& revision, const rpc::CallContext& context,
                                      const std::vector<v1::ResultEstimate>& results) {
  indicator::v1::ResultFilter filter;
  filter.add_leas(key.EntityName());
  filter.add_dashboard_years(key.dashboard_year);
  const std::vector<MeasureChange> changes = ChangesTo(end, key.dashboard_year, "", results);
  ColorsByName colors;
  for (size_t begin = 0; begin < changes.size(); begin += kChangesPerCall) {
    const auto first = changes.begin() + static_cast<int64_t>(begin);
    const auto last =
        changes.begin() + static_cast<int64_t>(std::min(changes.size(), begin + kChangesPerCall));
    SOS_ASSIGN_OR_RETURN(const auto blocks,
                         source.GetChangedResults(filter, {first, last}, revision, context));
    ColorsByName found;
    for (const auto& block : blocks) {
      for (int i = 0; i < block.entity_indexes_size(); ++i) {
        found[NameOf(block.dashboard_year(), block.entities(block.entity_indexes(i)).name(),
                     block.indicator(), block.student_groups(i))] = block.colors(i);
      }
    }
    for (auto change = first; change != last; ++change) {
      if (const auto color = found.find(change->name()); color != found.end()) {
        colors.insert(*color);
      }
    }
  }
  return colors;
}

}  // namespace

absl::Status SetPossibleColors(ReportSource& source, const DocumentKey& key,
                               const Revision& revision, const rpc::CallContext& context,
                               std::vector<v1::ResultEstimate>& results) {
  SOS_ASSIGN_OR_RETURN(const ColorsByName lowest,
                       ColorsAt(source, key, End::kLowest, revision, context, results));
  SOS_ASSIGN_OR_RETURN(const ColorsByName highest,
                       ColorsAt(source, key, End::kHighest, revision, context, results));
  for (v1::ResultEstimate& result : results) {
    if (!result.has_range()) continue;
    const std::string name = NameOf(key.dashboard_year, result);
    const auto worst = lowest.find(name);
    const auto best = highest.find(name);
    if (worst == lowest.end() || best == highest.end()) continue;
    result.set_worst_color(worst->second);
    result.set_best_color(best->second);
  }
  return absl::OkStatus();
}

absl::StatusOr<PossibleDeterminations> EvaluatePossible(
    ReportSource& source, const eligibility::v1::DeterminationFilter& filter,
    const Revision& revision, const rpc::CallContext& context,
    const std::vector<v1::ResultEstimate>& results) {
  PossibleDeterminations possible;
  for (const End end : {End::kLowest, End::kHighest}) {
    std::vector<MeasureChange> changes =
        ChangesTo(end, filter.dashboard_year(), filter.entities(0), results);
    if (changes.empty()) return possible;
    possible.any_change = true;
    SOS_ASSIGN_OR_RETURN(const auto answer,
                         source.EvaluateChanges(filter, std::move(changes), revision, context));
    if (!answer || answer->after().empty()) continue;
    (end == End::kLowest ? possible.worst : possible.best) = answer->after(0);
  }
  return possible;
}

}  // namespace sos::reporting
