// SPDX-License-Identifier: Apache-2.0

// A list of targets shows what everybody may see, whoever asks for it: it is made to be passed on.

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "common/disclosure/mask.h"
#include "common/education/cds_code.h"
#include "common/resource_names/resource_names.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "services/reporting/documents/cells.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/documents/entities.h"
#include "services/reporting/documents/level_borders.h"
#include "services/reporting/documents/source_files.h"
#include "services/reporting/errors.h"
#include "services/reporting/sentences/notices.h"
#include "services/reporting/sentences/targets.h"

namespace sos::reporting {
namespace {

using eligibility::v1::Program;
using indicator::v1::ResultBlock;
using indicator::v1::ResultCrossings;

// Entity, indicator and group of a result.
using ResultKey = std::tuple<std::string, education::v1::Indicator, education::v1::StudentGroup>;
using CrossingsByResult = std::map<ResultKey, ResultCrossings>;

// An LEA with its schools, a school, or the LEAs of a county, of which charter schools are some.
indicator::v1::ResultFilter TargetFilter(const DocumentKey& key) {
  indicator::v1::ResultFilter filter;
  filter.add_dashboard_years(key.dashboard_year);
  if (key.cds.IsCounty()) {
    filter.add_counties(std::string(key.cds.county()));
    filter.add_entity_types(education::v1::ENTITY_TYPE_DISTRICT);
    filter.add_entity_types(education::v1::ENTITY_TYPE_COUNTY_OFFICE);
    filter.add_entity_types(education::v1::ENTITY_TYPE_CHARTER_SCHOOL);
  } else if (key.cds.IsLea()) {
    filter.add_leas(key.EntityName());
  } else {
    filter.add_entities(key.EntityName());
  }
  return filter;
}

bool IsListed(const DocumentKey& key, const education::v1::Entity& entity) {
  const auto cds = ParseEntityName(entity.name());
  if (!cds || cds->IsCounty() || cds->IsState()) return false;
  return !key.cds.IsCounty() || cds->IsLea() ||
         entity.type() == education::v1::ENTITY_TYPE_CHARTER_SCHOOL;
}

// Crossings of everybody's results. What does not say that it is shown is withheld.
CrossingsByResult ShownByResult(std::vector<ResultCrossings> results) {
  CrossingsByResult crossings;
  for (ResultCrossings& result : results) {
    if (result.disclosure() != education::v1::DISCLOSURE_SHOWN) continue;
    ResultKey key = {result.entity().name(), result.indicator(), result.student_group()};
    crossings[std::move(key)] = std::move(result);
  }
  return crossings;
}

// All that the targets of a list are made from.
struct TargetInputs {
  const language::Messages& words;
  const indicator::v1::Rulebook* rules;
  CrossingsByResult this_year;
  CrossingsByResult next_year;
};

const ResultCrossings* FindIn(const CrossingsByResult& crossings, const v1::Target& target,
                              const ResultFacts& facts) {
  // The result itself says best what everybody may see of it.
  if (facts.change_withheld) return nullptr;
  const auto found =
      crossings.find({target.entity().name(), target.indicator(), target.student_group()});
  return found == crossings.end() ? nullptr : &found->second;
}

void SetBorders(const TargetInputs& inputs, const ResultFacts& facts,
                const std::string& school_type, const ResultCrossings* crossings,
                v1::Target& target) {
  if (inputs.rules == nullptr) return;
  for (const auto& rules : inputs.rules->indicators()) {
    if (rules.indicator() != target.indicator()) continue;
    const BetterBorders borders =
        FindBetterBorders(rules, facts, target.entity().type(), school_type, crossings);
    if (borders.status) *target.mutable_status_border() = *borders.status;
    if (borders.change) *target.mutable_change_border() = *borders.change;
  }
}

v1::Target TargetOf(const TargetInputs& inputs, const ResultBlock& block, int i,
                    const ResultFacts& facts) {
  const int entity_index = block.entity_indexes(i);
  v1::Target target;
  *target.mutable_entity() = block.entities(entity_index);
  target.set_indicator(block.indicator());
  target.set_student_group(block.student_groups(i));
  *target.mutable_cell() = CellOf(inputs.words, inputs.rules, facts);
  const ResultCrossings* const crossings = FindIn(inputs.this_year, target, facts);
  if (crossings != nullptr) {
    const auto* const next = NextBetter(facts.cell, crossings->crossings());
    if (next != nullptr) *target.mutable_next_color() = *next;
  }
  target.set_sentence(TargetSentence(inputs.words, facts, crossings));
  const ResultCrossings* const later = FindIn(inputs.next_year, target, facts);
  if (later != nullptr && later->color() > education::v1::COLOR_NONE) {
    target.set_next_year_color_if_unchanged(later->color());
    v1::Cell then = facts.cell;
    then.set_color(later->color());
    const auto* const next = NextBetter(then, later->crossings());
    if (next != nullptr) *target.mutable_next_year_color() = *next;
  }
  target.set_next_year_sentence(NextYearSentence(inputs.words, facts, later));
  SetBorders(
      inputs, facts,
      entity_index < block.school_types_size() ? block.school_types(entity_index) : std::string(),
      crossings, target);
  return target;
}

// Adds the targets of the year and counts what is withheld. Returns the entities that have results.
std::map<std::string, education::v1::Entity> AddTargets(const DocumentKey& key,
                                                        const TargetInputs& inputs,
                                                        const std::vector<ResultBlock>& blocks,
                                                        v1::TargetList& list) {
  std::map<std::string, education::v1::Entity> entities;
  std::set<education::v1::Indicator> estimates;
  std::vector<v1::Target> targets;
  for (const ResultBlock& block : blocks) {
    if (block.dashboard_year() != key.dashboard_year) continue;
    for (int i = 0; i < block.entity_indexes_size(); ++i) {
      const education::v1::Entity& entity = block.entities(block.entity_indexes(i));
      if (!IsListed(key, entity)) continue;
      entities.emplace(entity.name(), entity);
      const ResultFacts facts = FactsOf(block, i);
      if (facts.cell.state() == v1::Cell::STATE_MASKED) {
        list.set_withheld_count(list.withheld_count() + 1);
      }
      if (facts.cell.state() != v1::Cell::STATE_RATED) continue;
      targets.push_back(TargetOf(inputs, block, i, facts));
      if (block.from_student_records()) estimates.insert(block.indicator());
    }
  }
  // The entity itself comes first, the others by name.
  const auto order = [&list](const v1::Target& target) {
    return std::make_tuple(target.entity().name() != list.entity().name(),
                           target.entity().display_name(), target.entity().name(),
                           target.indicator(), target.student_group());
  };
  std::stable_sort(targets.begin(), targets.end(),
                   [&order](const auto& a, const auto& b) { return order(a) < order(b); });
  for (v1::Target& target : targets) *list.add_targets() = std::move(target);
  if (!estimates.empty()) {
    list.set_notice(JoinNotices(list.notice(), EstimatesNotice(inputs.words, estimates, {})));
  }
  return entities;
}

bool IsDecidedBy(Program program, const education::v1::Entity& entity) {
  const auto cds = ParseEntityName(entity.name());
  if (!cds) return false;
  const bool charter = entity.type() == education::v1::ENTITY_TYPE_CHARTER_SCHOOL;
  switch (program) {
    case eligibility::v1::PROGRAM_CHARTER:
      return charter;
    case eligibility::v1::PROGRAM_ESSA:
      return cds->IsSchool();
    default:
      return cds->IsLea();
  }
}

// The entity of the list. No file describes a county; where it is none of the state's, its LEAs say
// its name.
absl::StatusOr<education::v1::Entity> EntityOfList(ReportSource& source, const DocumentKey& key,
                                                   const std::vector<ResultBlock>& blocks,
                                                   const Revision& revision,
                                                   const rpc::CallContext& context) {
  absl::StatusOr<education::v1::Entity> entity = FindEntity(source, key, revision, context);
  if (entity.ok() || !key.cds.IsCounty() || ErrorReason(entity.status()) != "ENTITY_NOT_FOUND") {
    return entity;
  }
  for (const ResultBlock& block : blocks) {
    for (const education::v1::Entity& lea : block.entities()) {
      if (lea.county_name().empty()) continue;
      education::v1::Entity county;
      county.set_name(key.EntityName());
      county.set_type(education::v1::ENTITY_TYPE_COUNTY);
      county.set_display_name(lea.county_name());
      county.set_county_name(lea.county_name());
      return county;
    }
  }
  return entity;
}

// What ends the eligibilities of one program, masked before any sentence is made of it.
absl::Status AddExits(ReportSource& source, const DocumentKey& key, Program program,
                      const std::map<std::string, education::v1::Entity>& entities,
                      const Revision& revision, const rpc::CallContext& context,
                      v1::TargetList& list) {
  eligibility::v1::DeterminationFilter filter;
  filter.set_program(program);
  filter.set_dashboard_year(key.dashboard_year);
  for (const auto& [name, entity] : entities) {
    if (IsDecidedBy(program, entity)) filter.add_entities(name);
  }
  if (filter.entities().empty()) return absl::OkStatus();
  SOS_ASSIGN_OR_RETURN(const bool rules, source.HasRules(program, key.dashboard_year, context));
  if (!rules) return absl::OkStatus();
  SOS_ASSIGN_OR_RETURN(auto nearest, source.GetNearest(filter, revision, context));
  std::erase_if(nearest, [](const eligibility::v1::Nearest& one) {
    return one.direction() != eligibility::v1::Nearest::DIRECTION_LEAVE;
  });
  if (nearest.empty()) return absl::OkStatus();
  SOS_ASSIGN_OR_RETURN(auto determinations, source.GetDeterminations(filter, revision, context));
  std::map<std::string, std::vector<education::v1::StudentGroup>> groups;
  for (eligibility::v1::Determination& determination : determinations) {
    MaskForPublic(determination);
    for (const auto& group : determination.groups()) {
      if (group.outcome() != eligibility::v1::OUTCOME_MET) continue;
      groups[determination.entity().name()].push_back(group.student_group());
    }
  }
  std::stable_sort(nearest.begin(), nearest.end(), [](const auto& a, const auto& b) {
    return std::make_pair(a.entity().display_name(), a.entity().name()) <
           std::make_pair(b.entity().display_name(), b.entity().name());
  });
  for (eligibility::v1::Nearest& one : nearest) {
    MaskForPublic(one);
    v1::EligibilityExit& exit = *list.add_exits();
    *exit.mutable_entity() = one.entity();
    exit.set_program(program);
    for (const auto group : groups[one.entity().name()]) exit.add_student_groups(group);
    for (std::string& sentence : ExitSentences(key.Words(), one)) {
      exit.add_sentences(std::move(sentence));
    }
    *exit.mutable_nearest() = std::move(one);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::TargetList> ComposeTargetList(ReportSource& source, const DocumentKey& key,
                                                 const Revision& revision,
                                                 const rpc::CallContext& context) {
  v1::TargetList list;
  list.set_name(key.Name());
  list.set_dashboard_year(key.dashboard_year);
  SetRevision(revision, list);
  list.set_notice(key.Notice());
  const indicator::v1::ResultFilter filter = TargetFilter(key);
  SOS_ASSIGN_OR_RETURN(const auto blocks, source.GetResults(filter, revision, context));
  SOS_ASSIGN_OR_RETURN(*list.mutable_entity(),
                       EntityOfList(source, key, blocks, revision, context));
  SOS_ASSIGN_OR_RETURN(const auto rules, source.GetDashboardRules(key.dashboard_year, context));
  TargetInputs inputs = {.words = key.Words(), .rules = rules ? &*rules : nullptr};
  SOS_ASSIGN_OR_RETURN(auto crossings, source.GetCrossings(filter, revision, context));
  inputs.this_year = ShownByResult(std::move(crossings));
  SOS_ASSIGN_OR_RETURN(auto later, source.GetNextYearCrossings(filter, revision, context));
  inputs.next_year = ShownByResult(std::move(later));
  const auto entities = AddTargets(key, inputs, blocks, list);
  if (entities.empty()) return errors::ReportNotFound(list.name());
  std::vector<Program> programs = {eligibility::v1::PROGRAM_LCFF, eligibility::v1::PROGRAM_CHARTER};
  // A county's list is of its LEAs: what ends the eligibility of a school is in the LEA's own.
  if (!key.cds.IsCounty()) programs.push_back(eligibility::v1::PROGRAM_ESSA);
  for (const Program program : programs) {
    SOS_RETURN_IF_ERROR(AddExits(source, key, program, entities, revision, context, list));
  }
  SOS_ASSIGN_OR_RETURN(const auto snapshot, source.GetSnapshot(revision, context));
  for (auto& file :
       SourceFilesOf(snapshot, DeterminationCollections(), key.cds, 0, key.dashboard_year)) {
    *list.add_files() = std::move(file);
  }
  return list;
}

}  // namespace sos::reporting
