// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/possible_changes.h"

#include <algorithm>
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

// What the eligibility service takes at once.
constexpr size_t kChangesPerCall = 10'000;

enum class End { kLowest, kHighest };

std::string NameOf(int dashboard_year, const v1::ResultEstimate& result) {
  return ResultName(result.entity().name(), dashboard_year, *FromProto(result.indicator()),
                    *FromProto(result.student_group()));
}

// The result at one end of its range. Nullopt where it has no status there.
std::optional<MeasureChange> ChangeTo(End end, int dashboard_year,
                                      const v1::ResultEstimate& result) {
  const indicator::v1::StatusRange& range = result.range();
  const bool lowest = end == End::kLowest;
  MeasureChange change;
  change.set_name(NameOf(dashboard_year, result));
  if (result.indicator() == education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS) {
    // Where few students count, the files give no numerator.
    if (result.numerator() < 0) return std::nullopt;
    change.set_current_numerator(result.numerator() + (lowest ? 0 : range.left_out_count()));
    change.set_current_denominator(result.student_count() + range.left_out_count());
    return change;
  }
  if (!range.has_lowest_status()) return std::nullopt;
  *change.mutable_status() = lowest ? range.lowest_status() : range.highest_status();
  if (range.has_lowest_change()) {
    *change.mutable_change() = lowest ? range.lowest_change() : range.highest_change();
  }
  return change;
}

// The results and the determination at one end.
struct AtEnd {
  std::map<std::string, education::v1::Color> colors;
  std::optional<eligibility::v1::Determination> determination;
};

absl::StatusOr<AtEnd> Evaluate(ReportSource& source,
                               const eligibility::v1::DeterminationFilter& filter, End end,
                               const Revision& revision, const rpc::CallContext& context,
                               const std::vector<v1::ResultEstimate>& results) {
  std::vector<MeasureChange> changes;
  for (const v1::ResultEstimate& result : results) {
    if (!result.has_range()) continue;
    if (auto change = ChangeTo(end, filter.dashboard_year(), result)) {
      changes.push_back(*std::move(change));
    }
  }
  // The results of the LEA itself come first: its determination rests on the first call.
  AtEnd at_end;
  for (size_t begin = 0; begin < changes.size(); begin += kChangesPerCall) {
    const size_t stop = std::min(changes.size(), begin + kChangesPerCall);
    SOS_ASSIGN_OR_RETURN(
        const auto answer,
        source.EvaluateChanges(filter, {changes.begin() + begin, changes.begin() + stop}, revision,
                               context));
    if (!answer) break;
    for (const auto& changed : answer->results()) {
      at_end.colors[changed.result()] = changed.after().color();
    }
    if (begin == 0 && !answer->after().empty()) at_end.determination = answer->after(0);
  }
  return at_end;
}

}  // namespace

absl::StatusOr<PossibleDeterminations> EvaluatePossible(
    ReportSource& source, const eligibility::v1::DeterminationFilter& filter,
    const Revision& revision, const rpc::CallContext& context,
    std::vector<v1::ResultEstimate>& results) {
  SOS_ASSIGN_OR_RETURN(AtEnd lowest,
                       Evaluate(source, filter, End::kLowest, revision, context, results));
  SOS_ASSIGN_OR_RETURN(AtEnd highest,
                       Evaluate(source, filter, End::kHighest, revision, context, results));
  for (v1::ResultEstimate& result : results) {
    if (!result.has_range()) continue;
    const std::string name = NameOf(filter.dashboard_year(), result);
    const auto worst = lowest.colors.find(name);
    const auto best = highest.colors.find(name);
    const bool found = worst != lowest.colors.end() && best != highest.colors.end();
    result.set_worst_color(found ? worst->second : education::v1::COLOR_UNSPECIFIED);
    result.set_best_color(found ? best->second : education::v1::COLOR_UNSPECIFIED);
  }
  return PossibleDeterminations{.worst = std::move(lowest.determination),
                                .best = std::move(highest.determination)};
}

}  // namespace sos::reporting
