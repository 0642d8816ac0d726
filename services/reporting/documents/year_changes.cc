// SPDX-License-Identifier: Apache-2.0

// What changed is told as everybody may see it, whoever asks: a result that is withheld in one of
// the years is left out of every list, flow and sentence.

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/reporting/documents/cells.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/documents/entities.h"
#include "services/reporting/documents/source_files.h"
#include "services/reporting/documents/state_layouts.h"
#include "services/reporting/documents/support_changes.h"
#include "services/reporting/errors.h"
#include "services/reporting/sentences/changes.h"
#include "services/reporting/sentences/notices.h"
#include "services/reporting/sentences/whole_group.h"

namespace sos::reporting {
namespace {

using indicator::v1::IndicatorRules;

// The name of the entity, indicator and student group.
using ComparedKey = std::tuple<std::string, int, int>;

struct ComparedResult {
  education::v1::Entity entity;
  v1::Cell cell;
};

// What one of the years has.
struct ResultsOfYear {
  std::map<ComparedKey, ComparedResult> results;
  // What the year publishes of each indicator that it has results of.
  std::map<education::v1::Indicator, IndicatorRules::Publication> publications;
  std::set<education::v1::Indicator> estimated;
};

bool IsItself(const DocumentKey& key, const education::v1::Entity& entity) {
  return entity.name() == key.EntityName();
}

// An LEA of the county or state, or a school of the LEA.
bool IsBelow(const DocumentKey& key, const education::v1::Entity& entity) {
  const auto cds = ParseEntityName(entity.name());
  if (!cds || IsItself(key, entity)) return false;
  if (key.cds.IsLea()) return cds->IsSchool() && cds->Lea() == key.cds;
  return (key.cds.IsState() || key.cds.IsCounty()) && cds->IsLea();
}

// Of the entity itself, and of those below it. Of the LEAs of the state, all students alone.
std::vector<indicator::v1::ResultFilter> FiltersOf(const DocumentKey& key, int year) {
  indicator::v1::ResultFilter filter;
  filter.add_dashboard_years(year);
  if (key.cds.IsLea()) {
    filter.add_leas(key.EntityName());
    return {filter};
  }
  indicator::v1::ResultFilter below = filter;
  filter.add_entities(key.EntityName());
  if (key.cds.IsSchool()) return {filter};
  below.set_lea_rows_only(true);
  if (key.cds.IsCounty()) {
    below.add_counties(std::string(key.cds.county()));
  } else {
    below.add_student_groups(education::v1::STUDENT_GROUP_ALL);
    below.add_student_groups(education::v1::STUDENT_GROUP_ENGLISH_LEARNERS);
  }
  return {filter, below};
}

absl::StatusOr<ResultsOfYear> ReadYear(ReportSource& source, const DocumentKey& key,
                                       const ComparedYear& of, const rpc::CallContext& context) {
  SOS_ASSIGN_OR_RETURN(const auto rules, source.GetDashboardRules(of.year, context));
  ResultsOfYear read;
  for (const auto& filter : FiltersOf(key, of.year)) {
    SOS_ASSIGN_OR_RETURN(const auto blocks, source.GetResults(filter, of.revision, context));
    for (const indicator::v1::ResultBlock& block : blocks) {
      if (block.dashboard_year() != of.year) continue;
      for (int i = 0; i < block.entity_indexes_size(); ++i) {
        const education::v1::Entity& entity = block.entities(block.entity_indexes(i));
        const bool itself = IsItself(key, entity);
        if (!itself && !IsBelow(key, entity)) continue;
        const auto group = block.student_groups(i);
        if (key.cds.IsState() && !itself && group != WholeGroup(block.indicator())) continue;
        read.publications[block.indicator()] = block.publication();
        if (block.from_student_records()) read.estimated.insert(block.indicator());
        ComparedResult& result = read.results[{entity.name(), block.indicator(), group}];
        result.entity = entity;
        const ResultFacts facts = FactsOf(block, i);
        // There are thousands below: their numbers say it without sentences.
        result.cell = itself ? CellOf(key.Words(), rules ? &*rules : nullptr, facts) : facts.cell;
      }
    }
  }
  return read;
}

v1::Cell CellWithoutRow() {
  v1::Cell cell;
  cell.set_state(v1::Cell::STATE_ABSENT);
  cell.set_student_count(-1);
  return cell;
}

bool HasColor(const v1::Cell& cell) { return cell.color() > education::v1::COLOR_NONE; }

// The indicators of which both years have results. Notes which cannot be compared, and why.
std::set<education::v1::Indicator> ComparedIndicators(const ComparedYear& from,
                                                      const ComparedYear& to,
                                                      const ResultsOfYear& before,
                                                      const ResultsOfYear& after,
                                                      ChangesGaps& gaps) {
  std::set<education::v1::Indicator> compared;
  for (const auto& [indicator, publication] : before.publications) {
    if (!after.publications.contains(indicator)) {
      gaps.not_loaded[to.year].push_back(indicator);
      continue;
    }
    compared.insert(indicator);
    if (publication != IndicatorRules::PUBLICATION_COLOR) {
      gaps.without_colors[from.year].push_back(indicator);
    }
  }
  for (const auto& [indicator, publication] : after.publications) {
    if (!compared.contains(indicator)) {
      gaps.not_loaded[from.year].push_back(indicator);
    } else if (publication != IndicatorRules::PUBLICATION_COLOR && from.year != to.year) {
      gaps.without_colors[to.year].push_back(indicator);
    }
  }
  return compared;
}

// The entity itself first, then by name; within an entity by indicator and group.
void SortResults(const DocumentKey& key, std::vector<v1::ResultChange>& results) {
  const auto order = [&key](const v1::ResultChange& change) {
    return std::tuple(!IsItself(key, change.entity()), change.entity().display_name(),
                      change.entity().name(), change.indicator(), change.student_group());
  };
  std::sort(results.begin(), results.end(),
            [&](const auto& a, const auto& b) { return order(a) < order(b); });
}

// Whether a result below the entity stands in the list: all students, and groups with a color.
bool IsListed(const DocumentKey& key, const v1::ResultChange& change) {
  if (IsItself(key, change.entity())) return true;
  // Of the LEAs of the state, the flows tell how many there are of each kind.
  if (key.cds.IsState()) return false;
  return change.student_group() == WholeGroup(change.indicator()) || HasColor(change.before()) ||
         HasColor(change.after());
}

using ColorFlowKey =
    std::tuple<education::v1::Indicator, education::v1::Color, education::v1::Color>;

void AddResultChanges(const DocumentKey& key, const ComparedYear& from, const ComparedYear& to,
                      const ResultsOfYear& before, const ResultsOfYear& after, ChangesGaps& gaps,
                      v1::YearChanges& changes) {
  const auto compared = ComparedIndicators(from, to, before, after, gaps);
  std::set<ComparedKey> keys;
  for (const auto& [result, found] : before.results) keys.insert(result);
  for (const auto& [result, found] : after.results) keys.insert(result);
  std::map<ColorFlowKey, int> flows;
  std::vector<v1::ResultChange> results;
  int withheld = 0;
  for (const ComparedKey& result : keys) {
    const auto indicator = static_cast<education::v1::Indicator>(std::get<1>(result));
    if (!compared.contains(indicator)) continue;
    const auto was = before.results.find(result);
    const auto is = after.results.find(result);
    v1::ResultChange change;
    *change.mutable_before() = was == before.results.end() ? CellWithoutRow() : was->second.cell;
    *change.mutable_after() = is == after.results.end() ? CellWithoutRow() : is->second.cell;
    if (change.before().state() == v1::Cell::STATE_MASKED ||
        change.after().state() == v1::Cell::STATE_MASKED) {
      ++withheld;
      continue;
    }
    *change.mutable_entity() = is == after.results.end() ? was->second.entity : is->second.entity;
    change.set_indicator(indicator);
    change.set_student_group(static_cast<education::v1::StudentGroup>(std::get<2>(result)));
    // What has no row has not moved: that it is not there is no color.
    const bool both = was != before.results.end() && is != after.results.end();
    const bool colors = before.publications.at(indicator) == IndicatorRules::PUBLICATION_COLOR &&
                        after.publications.at(indicator) == IndicatorRules::PUBLICATION_COLOR;
    if (both && colors && (HasColor(change.before()) || HasColor(change.after()))) {
      const auto color = [](const v1::Cell& cell) {
        return HasColor(cell) ? cell.color() : education::v1::COLOR_NONE;
      };
      ++flows[{indicator, color(change.before()), color(change.after())}];
    }
    if (IsListed(key, change)) results.push_back(std::move(change));
  }
  SortResults(key, results);
  for (v1::ResultChange& change : results) *changes.add_results() = std::move(change);
  for (const auto& [flow, count] : flows) {
    v1::ColorFlow& added = *changes.add_color_flows();
    added.set_indicator(std::get<0>(flow));
    added.set_from_color(std::get<1>(flow));
    added.set_to_color(std::get<2>(flow));
    added.set_result_count(count);
  }
  changes.set_withheld_count(withheld);
}

// A file of the state has LEAs of at least so many of its 58 counties.
constexpr size_t kCountiesOfWholeState = 50;

// What makes changes of the state changes of a part of it. Empty where nothing does.
std::string PartOfStateNotice(const DocumentKey& key, const ResultsOfYear& after,
                              const v1::YearChanges& changes) {
  if (!key.cds.IsState()) return "";
  std::set<CdsCode> leas;
  const auto add = [&leas](const education::v1::Entity& entity) {
    const auto cds = ParseEntityName(entity.name());
    if (cds && cds->IsLea()) leas.insert(*cds);
  };
  for (const auto& [result, found] : after.results) add(found.entity);
  for (const v1::SupportChange& support : changes.supports()) add(support.entity());
  std::set<CdsCode> counties;
  for (const CdsCode& lea : leas) counties.insert(lea.County());
  if (counties.size() >= kCountiesOfWholeState || leas.empty()) return "";
  return key.Words().Text("notice.part_of_state.leas",
                          {{"count", static_cast<int64_t>(leas.size())},
                           {"counties", static_cast<int64_t>(counties.size())}});
}

// The notice, which says what of the later year are estimates, and the files of both years.
absl::Status AddOrigins(ReportSource& source, const DocumentKey& key, const ComparedYear& from,
                        const ComparedYear& to, const ResultsOfYear& after,
                        const rpc::CallContext& context, v1::YearChanges& changes) {
  changes.set_notice(JoinNotices(key.Notice(), PartOfStateNotice(key, after, changes)));
  if (!after.estimated.empty()) {
    changes.set_notice(
        JoinNotices(changes.notice(), EstimatesNotice(key.Words(), after.estimated, {})));
  }
  SOS_ASSIGN_OR_RETURN(const auto snapshot, source.GetSnapshot(to.revision, context));
  for (const int year : std::set<int, std::greater<>>{from.year, to.year}) {
    for (auto& file : SourceFilesOf(snapshot, DeterminationCollections(), key.cds, year, year)) {
      *changes.add_files() = std::move(file);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::YearChanges> ComposeYearChanges(ReportSource& source, const DocumentKey& key,
                                                   const Revision& before, const Revision& revision,
                                                   const rpc::CallContext& context) {
  const ComparedYear from = {.year = key.from_year, .revision = before};
  const ComparedYear to = {.year = key.dashboard_year, .revision = revision};
  v1::YearChanges changes;
  changes.set_name(key.Name());
  changes.set_from_year(from.year);
  changes.set_to_year(to.year);
  SetRevision(revision, changes);
  if (before.number != revision.number) changes.set_from_revision(before.number);
  SOS_ASSIGN_OR_RETURN(*changes.mutable_entity(), FindEntity(source, key, revision, context));
  SOS_ASSIGN_OR_RETURN(const ResultsOfYear was, ReadYear(source, key, from, context));
  SOS_ASSIGN_OR_RETURN(const ResultsOfYear is, ReadYear(source, key, to, context));
  ChangesGaps gaps;
  for (int year = from.year; year <= to.year; ++year) {
    if (IsUnpublishedYear(year)) gaps.unpublished_years.push_back(year);
  }
  AddResultChanges(key, from, to, was, is, gaps, changes);
  SOS_RETURN_IF_ERROR(AddSupportChanges(source, key, from, to, context, gaps, changes));
  if (was.results.empty() && is.results.empty() && changes.supports().empty()) {
    return errors::ReportNotFound(changes.name());
  }
  for (std::string& sentence : ChangeSentences(key.Words(), changes, gaps)) {
    changes.add_sentences(std::move(sentence));
  }
  SOS_RETURN_IF_ERROR(AddOrigins(source, key, from, to, is, context, changes));
  return changes;
}

}  // namespace sos::reporting
