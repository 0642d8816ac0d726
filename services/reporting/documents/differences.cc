// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/differences.h"

#include <map>
#include <set>
#include <string>
#include <utility>

#include "common/education/indicator.h"
#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "services/reporting/documents/cells.h"
#include "services/reporting/sentences/catalog.h"

namespace sos::reporting {
namespace {

// Of one indicator and year: the name of the entity, and the group.
using ResultKey = std::pair<std::string, int>;

struct OneResult {
  education::v1::Entity entity;
  v1::Cell cell;
};

using Results = std::map<ResultKey, OneResult>;

absl::StatusOr<Results> ReadResults(ReportSource& source, const indicator::v1::ResultFilter& filter,
                                    const Revision& revision, const rpc::CallContext& context) {
  SOS_ASSIGN_OR_RETURN(const auto blocks, source.GetResults(filter, revision, context));
  const language::Messages& words = *SentenceCatalog().Find("");
  Results results;
  for (const indicator::v1::ResultBlock& block : blocks) {
    for (int i = 0; i < block.entity_indexes_size(); ++i) {
      const education::v1::Entity& entity = block.entities(block.entity_indexes(i));
      results[{entity.name(), static_cast<int>(block.student_groups(i))}] = {
          entity, CellOf(words, nullptr, FactsOf(block, i))};
    }
  }
  return results;
}

v1::Cell AbsentCell() {
  v1::Cell cell;
  cell.set_state(v1::Cell::STATE_ABSENT);
  cell.set_student_count(-1);
  return cell;
}

// The years of the filter, or all that either revision holds.
absl::StatusOr<std::set<int>> YearsOf(ReportSource& source,
                                      const indicator::v1::ResultFilter& filter,
                                      const Revision& before, const Revision& after,
                                      const rpc::CallContext& context) {
  std::set<int> years(filter.dashboard_years().begin(), filter.dashboard_years().end());
  if (!years.empty()) return years;
  for (const Revision& revision : {before, after}) {
    SOS_ASSIGN_OR_RETURN(const auto snapshot, source.GetSnapshot(revision, context));
    for (const auto& coverage : snapshot.coverages()) years.insert(coverage.dashboard_year());
  }
  return years;
}

std::set<int> IndicatorsOf(const indicator::v1::ResultFilter& filter) {
  std::set<int> indicators(filter.indicators().begin(), filter.indicators().end());
  if (!indicators.empty()) return indicators;
  for (const auto& entry : kIndicators) indicators.insert(ToProto(entry.value));
  return indicators;
}

}  // namespace

absl::Status FindDifferences(ReportSource& source, const indicator::v1::ResultFilter& filter,
                             const Revision& before, const Revision& after,
                             const rpc::CallContext& context,
                             absl::FunctionRef<absl::Status(v1::ResultDifference)> send) {
  SOS_ASSIGN_OR_RETURN(const std::set<int> years, YearsOf(source, filter, before, after, context));
  // One indicator and year at a time, so that two whole states are never in memory.
  for (const int indicator : IndicatorsOf(filter)) {
    for (const int year : years) {
      SOS_RETURN_IF_ERROR(context.StillWanted());
      indicator::v1::ResultFilter part = filter;
      part.clear_indicators();
      part.add_indicators(static_cast<education::v1::Indicator>(indicator));
      part.clear_dashboard_years();
      part.add_dashboard_years(year);
      SOS_ASSIGN_OR_RETURN(Results old_results, ReadResults(source, part, before, context));
      SOS_ASSIGN_OR_RETURN(Results new_results, ReadResults(source, part, after, context));
      std::set<ResultKey> keys;
      for (const auto& [key, result] : old_results) keys.insert(key);
      for (const auto& [key, result] : new_results) keys.insert(key);
      for (const ResultKey& key : keys) {
        const auto was = old_results.find(key);
        const auto is = new_results.find(key);
        v1::ResultDifference difference;
        *difference.mutable_before() =
            was == old_results.end() ? AbsentCell() : std::move(was->second.cell);
        *difference.mutable_after() =
            is == new_results.end() ? AbsentCell() : std::move(is->second.cell);
        if (difference.before().state() == v1::Cell::STATE_MASKED ||
            difference.after().state() == v1::Cell::STATE_MASKED ||
            difference.before().SerializeAsString() == difference.after().SerializeAsString()) {
          continue;
        }
        *difference.mutable_entity() =
            is == new_results.end() ? was->second.entity : is->second.entity;
        difference.set_dashboard_year(year);
        difference.set_indicator(static_cast<education::v1::Indicator>(indicator));
        difference.set_student_group(static_cast<education::v1::StudentGroup>(key.second));
        const auto known_indicator = FromProto(difference.indicator());
        const auto group = FromProto(difference.student_group());
        if (known_indicator && group) {
          difference.set_result(ResultName(key.first, year, *known_indicator, *group));
        }
        SOS_RETURN_IF_ERROR(send(std::move(difference)));
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace sos::reporting
