// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/support_changes.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/disclosure/mask.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"

namespace sos::reporting {
namespace {

// A program, and whether its decisions are about the entity itself or about those below it.
struct ComparedProgram {
  eligibility::v1::Program program;
  bool itself = true;
};

std::vector<ComparedProgram> ComparedPrograms(const DocumentKey& key,
                                              const education::v1::Entity& entity) {
  if (entity.type() == education::v1::ENTITY_TYPE_CHARTER_SCHOOL) {
    return {{eligibility::v1::PROGRAM_CHARTER}, {eligibility::v1::PROGRAM_ESSA}};
  }
  if (key.cds.IsSchool()) return {{eligibility::v1::PROGRAM_ESSA}};
  if (key.cds.IsLea()) {
    return {{eligibility::v1::PROGRAM_LCFF},
            {eligibility::v1::PROGRAM_ESSA, false},
            {eligibility::v1::PROGRAM_CHARTER, false}};
  }
  if (key.cds.IsCounty()) {
    return {{eligibility::v1::PROGRAM_LCFF, false}, {eligibility::v1::PROGRAM_CHARTER, false}};
  }
  return {{eligibility::v1::PROGRAM_LCFF, false}};
}

// What one year says of an entity under a program.
struct SupportOfYear {
  education::v1::Entity entity;
  std::string status;
  eligibility::v1::Outcome outcome = eligibility::v1::OUTCOME_UNSPECIFIED;
  std::map<int, eligibility::v1::Outcome> groups;
};

using SupportsOfYear = std::map<std::string, SupportOfYear>;

bool IsDecided(const SupportOfYear& support) {
  return support.outcome == eligibility::v1::OUTCOME_MET ||
         support.outcome == eligibility::v1::OUTCOME_NOT_MET;
}

// Adds what rests on `filter.letter_basis`, for those who are not decided yet.
absl::Status AddDecisions(ReportSource& source, const DocumentKey& key,
                          const ComparedProgram& program,
                          const eligibility::v1::DeterminationFilter& filter,
                          const Revision& revision, const rpc::CallContext& context,
                          SupportsOfYear& supports) {
  return source.ForEachDetermination(
      filter, revision, context, [&](eligibility::v1::Determination& determination) {
        const auto cds = ParseEntityName(determination.entity().name());
        const bool wanted = program.itself ? determination.entity().name() == key.EntityName()
                                           : cds && (!key.cds.IsLea() || cds->Lea() == key.cds);
        if (!wanted || determination.dashboard_year() != filter.dashboard_year()) {
          return absl::OkStatus();
        }
        determination.clear_findings();
        MaskForPublic(determination);
        SupportOfYear read = {.entity = determination.entity(),
                              .status = determination.status(),
                              .outcome = determination.eligibility()};
        for (const auto& group : determination.groups()) {
          read.groups[group.student_group()] = group.outcome();
        }
        const auto [known, added] = supports.try_emplace(determination.entity().name(), read);
        if (!added && !IsDecided(known->second) && IsDecided(read)) known->second = read;
        return absl::OkStatus();
      });
}

// What the results decide; where they do not, what the state published.
absl::StatusOr<SupportsOfYear> ReadSupports(ReportSource& source, const DocumentKey& key,
                                            const ComparedProgram& program, const ComparedYear& of,
                                            const rpc::CallContext& context) {
  eligibility::v1::DeterminationFilter filter;
  filter.set_program(program.program);
  filter.set_dashboard_year(of.year);
  if (program.itself) {
    filter.add_entities(key.EntityName());
  } else if (!key.cds.IsState()) {
    filter.add_counties(std::string(key.cds.county()));
  }
  SupportsOfYear supports;
  SOS_RETURN_IF_ERROR(AddDecisions(source, key, program, filter, of.revision, context, supports));
  const bool open = std::any_of(supports.begin(), supports.end(),
                                [](const auto& support) { return !IsDecided(support.second); });
  if (!open) return supports;
  filter.set_letter_basis(eligibility::v1::LETTER_BASIS_PUBLISHED);
  SOS_RETURN_IF_ERROR(AddDecisions(source, key, program, filter, of.revision, context, supports));
  return supports;
}

// Whether it is known that `group` does not count in the year.
bool DoesNotCount(const SupportOfYear& support, int group) {
  const auto found = support.groups.find(group);
  if (found != support.groups.end()) return found->second == eligibility::v1::OUTCOME_NOT_MET;
  return IsDecided(support);
}

// The groups that count in one year, and are known not to in the other.
std::vector<education::v1::StudentGroup> GroupsOnlyIn(const SupportOfYear& one,
                                                      const SupportOfYear& other) {
  std::vector<education::v1::StudentGroup> groups;
  for (const auto& [group, outcome] : one.groups) {
    if (outcome == eligibility::v1::OUTCOME_MET && DoesNotCount(other, group)) {
      groups.push_back(static_cast<education::v1::StudentGroup>(group));
    }
  }
  return groups;
}

v1::SupportChange ChangeOf(eligibility::v1::Program program, const SupportOfYear& was,
                           const SupportOfYear& is) {
  v1::SupportChange change;
  *change.mutable_entity() = is.entity.name().empty() ? was.entity : is.entity;
  change.set_program(program);
  change.set_from_status(was.status);
  change.set_to_status(is.status);
  change.set_from_outcome(was.outcome);
  change.set_to_outcome(is.outcome);
  for (const auto group : GroupsOnlyIn(is, was)) change.add_added_groups(group);
  for (const auto group : GroupsOnlyIn(was, is)) change.add_removed_groups(group);
  return change;
}

void AddProgramChanges(eligibility::v1::Program program, const SupportsOfYear& before,
                       const SupportsOfYear& after, v1::YearChanges& changes) {
  std::set<std::string> names;
  for (const auto& [name, support] : before) names.insert(name);
  for (const auto& [name, support] : after) names.insert(name);
  const SupportOfYear unknown;
  std::vector<v1::SupportChange> supports;
  std::map<std::pair<std::string, std::string>, int> flows;
  for (const std::string& name : names) {
    const auto was = before.find(name);
    const auto is = after.find(name);
    supports.push_back(ChangeOf(program, was == before.end() ? unknown : was->second,
                                is == after.end() ? unknown : is->second));
    ++flows[{supports.back().from_status(), supports.back().to_status()}];
  }
  std::stable_sort(supports.begin(), supports.end(), [](const auto& a, const auto& b) {
    return a.entity().display_name() < b.entity().display_name();
  });
  for (v1::SupportChange& support : supports) *changes.add_supports() = std::move(support);
  for (const auto& [statuses, count] : flows) {
    v1::StatusFlow& flow = *changes.add_status_flows();
    flow.set_program(program);
    flow.set_from_status(statuses.first);
    flow.set_to_status(statuses.second);
    flow.set_entity_count(count);
  }
}

// The groups of which the later year tells that they count, and the earlier year nothing of
// anybody.
std::vector<education::v1::StudentGroup> NewGroups(const SupportsOfYear& before,
                                                   const SupportsOfYear& after) {
  std::set<int> known;
  for (const auto& [name, support] : before) {
    for (const auto& [group, outcome] : support.groups) known.insert(group);
  }
  std::set<education::v1::StudentGroup> found;
  for (const auto& [name, support] : after) {
    for (const auto& [group, outcome] : support.groups) {
      if (outcome == eligibility::v1::OUTCOME_MET && !known.empty() && !known.contains(group)) {
        found.insert(static_cast<education::v1::StudentGroup>(group));
      }
    }
  }
  return {found.begin(), found.end()};
}

}  // namespace

absl::Status AddSupportChanges(ReportSource& source, const DocumentKey& key,
                               const ComparedYear& from, const ComparedYear& to,
                               const rpc::CallContext& context, ChangesGaps& gaps,
                               v1::YearChanges& changes) {
  for (const ComparedProgram& program : ComparedPrograms(key, changes.entity())) {
    SupportsOfYear read[2];
    bool rules[2];
    for (int i = 0; i < 2; ++i) {
      const ComparedYear& of = i == 0 ? from : to;
      SOS_ASSIGN_OR_RETURN(rules[i], source.HasRules(program.program, of.year, context));
      if (!rules[i]) continue;
      SOS_ASSIGN_OR_RETURN(read[i], ReadSupports(source, key, program, of, context));
    }
    if (read[0].empty() && read[1].empty()) continue;
    if (rules[0] && rules[1]) {
      AddProgramChanges(program.program, read[0], read[1], changes);
      auto groups = NewGroups(read[0], read[1]);
      if (!groups.empty()) gaps.new_groups[program.program] = std::move(groups);
    } else {
      gaps.without_rules.emplace_back(program.program, rules[0] ? to.year : from.year);
    }
  }
  return absl::OkStatus();
}

}  // namespace sos::reporting
