// SPDX-License-Identifier: Apache-2.0

// A list of Reds shows what everybody may see, whoever asks for it: it is made to be passed on.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/education/cds_code.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/documents/entities.h"
#include "services/reporting/documents/red_pivots.h"
#include "services/reporting/documents/red_results.h"
#include "services/reporting/documents/required_actions.h"
#include "services/reporting/documents/source_files.h"
#include "services/reporting/errors.h"
#include "services/reporting/sentences/notices.h"
#include "services/reporting/sentences/reds.h"

namespace sos::reporting {
namespace {

using education::v1::Entity;

// The lists of the state, each of one level.
const std::map<ingestion::v1::Collection, v1::RedResult::Level>& RedListLevels() {
  static const auto& levels = *new std::map<ingestion::v1::Collection, v1::RedResult::Level>{
      {ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS, v1::RedResult::LEVEL_LEA_GROUP},
      {ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOLS, v1::RedResult::LEVEL_SCHOOL},
      {ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOL_GROUPS,
       v1::RedResult::LEVEL_SCHOOL_GROUP}};
  return levels;
}

// What the lists of the state say.
struct ListedReds {
  std::set<RedKey> reds;
  std::map<std::string, Entity> entities;
  // The levels of which the list is loaded.
  std::set<v1::RedResult::Level> levels;
};

class RedListComposer {
 public:
  RedListComposer(ReportSource& source, const DocumentKey& key, const Revision& revision,
                  const rpc::CallContext& context)
      : source_(source), key_(key), revision_(revision), context_(context) {}

  absl::StatusOr<v1::RedList> Compose() {
    const absl::StatusOr<Entity> entity = FindEntity(source_, key_, revision_, context_);
    // A county of which nothing but its LEAs is known is named by them, below.
    if (!entity.ok() && !(key_.cds.IsCounty() && absl::IsNotFound(entity.status()))) {
      return entity.status();
    }
    if (entity.ok()) *list_.mutable_entity() = *entity;
    list_.set_name(key_.Name());
    list_.set_dashboard_year(key_.dashboard_year);
    SetRevision(revision_, list_);
    SOS_ASSIGN_OR_RETURN(const auto snapshot, source_.GetSnapshot(revision_, context_));
    SOS_RETURN_IF_ERROR(ReadListed(snapshot));
    SOS_ASSIGN_OR_RETURN(duties_,
                         ReadPlanDuties(source_, key_, list_.entity(), revision_, context_));
    SOS_RETURN_IF_ERROR(ReadResults());
    RedResults& results = read_.results[key_.dashboard_year];
    if (results.indicators.empty() && listed_.levels.empty() && duties_.determinations.empty()) {
      return errors::ReportNotFound(list_.name());
    }
    AddResults(results);
    if (!entity.ok() && !NameCounty()) return entity.status();
    AddRedPivots(list_);
    for (auto& action : RequiredActions(key_, duties_, read_.results)) {
      *list_.add_required_actions() = std::move(action);
    }
    list_.set_withheld_count(results.withheld_count);
    for (const std::string& sentence : RedSentences(key_.Words(), list_,
                                                    {.with_results = !results.indicators.empty(),
                                                    .missing = Missing(results),
                                                    .lists = listed_.levels})) {
      list_.add_sentences(sentence);
    }
    list_.set_notice(key_.Notice());
    if (!read_.estimates.empty()) {
      list_.set_notice(
          JoinNotices(list_.notice(), EstimatesNotice(key_.Words(), read_.estimates, {})));
    }
    AddFiles(snapshot);
    return std::move(list_);
  }

 private:
  absl::Status ReadListed(const ingestion::v1::Snapshot& snapshot) {
    for (const auto& coverage : snapshot.coverages()) {
      const auto level = RedListLevels().find(coverage.collection());
      if (level != RedListLevels().end() && coverage.dashboard_year() == key_.dashboard_year) {
        listed_.levels.insert(level->second);
      }
    }
    if (listed_.levels.empty()) return absl::OkStatus();
    SOS_ASSIGN_OR_RETURN(const auto entries,
                         source_.GetListedReds(key_.cds, key_.dashboard_year, revision_, context_));
    for (const auto& entry : entries) {
      if (!IsInRedScope(key_, entry.entity())) continue;
      for (const int number : entry.indicators()) {
        const auto indicator = static_cast<education::v1::Indicator>(number);
        const RedKey red = RedKeyOf(entry.entity(), entry.student_group(), indicator);
        listed_.reds.insert(red);
        listed_.entities.emplace(std::get<0>(red), entry.entity());
      }
    }
    return absl::OkStatus();
  }

  absl::Status ReadResults() {
    std::map<int, std::set<RedKey>> wanted;
    if (!key_.cds.IsState()) wanted = duties_.Wanted(key_.dashboard_year);
    wanted[key_.dashboard_year].insert(listed_.reds.begin(), listed_.reds.end());
    SOS_ASSIGN_OR_RETURN(read_, ReadRedYears(source_, key_, wanted, revision_, context_));
    return absl::OkStatus();
  }

  // By LEA, school, group and indicator. What is withheld stays away, though a list may have it.
  void AddResults(const RedResults& results) {
    std::set<RedKey> reds = results.lowest;
    for (const RedKey& red : listed_.reds) {
      if (!results.withheld.contains(red)) reds.insert(red);
    }
    using Order = std::tuple<std::string, std::string, bool, std::string, RedKey>;
    std::map<Order, v1::RedResult> ordered;
    for (const RedKey& red : reds) {
      const auto& [cds, group, indicator] = red;
      const auto known = results.entities.find(cds);
      const Entity& entity =
          known != results.entities.end() ? known->second : listed_.entities.at(cds);
      const auto level = RedLevelOf(entity, group, indicator);
      if (!level) continue;
      v1::RedResult result;
      result.set_level(*level);
      *result.mutable_entity() = entity;
      result.set_student_group(group);
      result.set_indicator(indicator);
      result.set_in_results(results.lowest.contains(red));
      result.set_in_state_list(listed_.reds.contains(red));
      const auto cell = results.cells.find(red);
      if (cell != results.cells.end()) {
        *result.mutable_cell() = cell->second;
      } else {
        result.mutable_cell()->set_state(v1::Cell::STATE_ABSENT);
        result.mutable_cell()->set_student_count(-1);
      }
      const Entity lea = LeaOfRed(entity);
      const bool below = lea.name() != entity.name();
      ordered[{lea.display_name(), lea.name(), below, below ? entity.display_name() : "", red}] =
          std::move(result);
    }
    for (auto& [order, result] : ordered) *list_.add_results() = std::move(result);
  }

  // Describes the county by the LEAs of which something is known. False where there are none.
  bool NameCounty() {
    std::string name;
    for (const auto& red : list_.results()) name = red.entity().county_name();
    for (const auto& determination : duties_.determinations) {
      name = determination.entity().county_name();
    }
    if (name.empty()) return false;
    Entity& county = *list_.mutable_entity();
    county.set_name(key_.EntityName());
    county.set_type(education::v1::ENTITY_TYPE_COUNTY);
    county.set_display_name(name);
    county.set_county_name(name);
    return true;
  }

  // The indicators of the year of which no results are loaded.
  std::vector<education::v1::Indicator> Missing(const RedResults& results) const {
    std::vector<education::v1::Indicator> missing;
    const auto found = read_.rules.find(key_.dashboard_year);
    if (found == read_.rules.end() || !found->second) return missing;
    for (const auto& of_indicator : found->second->indicators()) {
      if (results.indicators.contains(of_indicator.indicator())) continue;
      if (of_indicator.publication() == indicator::v1::IndicatorRules::PUBLICATION_VALUES_ONLY) {
        continue;
      }
      missing.push_back(of_indicator.indicator());
    }
    return missing;
  }

  void AddFiles(const ingestion::v1::Snapshot& snapshot) {
    Collections collections;
    for (const auto& [collection, level] : RedListLevels()) collections.insert(collection);
    for (const education::v1::Indicator indicator : read_.results[key_.dashboard_year].indicators) {
      collections.merge(CollectionsOf(indicator));
    }
    int first_year = key_.dashboard_year;
    if (!list_.required_actions().empty()) {
      collections.merge(DeterminationCollections());
      first_year = 0;
    }
    for (auto& file :
         SourceFilesOf(snapshot, collections, key_.cds, first_year, key_.dashboard_year)) {
      *list_.add_files() = std::move(file);
    }
  }

  ReportSource& source_;
  const DocumentKey& key_;
  const Revision& revision_;
  const rpc::CallContext& context_;
  v1::RedList list_;
  ListedReds listed_;
  PlanDuties duties_;
  RedYears read_;
};

}  // namespace

absl::StatusOr<v1::RedList> ComposeRedList(ReportSource& source, const DocumentKey& key,
                                           const Revision& revision,
                                           const rpc::CallContext& context) {
  return RedListComposer(source, key, revision, context).Compose();
}

}  // namespace sos::reporting
