// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "common/text/printable_message.h"
#include "services/suite/commands/duty_results.h"
#include "services/suite/commands/explain.h"
#include "services/suite/commands/names.h"
#include "services/suite/print.h"

namespace sos::suite {
namespace {

using eligibility::v1::Determination;
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

// The results that duties are about, by duty.
using DutyLines = std::map<std::string, std::vector<DutyResult>>;

// How a duty's step tells whom it is about: one part an entity and group.
constexpr absl::string_view kSubjectRule = "subject";

absl::StatusOr<DutyLines> ReadDutyLines(Session& session, const Determination& determination) {
  DutyLines lines;
  SOS_ASSIGN_OR_RETURN(const DutyResults results, DutyResults::Read(session, {determination}));
  for (const auto& duty : determination.duties()) {
    lines[duty.duty()] = results.Of(determination, duty);
  }
  return lines;
}

// The results that the parts of a step are about, each with its status, instead of the parts. Null
// where they are no such parts.
const std::vector<DutyResult>* LinesOf(const Reasoning& step, const DutyLines& lines) {
  const auto found = lines.find(step.rule());
  const bool told = found != lines.end() && !found->second.empty() && !step.parts().empty() &&
                    step.parts(0).rule() == kSubjectRule;
  return told ? &found->second : nullptr;
}

void AddStep(const Reasoning& step, const DutyLines& lines, size_t depth, bool all,
             std::string& text) {
  absl::StrAppend(&text, std::string(2 * depth, ' '), Mark(step.outcome()), step.rule(), ": ",
                  step.statement(), Numbers(step.fact()));
  if (!step.reason().empty()) absl::StrAppend(&text, " (", step.reason(), ")");
  if (step.has_citation()) absl::StrAppend(&text, " [", step.citation().source(), "]");
  text += "\n";
  if (const auto* const about = LinesOf(step, lines); about != nullptr) {
    for (const DutyResult& result : *about) {
      absl::StrAppend(&text, std::string(2 * depth + 2, ' '), Mark(eligibility::v1::OUTCOME_MET),
                      kSubjectRule, ": ", DutyResultText(result), "\n");
    }
    return;
  }
  int hidden = 0;
  for (const Reasoning& part : step.parts()) {
    // What is not met is told by its own line; below it only where it is asked for.
    const bool quiet = part.outcome() == eligibility::v1::OUTCOME_NOT_MET &&
                       !part.parts().empty() && !all && depth > 0;
    if (quiet) {
      ++hidden;
    } else {
      AddStep(part, lines, depth + 1, all, text);
    }
  }
  if (hidden > 0) {
    absl::StrAppend(&text, std::string(2 * depth + 2, ' '), "[ ] ", hidden,
                    " more that are not met; --all shows them\n");
  }
}

std::string ToText(const DeterminationExplanation& explanation, const DutyLines& lines, bool all) {
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
  AddStep(explanation.reasoning(), lines, 0, all, text);
  for (const Reasoning& further : explanation.further()) {
    text += "\n";
    AddStep(further, lines, 0, all, text);
  }
  if (!explanation.missing_inputs().empty()) text += "\nWhat was missing\n";
  for (const auto& missing : explanation.missing_inputs()) {
    absl::StrAppend(&text, "  ", missing.reason(), ": ", missing.description(), "\n");
  }
  return text;
}

void AddRows(const Reasoning& step, const DutyLines& lines, int depth, Listing& listing) {
  listing.Add({absl::StrCat(depth), step.rule(),
               step.student_group() == education::v1::STUDENT_GROUP_UNSPECIFIED
                   ? ""
                   : std::string(Code(step.student_group())),
               OutcomeWord(step.outcome()), step.statement(), step.reason(),
               step.citation().source()});
  if (const auto* const about = LinesOf(step, lines); about != nullptr) {
    for (const DutyResult& result : *about) {
      listing.Add({absl::StrCat(depth + 1), std::string(kSubjectRule), result.group,
                   OutcomeWord(eligibility::v1::OUTCOME_MET), DutyResultText(result), "", ""});
    }
    return;
  }
  for (const Reasoning& part : step.parts()) AddRows(part, lines, depth + 1, listing);
}

std::string ToCsv(const DeterminationExplanation& explanation, const DutyLines& lines) {
  Listing listing({{"depth", Listing::Kind::kNumber},
                   {"rule"},
                   {"group"},
                   {"met"},
                   {"statement"},
                   {"reason"},
                   {"source"}});
  AddRows(explanation.reasoning(), lines, 0, listing);
  for (const Reasoning& further : explanation.further()) AddRows(further, lines, 0, listing);
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
    const auto printable = PrintableMessage(*explanation);
    const auto lines =
        ReadDutyLines(**session, global.format == Format::kCsv ? explanation->determination()
                                                               : printable.determination());
    if (!lines.ok()) return Fail(lines.status());
    text = global.format == Format::kCsv ? ToCsv(*explanation, *lines)
                                         : ToText(printable, *lines, options.all);
  }
  const absl::Status written = WriteOutput(global, text);
  return written.ok() ? kExitDone : Fail(written);
}

}  // namespace sos::suite
