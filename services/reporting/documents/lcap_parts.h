// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_LCAP_PARTS_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_LCAP_PARTS_H_

#include <optional>
#include <vector>

#include "services/reporting/documents/document_key.h"
#include "services/reporting/documents/result_index.h"
#include "services/reporting/sources/report_source.h"
#include "sos/reporting/v1/lcap_pack.pb.h"

// The parts of a pack for a plan, for ComposeLcapPack() alone.
namespace sos::reporting {

// What one program says of the LEA, or of its schools.
struct ProgramAnswers {
  eligibility::v1::Program program = eligibility::v1::PROGRAM_UNSPECIFIED;
  // The program has rules of the year.
  bool has_rules = false;
  // As everybody may see them.
  std::vector<eligibility::v1::Determination> determinations;
};

// What a pack is made of.
struct PlanFacts {
  const DocumentKey& key;
  const education::v1::Entity& entity;
  // Results of the LEA and its schools, of the key's year.
  const std::vector<indicator::v1::ResultBlock>& blocks;
  const ResultIndex& index;
  const ingestion::v1::Snapshot& snapshot;
  const PlanRecords& records;
  // Nullopt where the year has none.
  const std::optional<indicator::v1::Rulebook>& dashboard_rules;
  // Of the LEA: differentiated assistance and the duties of the plan. Of its schools: support under
  // ESSA and the Equity Multiplier.
  ProgramAnswers assistance;
  ProgramAnswers duties;
  std::optional<eligibility::v1::Rulebook> duty_rules;
  ProgramAnswers school_support;
  ProgramAnswers multiplier;
};

// A school other than a charter school, which has a plan of its own, under the code of the LEA; a
// charter school itself.
bool IsOfPlan(const PlanFacts& facts, const education::v1::Entity& entity);

// The metrics of the state priorities, by priority, each for all students first.
void AddMetrics(const PlanFacts& facts, v1::LcapPack& pack);

// The lowest results of the year.
void AddReds(const PlanFacts& facts, v1::LcapPack& pack);

// The facts for the prompts of the template. `pack` has its metrics, Reds and actions.
void AddPrompts(const PlanFacts& facts, v1::LcapPack& pack);

// The facts of the two longest prompts, for AddPrompts(): results of groups, and English learners.
v1::LcapPrompt AnnualPerformance(const PlanFacts& facts, const v1::LcapPack& pack);
v1::LcapPrompt EnglishLearners(const PlanFacts& facts);

// A prompt with its label and what is left to the LEA, where something is.
v1::LcapPrompt PromptOf(const language::Messages& words, absl::string_view code);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_LCAP_PARTS_H_
