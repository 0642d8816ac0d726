// SPDX-License-Identifier: Apache-2.0

// A view of support shows what everybody may see, whoever asks for it: it is made to be passed on.

#include <string>
#include <utility>
#include <vector>

#include "common/disclosure/mask.h"
#include "common/status/macros.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/documents/entities.h"
#include "services/reporting/documents/source_files.h"
#include "services/reporting/errors.h"
#include "services/reporting/sentences/support.h"

namespace sos::reporting {
namespace {

// One program's answer, masked before any sentence is made of it.
absl::StatusOr<v1::ProgramSupport> SupportOf(ReportSource& source, const DocumentKey& key,
                                             const education::v1::Entity& entity,
                                             eligibility::v1::Program program,
                                             const Revision& revision,
                                             const rpc::CallContext& context) {
  const language::Messages& words = key.Words();
  v1::ProgramSupport support;
  support.set_program(program);
  support.set_label(ProgramLabel(words, program));
  eligibility::v1::DeterminationFilter filter;
  filter.set_program(program);
  filter.set_dashboard_year(key.dashboard_year);
  filter.add_entities(key.EntityName());
  SOS_ASSIGN_OR_RETURN(auto determinations, source.GetDeterminations(filter, revision, context));
  if (determinations.empty()) {
    support.add_sentences(words.Text(
        "support.unknown",
        {{"entity", entity.display_name()}, {"year", std::to_string(key.dashboard_year)}}));
    return support;
  }
  *support.mutable_determination() = std::move(determinations.front());
  SOS_ASSIGN_OR_RETURN(auto nearest, source.GetNearest(filter, revision, context));
  if (!nearest.empty()) *support.mutable_nearest() = std::move(nearest.front());
  SOS_ASSIGN_OR_RETURN(auto history, source.GetHistory(program, key.cds, revision, context));
  *support.mutable_history() = std::move(*history.mutable_years());
  MaskForPublic(support);
  for (const std::string& sentence : SupportSentences(words, support.determination())) {
    support.add_sentences(sentence);
  }
  for (const std::string& sentence : HistorySentences(words, support.history())) {
    support.add_sentences(sentence);
  }
  for (const std::string& gap : GapSentences(words, support.determination())) support.add_gaps(gap);
  if (support.has_nearest()) {
    support.set_nearest_sentence(NearestSentence(words, support.nearest()));
  }
  return support;
}

}  // namespace

absl::StatusOr<v1::SupportView> ComposeSupportView(ReportSource& source, const DocumentKey& key,
                                                   const Revision& revision,
                                                   const rpc::CallContext& context) {
  const language::Messages& words = key.Words();
  v1::SupportView view;
  view.set_name(key.Name());
  view.set_dashboard_year(key.dashboard_year);
  SetRevision(revision, view);
  view.set_notice(key.Notice());
  SOS_ASSIGN_OR_RETURN(*view.mutable_entity(), FindEntity(source, key, revision, context));
  bool known = false;
  for (const eligibility::v1::Program program : ProgramsAbout(view.entity(), key.cds)) {
    SOS_ASSIGN_OR_RETURN(const bool rules, source.HasRules(program, key.dashboard_year, context));
    if (!rules) continue;
    SOS_ASSIGN_OR_RETURN(*view.add_programs(),
                         SupportOf(source, key, view.entity(), program, revision, context));
    const v1::ProgramSupport& support = *view.programs().rbegin();
    if (!support.has_determination()) continue;
    known = true;
    view.add_sentences(SupportHeadline(words, support.determination()));
  }
  SOS_ASSIGN_OR_RETURN(const LeaCounts leas, CountLeas(source, key, revision, context));
  for (const std::string& sentence : LeaSentences(words, key.dashboard_year, leas)) {
    view.add_sentences(sentence);
  }
  if (!known && leas.total == 0) return errors::ReportNotFound(view.name());
  SOS_ASSIGN_OR_RETURN(const auto snapshot, source.GetSnapshot(revision, context));
  for (auto& file :
       SourceFilesOf(snapshot, DeterminationCollections(), key.cds, 0, key.dashboard_year)) {
    *view.add_files() = std::move(file);
  }
  return view;
}

}  // namespace sos::reporting
