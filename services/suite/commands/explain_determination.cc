// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "common/text/printable_message.h"
#include "services/suite/commands/explain.h"
#include "services/suite/commands/names.h"
#include "services/suite/print.h"

namespace sos::suite {
namespace {

using eligibility::v1::DeterminationExplanation;
using eligibility::v1::Reasoning;

constexpr int kMaxDistances = 2;

absl::StatusOr<DeterminationExplanation> Ask(Session& session, const ExplainOptions& options) {
  eligibility::v1::ExplainDeterminationRequest request;
  request.set_name(options.determination);
  if (!absl::StartsWith(options.determination, kEntityPrefix)) {
    SOS_ASSIGN_OR_RETURN(const education::v1::Entity entity, session.GetEntity(options.entity));
    request.set_name(absl::StrCat(entity.name(), "/determinations/", options.determination));
  }
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  SetRevision(RevisionIn(snapshot), request);
  request.set_letter_basis(options.basis == "published-letters"
                               ? eligibility::v1::LETTER_BASIS_PUBLISHED
                               : eligibility::v1::LETTER_BASIS_RESULTS);
  grpc::ClientContext context;
  DeterminationExplanation explanation;
  SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(
      session.stubs().eligibility->ExplainDetermination(&context, request, &explanation)));
  return explanation;
}

absl::string_view Mark(eligibility::v1::Outcome outcome) {
  if (outcome == eligibility::v1::OUTCOME_MET) return "[x] ";
  return outcome == eligibility::v1::OUTCOME_NOT_MET ? "[ ] " : "[?] ";
}

// "12 of 40, before 14 of 39; box 110; red 2 students away".
std::string Numbers(const eligibility::v1::Fact& fact) {
  if (fact.result().empty()) return "";
  std::string text;
  if (fact.current_numerator() >= 0) {
    absl::StrAppend(&text, " ", fact.current_numerator(), " of ", fact.current_denominator());
    if (fact.prior_numerator() >= 0) {
      absl::StrAppend(&text, ", before ", fact.prior_numerator(), " of ", fact.prior_denominator());
    }
    text += ".";
  } else if (fact.current_denominator() >= 0) {
    absl::StrAppend(&text, " ", fact.current_denominator(), " students.");
  }
  if (fact.box() != 0) absl::StrAppend(&text, " Box ", fact.box(), ".");
  for (int i = 0; i < fact.distances_size() && i < kMaxDistances; ++i) {
    const auto& distance = fact.distances(i);
    const std::string color = ColorCode(distance.color()) == 0
                                  ? absl::StrCat("level ", distance.status_level())
                                  : ColorWord(ColorCode(distance.color()));
    absl::StrAppend(&text, " ", color, " at ",
                    distance.has_points() ? absl::StrCat(distance.points().value(), " points")
                                          : absl::StrCat(distance.student_count(), " students"),
                    ".");
  }
  return text;
}

void AddStep(const Reasoning& step, size_t depth, bool all, std::string& text) {
  absl::StrAppend(&text, std::string(2 * depth, ' '), Mark(step.outcome()), step.rule(), ": ",
                  step.statement(), Numbers(step.fact()));
  if (!step.reason().empty()) absl::StrAppend(&text, " (", step.reason(), ")");
  if (step.has_citation()) absl::StrAppend(&text, " [", step.citation().source(), "]");
  text += "\n";
  int hidden = 0;
  for (const Reasoning& part : step.parts()) {
    // What is not met is told by its own line; below it only where it is asked for.
    const bool quiet = part.outcome() == eligibility::v1::OUTCOME_NOT_MET &&
                       !part.parts().empty() && !all && depth > 0;
    if (quiet) {
      ++hidden;
    } else {
      AddStep(part, depth + 1, all, text);
    }
  }
  if (hidden > 0) {
    absl::StrAppend(&text, std::string(2 * depth + 2, ' '), "[ ] ", hidden,
                    " more that are not met; --all shows them\n");
  }
}

std::string ToText(const DeterminationExplanation& explanation, bool all) {
  const auto& determination = explanation.determination();
  std::string text = absl::StrCat(
      determination.entity().display_name(), " (", CdsOf(determination.entity()), "), ",
      ProgramLabel(determination.program()), " ", determination.dashboard_year(), "\n",
      determination.status().empty()
          ? absl::StrCat("Eligible: ", OutcomeWord(determination.eligibility()))
          : determination.status(),
      "; rules: ", determination.rulebook(), ", data: revision ",
      ToString(RevisionIn(determination)), "\n");
  if (determination.rests_on_inferred_rule()) {
    text += "Rests on a rule that was inferred or could not be verified.\n";
  }
  text += "\n";
  AddStep(explanation.reasoning(), 0, all, text);
  for (const Reasoning& further : explanation.further()) {
    text += "\n";
    AddStep(further, 0, all, text);
  }
  if (!explanation.missing_inputs().empty()) text += "\nWhat was missing\n";
  for (const auto& missing : explanation.missing_inputs()) {
    absl::StrAppend(&text, "  ", missing.reason(), ": ", missing.description(), "\n");
  }
  return text;
}

void AddRows(const Reasoning& step, int depth, Listing& listing) {
  listing.Add({absl::StrCat(depth), step.rule(),
               step.student_group() == education::v1::STUDENT_GROUP_UNSPECIFIED
                   ? ""
                   : std::string(Code(step.student_group())),
               OutcomeWord(step.outcome()), step.statement(), step.reason(),
               step.citation().source()});
  for (const Reasoning& part : step.parts()) AddRows(part, depth + 1, listing);
}

std::string ToCsv(const DeterminationExplanation& explanation) {
  Listing listing({{"depth", Listing::Kind::kNumber},
                   {"rule"},
                   {"group"},
                   {"met"},
                   {"statement"},
                   {"reason"},
                   {"source"}});
  AddRows(explanation.reasoning(), 0, listing);
  for (const Reasoning& further : explanation.further()) AddRows(further, 0, listing);
  return listing.Csv();
}

}  // namespace

int RunExplainDetermination(const GlobalOptions& global, const ExplainOptions& options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  const auto explanation = Ask(**session, options);
  if (!explanation.ok()) return Fail(explanation.status());
  std::string text;
  if (global.format == Format::kJson) {
    text = JsonDocument(*explanation);
  } else {
    text = global.format == Format::kCsv ? ToCsv(*explanation)
                                         : ToText(PrintableMessage(*explanation), options.all);
  }
  const absl::Status written = WriteOutput(global, text);
  return written.ok() ? kExitDone : Fail(written);
}

}  // namespace sos::suite
