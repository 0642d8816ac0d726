// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/red_results.h"

#include <vector>

#include "absl/algorithm/container.h"
#include "common/education/cds_code.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "services/reporting/documents/cells.h"
#include "services/reporting/documents/county_filters.h"
#include "services/reporting/sentences/whole_group.h"

namespace sos::reporting {
namespace {

using education::v1::Entity;

constexpr int kLowestLevel = 1;

// The filters whose results together are those of the document.
std::vector<indicator::v1::ResultFilter> FiltersOf(const DocumentKey& key,
                                                   const std::set<int>& years) {
  indicator::v1::ResultFilter filter;
  for (const int year : years) filter.add_dashboard_years(year);
  if (key.cds.IsState()) return CountyByCounty(filter);
  if (key.cds.IsSchool()) {
    // The duties of its plan are about it alone.
    filter.add_entities(key.EntityName());
  } else if (key.cds.IsLea()) {
    filter.add_leas(key.EntityName());
  } else {
    filter.add_counties(std::string(key.cds.county()));
  }
  return {filter};
}

}  // namespace

bool IsSchoolType(education::v1::EntityType type) {
  return type == education::v1::ENTITY_TYPE_SCHOOL ||
         type == education::v1::ENTITY_TYPE_CHARTER_SCHOOL;
}

bool IsLowest(const indicator::v1::ResultBlock& block, const v1::Cell& cell) {
  if (cell.state() != v1::Cell::STATE_RATED) return false;
  return StatusOnly(block) ? cell.status_level() == kLowestLevel
                           : cell.color() == education::v1::COLOR_RED;
}

bool NeverColored(const indicator::v1::Rulebook* rules, education::v1::Indicator indicator,
                  education::v1::StudentGroup group) {
  if (rules == nullptr) return false;
  return absl::c_any_of(rules->indicators(), [&](const auto& of_indicator) {
    return of_indicator.indicator() == indicator &&
           absl::c_linear_search(of_indicator.uncolored_groups(), group);
  });
}

RedKey RedKeyOf(const Entity& entity, education::v1::StudentGroup group,
                education::v1::Indicator indicator) {
  const bool progress = indicator == education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS &&
                        IsSchoolType(entity.type()) && group == education::v1::STUDENT_GROUP_ALL;
  return {std::string(EntityId(entity.name())),
          progress ? education::v1::STUDENT_GROUP_ENGLISH_LEARNERS : group, indicator};
}

std::optional<v1::RedResult::Level> RedLevelOf(const Entity& entity,
                                               education::v1::StudentGroup group,
                                               education::v1::Indicator indicator) {
  const bool all = group == education::v1::STUDENT_GROUP_ALL;
  switch (entity.type()) {
    case education::v1::ENTITY_TYPE_DISTRICT:
    case education::v1::ENTITY_TYPE_COUNTY_OFFICE:
      if (all) return std::nullopt;
      return v1::RedResult::LEVEL_LEA_GROUP;
    case education::v1::ENTITY_TYPE_CHARTER_SCHOOL:
      return all ? v1::RedResult::LEVEL_SCHOOL : v1::RedResult::LEVEL_LEA_GROUP;
    case education::v1::ENTITY_TYPE_SCHOOL:
      return group == WholeGroup(indicator) ? v1::RedResult::LEVEL_SCHOOL
                                            : v1::RedResult::LEVEL_SCHOOL_GROUP;
    default:
      return std::nullopt;
  }
}

bool IsInRedScope(const DocumentKey& key, const Entity& entity) {
  const auto cds = ParseEntityName(entity.name());
  if (!cds) return false;
  if (key.cds.IsState() || *cds == key.cds) return true;
  if (key.cds.IsCounty()) return cds->county() == key.cds.county();
  return key.cds.IsLea() && cds->Lea() == key.cds &&
         entity.type() == education::v1::ENTITY_TYPE_SCHOOL;
}

Entity LeaOfRed(const Entity& entity) {
  const auto cds = ParseEntityName(entity.name());
  if (!cds || entity.type() != education::v1::ENTITY_TYPE_SCHOOL) return entity;
  Entity lea;
  lea.set_name(EntityName(cds->Lea()));
  lea.set_type(cds->Lea().IsCountyOffice() ? education::v1::ENTITY_TYPE_COUNTY_OFFICE
                                           : education::v1::ENTITY_TYPE_DISTRICT);
  lea.set_display_name(entity.district_name());
  lea.set_county_name(entity.county_name());
  return lea;
}

void AddRedBlock(const DocumentKey& key, const indicator::v1::Rulebook* rules,
                 const std::set<RedKey>& wanted, bool sentences,
                 const indicator::v1::ResultBlock& block, RedResults& results) {
  const education::v1::Indicator indicator = block.indicator();
  for (int i = 0; i < block.entity_indexes_size(); ++i) {
    const Entity& entity = block.entities(block.entity_indexes(i));
    const education::v1::StudentGroup group = block.student_groups(i);
    if (!RedLevelOf(entity, group, indicator) || !IsInRedScope(key, entity) ||
        NeverColored(rules, indicator, group)) {
      continue;
    }
    results.indicators.insert(indicator);
    const ResultFacts facts = FactsOf(block, i);
    const RedKey red = RedKeyOf(entity, group, indicator);
    if (facts.cell.state() == v1::Cell::STATE_MASKED) {
      ++results.withheld_count;
      if (wanted.contains(red)) results.withheld.insert(red);
      continue;
    }
    const bool lowest = IsLowest(block, facts.cell);
    if (!lowest && !wanted.contains(red)) continue;
    if (lowest) results.lowest.insert(red);
    results.cells[red] = sentences ? CellOf(key.Words(), rules, facts) : facts.cell;
    results.entities.emplace(std::get<0>(red), entity);
  }
}

absl::StatusOr<RedYears> ReadRedYears(ReportSource& source, const DocumentKey& key,
                                      const std::map<int, std::set<RedKey>>& wanted,
                                      const Revision& revision, const rpc::CallContext& context) {
  RedYears read;
  const std::set<RedKey> none;
  std::set<int> years = {key.dashboard_year};
  for (const auto& [year, reds] : wanted) years.insert(year);
  for (const int year : years) {
    SOS_ASSIGN_OR_RETURN(read.rules[year], source.GetDashboardRules(year, context));
  }
  for (const auto& filter : FiltersOf(key, years)) {
    SOS_ASSIGN_OR_RETURN(const auto blocks, source.GetResults(filter, revision, context));
    for (const auto& block : blocks) {
      const int year = block.dashboard_year();
      if (!years.contains(year)) continue;
      const auto reds = wanted.find(year);
      const auto& rules = read.rules[year];
      RedResults& results = read.results[year];
      AddRedBlock(key, rules ? &*rules : nullptr, reds == wanted.end() ? none : reds->second,
                  /*sentences=*/!key.cds.IsState(), block, results);
      if (year == key.dashboard_year && block.from_student_records() &&
          results.indicators.contains(block.indicator())) {
        read.estimates.insert(block.indicator());
      }
    }
  }
  return read;
}

}  // namespace sos::reporting
