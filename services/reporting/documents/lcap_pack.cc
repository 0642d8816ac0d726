// SPDX-License-Identifier: Apache-2.0

// A pack for a plan shows what everybody may see, whoever asks for it: plans are public.

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/disclosure/mask.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/documents/entities.h"
#include "services/reporting/documents/lcap_parts.h"
#include "services/reporting/documents/required_actions.h"
#include "services/reporting/documents/source_files.h"
#include "services/reporting/errors.h"

namespace sos::reporting {
namespace {

using eligibility::v1::Program;
using indicator::v1::ResultBlock;

// Results of the LEA and its schools in the year. Services may answer with more than was asked for.
absl::StatusOr<std::vector<ResultBlock>> ResultsOfPlan(ReportSource& source, const DocumentKey& key,
                                                       const Revision& revision,
                                                       const rpc::CallContext& context) {
  indicator::v1::ResultFilter filter;
  filter.add_dashboard_years(key.dashboard_year);
  key.cds.IsSchool() ? filter.add_entities(key.EntityName()) : filter.add_leas(key.EntityName());
  SOS_ASSIGN_OR_RETURN(auto blocks, source.GetResults(filter, revision, context));
  std::erase_if(blocks, [&key](const ResultBlock& block) {
    return block.dashboard_year() != key.dashboard_year;
  });
  return blocks;
}

// The schools whose results, or duties, the plan is about.
std::vector<std::string> SchoolsOf(const PlanFacts& facts) {
  std::set<std::string> schools;
  const auto add = [&](const education::v1::Entity& entity) {
    const auto cds = ParseEntityName(entity.name());
    if (cds && cds->IsSchool() && IsOfPlan(facts, entity)) schools.insert(entity.name());
  };
  for (const ResultBlock& block : facts.blocks) {
    for (const auto& entity : block.entities()) add(entity);
  }
  for (const auto& determination : facts.duties.determinations) {
    for (const auto& duty : determination.duties()) {
      for (const auto& subject : duty.subjects()) add(subject.entity());
    }
  }
  if (facts.key.cds.IsSchool()) schools.insert(facts.key.EntityName());
  return {schools.begin(), schools.end()};
}

absl::StatusOr<ProgramAnswers> AnswersOf(ReportSource& source, Program program,
                                         const std::vector<std::string>& entities,
                                         const DocumentKey& key, const Revision& revision,
                                         const rpc::CallContext& context) {
  ProgramAnswers answers;
  answers.program = program;
  SOS_ASSIGN_OR_RETURN(answers.has_rules, source.HasRules(program, key.dashboard_year, context));
  // Without entities a filter asks for those of the whole state.
  if (!answers.has_rules || entities.empty()) return answers;
  eligibility::v1::DeterminationFilter filter;
  filter.set_program(program);
  filter.set_dashboard_year(key.dashboard_year);
  for (const std::string& entity : entities) filter.add_entities(entity);
  SOS_ASSIGN_OR_RETURN(answers.determinations, source.GetDeterminations(filter, revision, context));
  for (auto& determination : answers.determinations) MaskForPublic(determination);
  return answers;
}

absl::Status AddAnswers(ReportSource& source, const Revision& revision,
                        const rpc::CallContext& context, PlanFacts& facts) {
  const DocumentKey& key = facts.key;
  const std::vector<std::string> lea = {key.EntityName()};
  const Program assistance =
      key.cds.IsSchool() ? eligibility::v1::PROGRAM_CHARTER : eligibility::v1::PROGRAM_LCFF;
  SOS_ASSIGN_OR_RETURN(facts.assistance,
                       AnswersOf(source, assistance, lea, key, revision, context));
  SOS_ASSIGN_OR_RETURN(
      facts.duties, AnswersOf(source, eligibility::v1::PROGRAM_LCAP, lea, key, revision, context));
  SOS_ASSIGN_OR_RETURN(facts.duty_rules, source.GetSupportRules(eligibility::v1::PROGRAM_LCAP,
                                                                key.dashboard_year, context));
  const std::vector<std::string> schools = SchoolsOf(facts);
  SOS_ASSIGN_OR_RETURN(facts.school_support, AnswersOf(source, eligibility::v1::PROGRAM_ESSA,
                                                       schools, key, revision, context));
  SOS_ASSIGN_OR_RETURN(facts.multiplier,
                       AnswersOf(source, eligibility::v1::PROGRAM_EQUITY_MULTIPLIER, schools, key,
                                 revision, context));
  return absl::OkStatus();
}

// The duties that the LEA has or that are undecided, each with the results that bring it about.
absl::Status AddActions(ReportSource& source, const Revision& revision,
                        const rpc::CallContext& context, const PlanFacts& facts,
                        v1::LcapPack& pack) {
  SOS_ASSIGN_OR_RETURN(const PlanDuties duties,
                       ReadPlanDuties(source, facts.key, pack.entity(), revision, context));
  SOS_ASSIGN_OR_RETURN(
      const RedYears reds,
      ReadRedYears(source, facts.key, duties.Wanted(facts.key.dashboard_year), revision, context));
  for (v1::RequiredAction& action : RequiredActions(facts.key, duties, reds.results)) {
    if (action.outcome() == eligibility::v1::OUTCOME_NOT_MET) continue;
    *pack.add_required_actions() = std::move(action);
  }
  return absl::OkStatus();
}

bool IsKnown(const PlanFacts& facts) {
  return !facts.blocks.empty() || !facts.assistance.determinations.empty() ||
         !facts.duties.determinations.empty() ||
         facts.records.ratings.contains(facts.key.dashboard_year);
}

}  // namespace

absl::StatusOr<v1::LcapPack> ComposeLcapPack(ReportSource& source, const DocumentKey& key,
                                             const Revision& revision,
                                             const rpc::CallContext& context) {
  v1::LcapPack pack;
  pack.set_name(key.Name());
  pack.set_dashboard_year(key.dashboard_year);
  SetRevision(revision, pack);
  pack.set_notice(key.Notice());
  SOS_ASSIGN_OR_RETURN(*pack.mutable_entity(), FindEntity(source, key, revision, context));
  if (key.cds.IsSchool() && pack.entity().type() != education::v1::ENTITY_TYPE_CHARTER_SCHOOL) {
    return errors::FieldInvalid(
        "name", key.Name(), "the name of a pack of a district, county office or charter school");
  }
  SOS_ASSIGN_OR_RETURN(const auto snapshot, source.GetSnapshot(revision, context));
  SOS_ASSIGN_OR_RETURN(const auto blocks, ResultsOfPlan(source, key, revision, context));
  SOS_ASSIGN_OR_RETURN(const auto rules, source.GetDashboardRules(key.dashboard_year, context));
  SOS_ASSIGN_OR_RETURN(const PlanRecords records,
                       source.GetPlanRecords(key.cds, {key.dashboard_year - 1, key.dashboard_year},
                                             revision, context));
  const ResultIndex index(blocks);
  PlanFacts facts = {.key = key,
                     .entity = pack.entity(),
                     .blocks = blocks,
                     .index = index,
                     .snapshot = snapshot,
                     .records = records,
                     .dashboard_rules = rules};
  SOS_RETURN_IF_ERROR(AddAnswers(source, revision, context, facts));
  if (!IsKnown(facts)) return errors::ReportNotFound(pack.name());
  SOS_RETURN_IF_ERROR(AddActions(source, revision, context, facts, pack));
  AddMetrics(facts, pack);
  AddReds(facts, pack);
  AddPrompts(facts, pack);
  for (auto& file :
       SourceFilesOf(snapshot, DeterminationCollections(), key.cds, 0, key.dashboard_year)) {
    *pack.add_files() = std::move(file);
  }
  return pack;
}

}  // namespace sos::reporting
