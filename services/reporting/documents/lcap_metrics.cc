// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/resource_names/resource_names.h"
#include "services/ingestion/client/file_names.h"
#include "services/reporting/documents/lcap_parts.h"
#include "services/reporting/documents/plan_metrics.h"
#include "services/reporting/documents/source_files.h"
#include "services/reporting/sentences/whole_group.h"

namespace sos::reporting {
namespace {

using indicator::v1::ResultBlock;
using ingestion::v1::LocalRating;
using language::Messages;

// The list of ratings of a priority's local indicator.
ingestion::v1::Collection RatingsOf(int priority) {
  constexpr std::pair<int, ingestion::v1::Collection> kRatings[] = {
      {1, ingestion::v1::COLLECTION_LOCAL_PRIORITY_1},
      {2, ingestion::v1::COLLECTION_LOCAL_PRIORITY_2},
      {3, ingestion::v1::COLLECTION_LOCAL_PRIORITY_3},
      {6, ingestion::v1::COLLECTION_LOCAL_PRIORITY_6},
      {7, ingestion::v1::COLLECTION_LOCAL_PRIORITY_7},
      {9, ingestion::v1::COLLECTION_LOCAL_PRIORITY_9},
      {10, ingestion::v1::COLLECTION_LOCAL_PRIORITY_10}};
  for (const auto& [number, collection] : kRatings) {
    if (number == priority) return collection;
  }
  return ingestion::v1::COLLECTION_UNSPECIFIED;
}

absl::string_view RatingKey(LocalRating::Performance performance) {
  switch (performance) {
    case LocalRating::PERFORMANCE_MET:
      return "lcap.rating.met";
    case LocalRating::PERFORMANCE_NOT_MET:
      return "lcap.rating.not_met";
    case LocalRating::PERFORMANCE_NOT_MET_TWO_OR_MORE_YEARS:
      return "lcap.rating.not_met_two";
    default:
      return "lcap.rating.none";
  }
}

// The names of loaded files that cover the LEA, with commas. Empty for none.
std::string LoadedFiles(const PlanFacts& facts, const Collections& collections) {
  std::vector<std::string> names;
  const int year = facts.key.dashboard_year;
  for (const auto& file : SourceFilesOf(facts.snapshot, collections, facts.key.cds, year, year)) {
    names.push_back(file.display_name());
  }
  return absl::StrJoin(names, ", ");
}

v1::LcapMetric MetricOf(const Messages& words, const PlanMetric& metric) {
  v1::LcapMetric answer;
  answer.set_priority(metric.priority);
  answer.set_code(metric.code);
  answer.set_label(words.Text(absl::StrCat("lcap.metric.", metric.code)));
  return answer;
}

v1::LcapMetric Elsewhere(const Messages& words, const PlanMetric& metric) {
  v1::LcapMetric answer = MetricOf(words, metric);
  answer.set_availability(v1::LcapMetric::AVAILABILITY_ELSEWHERE);
  answer.set_source(words.Text(absl::StrCat("lcap.source.", metric.elsewhere)));
  return answer;
}

v1::LcapMetric NotLoaded(const PlanFacts& facts, const PlanMetric& metric,
                         ingestion::v1::Collection collection) {
  v1::LcapMetric answer = MetricOf(facts.key.Words(), metric);
  answer.set_availability(v1::LcapMetric::AVAILABILITY_NOT_LOADED);
  answer.set_source(FileNameOf(collection, facts.key.dashboard_year));
  return answer;
}

v1::LcapMetric Rating(const PlanFacts& facts, const PlanMetric& metric) {
  const ingestion::v1::Collection collection = RatingsOf(metric.priority);
  const auto rating_in = [&](int year) {
    const auto of_year = facts.records.ratings.find(year);
    if (of_year == facts.records.ratings.end()) return LocalRating::PERFORMANCE_UNSPECIFIED;
    const auto found = of_year->second.find(metric.priority);
    return found == of_year->second.end() ? LocalRating::PERFORMANCE_UNSPECIFIED : found->second;
  };
  const Messages& words = facts.key.Words();
  const int year = facts.key.dashboard_year;
  const auto rating = rating_in(year);
  if (rating == LocalRating::PERFORMANCE_UNSPECIFIED) {
    return NotLoaded(facts, metric, collection);
  }
  v1::LcapMetric answer = MetricOf(words, metric);
  answer.set_availability(v1::LcapMetric::AVAILABILITY_LOADED);
  answer.set_value(words.Text(RatingKey(rating)));
  answer.set_dashboard_year(year);
  answer.set_source(LoadedFiles(facts, {collection}));
  const auto before = rating_in(year - 1);
  if (before != LocalRating::PERFORMANCE_UNSPECIFIED) {
    answer.set_prior_value(words.Text(RatingKey(before)));
  }
  return answer;
}

bool HasIndicator(const PlanFacts& facts, education::v1::Indicator indicator) {
  if (!facts.dashboard_rules) return true;
  const auto& known = facts.dashboard_rules->indicators();
  return std::any_of(known.begin(), known.end(),
                     [indicator](const auto& rules) { return rules.indicator() == indicator; });
}

// One result of the LEA.
v1::LcapMetric ResultMetric(const PlanFacts& facts, const PlanMetric& metric,
                            const ResultBlock& block, int row) {
  const Messages& words = facts.key.Words();
  const ResultFacts result = FactsOf(block, row);
  v1::LcapMetric answer = MetricOf(words, metric);
  answer.set_student_group(result.student_group);
  answer.set_dashboard_year(result.dashboard_year);
  *answer.mutable_cell() =
      CellOf(words, facts.dashboard_rules ? &*facts.dashboard_rules : nullptr, result);
  answer.set_unit(words.Text(absl::StrCat("lcap.unit.", metric.unit)));
  answer.set_source(block.from_student_records()
                        ? words.Text("lcap.student_records")
                        : LoadedFiles(facts, CollectionsOf(metric.indicator)));
  if (result.cell.state() == v1::Cell::STATE_MASKED) {
    answer.set_availability(v1::LcapMetric::AVAILABILITY_WITHHELD);
    return answer;
  }
  answer.set_availability(v1::LcapMetric::AVAILABILITY_LOADED);
  answer.set_value(result.cell.status().value());
  if (const auto prior = PriorStatusOf(block, row)) answer.set_prior_value(prior->value());
  return answer;
}

void AddResultMetrics(const PlanFacts& facts, const PlanMetric& metric, v1::LcapPack& pack) {
  const Messages& words = facts.key.Words();
  std::map<education::v1::StudentGroup, v1::LcapMetric> groups;
  for (const ResultBlock& block : facts.blocks) {
    if (block.indicator() != metric.indicator) continue;
    for (int i = 0; i < block.student_groups_size(); ++i) {
      if (block.entities(block.entity_indexes(i)).name() != facts.entity.name()) continue;
      v1::LcapMetric answer = ResultMetric(facts, metric, block, i);
      const bool empty =
          answer.availability() == v1::LcapMetric::AVAILABILITY_LOADED && answer.value().empty();
      // A group without a value says nothing; all students without one say that there is none.
      if (empty && block.student_groups(i) != WholeGroup(metric.indicator)) continue;
      groups[block.student_groups(i)] = std::move(answer);
    }
  }
  const auto whole = groups.find(WholeGroup(metric.indicator));
  if (whole != groups.end()) {
    *pack.add_metrics() = std::move(whole->second);
    groups.erase(whole);
  }
  for (auto& [group, answer] : groups) *pack.add_metrics() = std::move(answer);
  if (!pack.metrics().empty() && pack.metrics().rbegin()->code() == metric.code) return;
  if (!HasIndicator(facts, metric.indicator)) {
    *pack.add_metrics() = Elsewhere(words, metric);
    return;
  }
  const std::string files = LoadedFiles(facts, CollectionsOf(metric.indicator));
  if (files.empty()) {
    *pack.add_metrics() = NotLoaded(facts, metric, *CollectionsOf(metric.indicator).begin());
    return;
  }
  // The file of the LEA is there, and has no such row: a district without high schools.
  v1::LcapMetric& none = *pack.add_metrics() = MetricOf(words, metric);
  none.set_student_group(WholeGroup(metric.indicator));
  none.set_availability(v1::LcapMetric::AVAILABILITY_LOADED);
  none.set_source(files);
  *none.mutable_cell() =
      CellOf(words, nullptr,
             facts.index.FactsAt(facts.entity.name(), WholeGroup(metric.indicator),
                                 metric.indicator, facts.key.dashboard_year));
}

v1::RedResult::Level LevelOf(const PlanFacts& facts, const education::v1::Entity& entity,
                             bool whole) {
  if (entity.name() == facts.entity.name()) return v1::RedResult::LEVEL_LEA_GROUP;
  return whole ? v1::RedResult::LEVEL_SCHOOL : v1::RedResult::LEVEL_SCHOOL_GROUP;
}

// Red, or, where there are no colors, the lowest status of enough students.
bool IsLowest(const ResultBlock& block, const ResultFacts& result) {
  if (result.cell.state() != v1::Cell::STATE_RATED) return false;
  return StatusOnly(block) ? result.cell.status_level() == 1
                           : result.cell.color() == education::v1::COLOR_RED;
}

}  // namespace

bool IsOfPlan(const PlanFacts& facts, const education::v1::Entity& entity) {
  if (entity.name() == facts.entity.name()) return true;
  const auto cds = ParseEntityName(entity.name());
  return cds && !facts.key.cds.IsSchool() && cds->IsSchool() &&
         entity.type() != education::v1::ENTITY_TYPE_CHARTER_SCHOOL && cds->Lea() == facts.key.cds;
}

void AddMetrics(const PlanFacts& facts, v1::LcapPack& pack) {
  const Messages& words = facts.key.Words();
  for (const PlanMetric& metric : KnownPlanMetrics().metrics()) {
    if (metric.county_offices_only && !facts.key.cds.IsCountyOffice()) continue;
    if (metric.rating) {
      *pack.add_metrics() = Rating(facts, metric);
    } else if (metric.indicator != education::v1::INDICATOR_UNSPECIFIED) {
      AddResultMetrics(facts, metric, pack);
    } else {
      *pack.add_metrics() = Elsewhere(words, metric);
    }
  }
}

void AddReds(const PlanFacts& facts, v1::LcapPack& pack) {
  std::vector<v1::RedResult> reds;
  for (const ResultBlock& block : facts.blocks) {
    for (int i = 0; i < block.student_groups_size(); ++i) {
      const education::v1::Entity& entity = block.entities(block.entity_indexes(i));
      const ResultFacts result = FactsOf(block, i);
      if (!IsLowest(block, result) || !IsOfPlan(facts, entity)) continue;
      const bool whole = result.student_group == education::v1::STUDENT_GROUP_ALL;
      const auto level = LevelOf(facts, entity, whole);
      // The LEA itself is asked of by its groups; a charter school as a school, too.
      if (level == v1::RedResult::LEVEL_LEA_GROUP && whole && !facts.key.cds.IsSchool()) continue;
      v1::RedResult& red = reds.emplace_back();
      red.set_level(level == v1::RedResult::LEVEL_LEA_GROUP && whole ? v1::RedResult::LEVEL_SCHOOL
                                                                     : level);
      *red.mutable_entity() = entity;
      red.set_student_group(result.student_group);
      red.set_indicator(result.indicator);
      *red.mutable_cell() = CellOf(facts.key.Words(), nullptr, result);
      red.set_in_results(true);
    }
  }
  std::stable_sort(reds.begin(), reds.end(), [](const v1::RedResult& a, const v1::RedResult& b) {
    return std::make_tuple(a.level(), a.entity().display_name(), a.entity().name(),
                           a.student_group(), a.indicator()) <
           std::make_tuple(b.level(), b.entity().display_name(), b.entity().name(),
                           b.student_group(), b.indicator());
  });
  for (v1::RedResult& red : reds) *pack.add_reds() = std::move(red);
}

}  // namespace sos::reporting
