// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/education/cds_code.h"
#include "common/education/proto.h"
#include "common/education/student_group.h"
#include "common/language/terms.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/reporting/documents/cells.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/documents/entities.h"
#include "services/reporting/documents/source_files.h"
#include "services/reporting/errors.h"
#include "services/reporting/sentences/notices.h"
#include "services/reporting/sentences/whole_group.h"

namespace sos::reporting {
namespace {

using indicator::v1::ResultBlock;

constexpr int kLevels = 5;

// The members of the grid: a school's student groups, or the schools or LEAs of a larger entity.
struct Members {
  struct Cell {
    education::v1::Color color = education::v1::COLOR_NONE;
    std::set<std::string> names;
  };
  // By the number that the state gives each box: 10 to 250, from the top left.
  std::map<int, Cell> by_box;
  // Those that have a status but no box.
  std::set<std::string> unplaced;
  // Those that have a box, by name and code.
  std::map<std::pair<std::string, std::string>, v1::PlacementMember> placed;
  int withheld_count = 0;
};

// Whether the grid shows the entity's student groups, or else its schools or LEAs.
bool ByGroup(const DocumentKey& key) { return key.cds.IsSchool(); }

bool OfLeas(const DocumentKey& key) { return key.kind == DocumentKey::Kind::kLeaPlacement; }

// Whether `entity` is one of those that the grid places.
bool IsPlaced(const DocumentKey& key, const education::v1::Entity& entity) {
  if (ByGroup(key)) return true;
  const auto cds = ParseEntityName(entity.name());
  return cds && (OfLeas(key) ? cds->IsLea() : cds->IsSchool());
}

indicator::v1::ResultFilter FilterOf(const DocumentKey& key) {
  indicator::v1::ResultFilter filter;
  filter.add_dashboard_years(key.dashboard_year);
  filter.add_indicators(key.indicator);
  if (ByGroup(key)) {
    filter.add_entities(key.EntityName());
    return filter;
  }
  filter.add_student_groups(WholeGroup(key.indicator));
  if (key.cds.IsLea()) filter.add_leas(key.EntityName());
  if (key.cds.IsCounty()) filter.add_counties(std::string(key.cds.county()));
  filter.set_lea_rows_only(OfLeas(key));
  return filter;
}

void AddMembers(const ResultBlock& block, const DocumentKey& key, Members& members) {
  const bool by_group = ByGroup(key);
  for (int i = 0; i < block.entity_indexes_size(); ++i) {
    const education::v1::Entity& entity = block.entities(block.entity_indexes(i));
    if (!IsPlaced(key, entity)) continue;
    if (DisclosureOf(block, i) == education::v1::DISCLOSURE_WITHHELD) {
      ++members.withheld_count;
      continue;
    }
    std::string name =
        by_group ? language::Term(key.Words(), block.student_groups(i)) : entity.display_name();
    // The box tells the change, which may be withheld where the status is shown.
    const bool shown = DisclosureOf(block, i) == education::v1::DISCLOSURE_SHOWN;
    const int box = shown ? block.boxes(i) : 0;
    if (box == 0) {
      if (block.status_levels(i) > 0) members.unplaced.insert(std::move(name));
      continue;
    }
    v1::PlacementMember& member =
        members
            .placed[{name, by_group ? std::string(Code(block.student_groups(i))) : entity.name()}];
    if (!by_group) *member.mutable_entity() = entity;
    member.set_student_group(block.student_groups(i));
    member.set_status_level(kLevels - (box / 10 - 1) / kLevels);
    member.set_change_level((box / 10 - 1) % kLevels + 1);
    Members::Cell& cell = members.by_box[box];
    cell.color = block.colors(i);
    cell.names.insert(std::move(name));
  }
}

// A file of the state has LEAs of at least so many of its 58 counties.
constexpr size_t kCountiesOfTheState = 50;

// Says what makes a grid of the state or a county a grid of a part of it, if something does.
void TellPart(const DocumentKey& key, const std::vector<ResultBlock>& blocks,
              v1::Placement& placement) {
  if (!key.cds.IsState() && !key.cds.IsCounty()) return;
  std::set<CdsCode> leas;
  std::set<CdsCode> counties;
  bool estimated = false;
  for (const ResultBlock& block : blocks) {
    for (const education::v1::Entity& entity : block.entities()) {
      const auto cds = ParseEntityName(entity.name());
      if (!cds || !IsPlaced(key, entity)) continue;
      leas.insert(cds->Lea());
      counties.insert(cds->County());
      estimated = estimated || block.from_student_records();
    }
  }
  const bool partial = key.cds.IsState() && counties.size() < kCountiesOfTheState;
  if (!partial && !estimated) return;
  const auto lea_count = static_cast<int64_t>(leas.size());
  const language::Messages& words = key.Words();
  placement.set_notice(JoinNotices(
      placement.notice(),
      words.Text(absl::StrCat(partial ? "notice.part_of_state" : "notice.estimated_schools",
                              OfLeas(key) ? ".leas" : ""),
                 {{"count", lea_count}, {"counties", static_cast<int64_t>(counties.size())}})));
  placement.mutable_entity()->set_display_name(words.Text(
      "name.from_leas", {{"name", placement.entity().display_name()}, {"count", lea_count}}));
}

// The colors that the rules give each cell, by status and change level. Which table a row is
// compared with depends on the row: a cell on which the tables differ has no color.
using RuleColors = std::map<std::pair<int, int>, education::v1::Color>;

RuleColors RuleColorsOf(const std::optional<indicator::v1::Rulebook>& rules,
                        education::v1::Indicator indicator) {
  std::map<std::pair<int, int>, std::set<education::v1::Color>> found;
  if (!rules) return {};
  for (const auto& of_indicator : rules->indicators()) {
    if (of_indicator.indicator() != indicator) continue;
    for (const indicator::v1::ScoreTable& table : of_indicator.tables()) {
      for (const indicator::v1::GridRow& row : table.grid()) {
        for (int change = 1; change <= row.colors_size(); ++change) {
          const auto color = static_cast<education::v1::Color>(row.colors(change - 1));
          // None marks a cell that the table does not use.
          if (color > education::v1::COLOR_NONE) {
            found[{row.status_level(), change}].insert(color);
          }
        }
      }
    }
  }
  RuleColors colors;
  for (const auto& [cell, of_cell] : found) {
    if (of_cell.size() == 1) colors[cell] = *of_cell.begin();
  }
  return colors;
}

// Every cell of the grid, best status first, with or without members.
void AddCells(const Members& members, const RuleColors& rule_colors, v1::Placement& placement) {
  for (int status = kLevels; status >= 1; --status) {
    for (int change = 1; change <= kLevels; ++change) {
      v1::PlacementCell& cell = *placement.add_cells();
      cell.set_status_level(status);
      cell.set_change_level(change);
      const auto ruled = rule_colors.find({status, change});
      cell.set_color(ruled == rule_colors.end() ? education::v1::COLOR_NONE : ruled->second);
      const auto found = members.by_box.find(((kLevels - status) * kLevels + change) * 10);
      if (found == members.by_box.end()) continue;
      if (found->second.color > education::v1::COLOR_NONE) cell.set_color(found->second.color);
      for (const std::string& name : found->second.names) cell.add_members(name);
    }
  }
  for (const std::string& name : members.unplaced) placement.add_unplaced(name);
  for (const auto& [name, member] : members.placed) *placement.add_members() = member;
  placement.set_withheld_count(members.withheld_count);
}

}  // namespace

absl::StatusOr<v1::Placement> ComposePlacement(ReportSource& source, const DocumentKey& key,
                                               const Revision& revision,
                                               const rpc::CallContext& context) {
  v1::Placement placement;
  placement.set_name(key.Name());
  placement.set_dashboard_year(key.dashboard_year);
  placement.set_indicator(key.indicator);
  SetRevision(revision, placement);
  placement.set_notice(key.Notice());
  SOS_ASSIGN_OR_RETURN(*placement.mutable_entity(), FindEntity(source, key, revision, context));
  SOS_ASSIGN_OR_RETURN(const auto blocks, source.GetResults(FilterOf(key), revision, context));
  if (blocks.empty()) return errors::ReportNotFound(placement.name());
  Members members;
  for (const ResultBlock& block : blocks) AddMembers(block, key, members);
  TellPart(key, blocks, placement);
  SOS_ASSIGN_OR_RETURN(const auto rules, source.GetDashboardRules(key.dashboard_year, context));
  AddCells(members, RuleColorsOf(rules, key.indicator), placement);
  SOS_ASSIGN_OR_RETURN(const auto snapshot, source.GetSnapshot(revision, context));
  for (auto& file : SourceFilesOf(snapshot, CollectionsOf(key.indicator), key.cds,
                                  key.dashboard_year, key.dashboard_year)) {
    *placement.add_files() = std::move(file);
  }
  return placement;
}

}  // namespace sos::reporting
