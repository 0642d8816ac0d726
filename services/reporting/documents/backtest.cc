// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/backtest.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_format.h"
#include "common/status/macros.h"
#include "services/reporting/documents/cells.h"
#include "services/reporting/errors.h"

namespace sos::reporting {
namespace {

using education::v1::Indicator;
using indicator::v1::ResultBlock;
using indicator::v1::ResultFilter;

constexpr double kTenthsPerUnit = 10;

// What was published of a year, and the revision before the first of it came, by indicator.
struct Published {
  ComparedResults results;
  std::map<Indicator, int64_t> before;
};

// A state or county that is made of some of its LEAs does not compare with the published one.
bool IsOfSomeLeas(const ResultBlock& block) {
  return block.has_lea_coverage() &&
         (block.lea_coverage().known_lea_count() == 0 ||
          block.lea_coverage().lea_count() < block.lea_coverage().known_lea_count());
}

void AddBlock(const ResultBlock& block, ComparedResults& results) {
  if (IsOfSomeLeas(block)) return;
  for (int i = 0; i < block.entity_indexes_size(); ++i) {
    const education::v1::Entity& entity = block.entities(block.entity_indexes(i));
    ComparedResult result{.kind = entity.type(),
                          .status_tenths = std::nullopt,
                          .status_level = block.status_levels(i),
                          .color = block.colors(i)};
    if (block.status_tenths(i) != kNoTenths) result.status_tenths = block.status_tenths(i);
    results[{
        .cds = entity.name(), .indicator = block.indicator(), .group = block.student_groups(i)}] =
        result;
  }
}

// Notes the revision before the one that wrote a published block: the least of its indicator.
void NoteBefore(const ResultBlock& block, std::map<Indicator, int64_t>& before) {
  const int64_t number = block.written_revision() - 1;
  const auto [known, added] = before.try_emplace(block.indicator(), number);
  if (!added) known->second = std::min(known->second, number);
}

absl::StatusOr<Published> ReadPublished(ReportSource& source, const ResultFilter& filter,
                                        const Revision& newest, const rpc::CallContext& context) {
  SOS_ASSIGN_OR_RETURN(const auto blocks, source.GetResults(filter, newest, context));
  Published published;
  for (const ResultBlock& block : blocks) {
    if (block.from_student_records()) continue;
    AddBlock(block, published.results);
    NoteBefore(block, published.before);
  }
  return published;
}

// The estimates that stood before the state published each indicator.
absl::StatusOr<ComparedResults> ReadEstimates(ReportSource& source, const ResultFilter& filter,
                                              const Published& published,
                                              const rpc::CallContext& context) {
  std::map<int64_t, std::vector<Indicator>> by_revision;
  for (const auto& [indicator, before] : published.before) {
    if (before > 0) by_revision[before].push_back(indicator);
  }
  ComparedResults estimates;
  // A file that was loaded again wrote its results anew: then the estimates lie further back.
  while (!by_revision.empty()) {
    const auto newest = std::prev(by_revision.end());
    const int64_t number = newest->first;
    const std::vector<Indicator> indicators = newest->second;
    by_revision.erase(newest);
    SOS_ASSIGN_OR_RETURN(const auto blocks,
                         source.GetResults(filter, {.number = number, .identity = ""}, context));
    std::map<Indicator, int64_t> still_published;
    for (const ResultBlock& block : blocks) {
      if (!absl::c_linear_search(indicators, block.indicator())) continue;
      if (block.from_student_records()) {
        AddBlock(block, estimates);
      } else {
        NoteBefore(block, still_published);
      }
    }
    for (const auto& [indicator, before] : still_published) {
      if (before > 0 && before < number) by_revision[before].push_back(indicator);
    }
  }
  return estimates;
}

absl::StatusOr<Decisions> ReadDecisions(ReportSource& source, const ResultFilter& filter,
                                        const Revision& revision, const rpc::CallContext& context) {
  eligibility::v1::DeterminationFilter asked;
  asked.set_program(eligibility::v1::PROGRAM_LCFF);
  asked.set_dashboard_year(filter.dashboard_years(0));
  *asked.mutable_counties() = filter.counties();
  *asked.mutable_entities() = filter.leas();
  const auto wanted = [&filter](const education::v1::Entity& entity) {
    return (filter.entities().empty() || absl::c_linear_search(filter.entities(), entity.name())) &&
           (filter.entity_types().empty() ||
            absl::c_linear_search(filter.entity_types(), entity.type()));
  };
  Decisions decisions;
  SOS_RETURN_IF_ERROR(source.ForEachDetermination(
      asked, revision, context, [&](const eligibility::v1::Determination& determination) {
        const auto outcome = determination.eligibility();
        if (wanted(determination.entity()) && (outcome == eligibility::v1::OUTCOME_MET ||
                                               outcome == eligibility::v1::OUTCOME_NOT_MET)) {
          decisions[determination.entity().name()] = outcome == eligibility::v1::OUTCOME_MET;
        }
        return absl::OkStatus();
      }));
  return decisions;
}

education::v1::Decimal Hundredths(double tenths) {
  education::v1::Decimal decimal;
  decimal.set_value(absl::StrFormat("%.2f", tenths / kTenthsPerUnit));
  return decimal;
}

}  // namespace

absl::StatusOr<YearComparison> CompareYear(ReportSource& source, const ResultFilter& filter,
                                           bool with_decisions, const Revision& revision,
                                           const rpc::CallContext& context) {
  const int year = filter.dashboard_years(0);
  SOS_ASSIGN_OR_RETURN(const Published published, ReadPublished(source, filter, revision, context));
  if (published.results.empty()) return errors::NothingPublished(year);
  SOS_ASSIGN_OR_RETURN(const ComparedResults estimates,
                       ReadEstimates(source, filter, published, context));
  if (estimates.empty()) return errors::NothingEstimated(year);
  YearComparison compared{.groups = CompareResults(estimates, published.results), .decisions = {}};
  int64_t before = published.before.begin()->second;
  for (const auto& [indicator, number] : published.before) before = std::min(before, number);
  if (with_decisions && before > 0) {
    SOS_ASSIGN_OR_RETURN(
        const Decisions estimated,
        ReadDecisions(source, filter, {.number = before, .identity = ""}, context));
    SOS_ASSIGN_OR_RETURN(const Decisions decided, ReadDecisions(source, filter, revision, context));
    compared.decisions = CompareDecisions(estimated, decided);
  }
  return compared;
}

std::map<ErrorGroup, Errors> Together(const std::map<ErrorGroup, Errors>& groups, bool of_kinds,
                                      bool of_student_groups) {
  std::map<ErrorGroup, Errors> together;
  for (const auto& [group, errors] : groups) {
    ErrorGroup key = group;
    if (of_kinds) key.kind = education::v1::ENTITY_TYPE_UNSPECIFIED;
    if (of_student_groups) key.group = education::v1::STUDENT_GROUP_UNSPECIFIED;
    together[key].Add(errors);
  }
  return together;
}

v1::EstimateErrors ToProto(const ErrorGroup& group, const Errors& errors) {
  v1::EstimateErrors proto;
  proto.set_indicator(group.indicator);
  proto.set_entity_type(group.kind);
  proto.set_student_group(group.group);
  proto.set_compared_count(errors.compared);
  proto.set_not_estimated_count(errors.not_estimated);
  proto.set_not_published_count(errors.not_published);
  *proto.mutable_bias() = Hundredths(errors.Bias());
  *proto.mutable_spread() = Hundredths(errors.Spread());
  *proto.mutable_largest() = Hundredths(static_cast<double>(errors.largest_tenths));
  proto.set_level_count(errors.levels);
  proto.set_level_right_count(errors.levels_right);
  proto.set_color_count(errors.colors);
  proto.set_color_right_count(errors.colors_right);
  return proto;
}

}  // namespace sos::reporting
