// SPDX-License-Identifier: Apache-2.0
#include "services/suite/commands/explain.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "common/text/printable_message.h"
#include "services/reporting/sentences/catalog.h"
#include "services/reporting/sentences/targets.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/names.h"
#include "services/suite/print.h"

namespace sos::suite {
namespace {

using indicator::v1::Explanation;

absl::StatusOr<Explanation> AskForResult(Session& session, const ExplainOptions& options) {
  SOS_RETURN_IF_ERROR(CheckYear(session, options.year));
  SOS_ASSIGN_OR_RETURN(const education::v1::Entity entity, session.GetEntity(options.entity));
  SOS_ASSIGN_OR_RETURN(const auto indicator, ParseIndicatorOption(options.indicator));
  SOS_ASSIGN_OR_RETURN(const auto group, ParseGroupOption(options.group));
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  indicator::v1::ExplainResultRequest request;
  request.set_name(absl::StrCat(entity.name(), "/results/", options.year, "-",
                                absl::AsciiStrToLower(Code(indicator)), "-",
                                absl::AsciiStrToLower(Code(group))));
  SetRevision(RevisionIn(snapshot), request);
  grpc::ClientContext context;
  Explanation explanation;
  SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(
      session.stubs().indicator->ExplainResult(&context, request, &explanation)));
  return explanation;
}

// How far the next color is, as pages say it: what most readers come for.
absl::StatusOr<std::string> DistanceToNextColor(Session& session, const Explanation& explanation) {
  const indicator::v1::Result& result = explanation.result();
  const language::Messages& words = *reporting::SentenceCatalog().Find("");
  reporting::ResultFacts facts;
  facts.indicator = result.indicator();
  facts.student_group = result.student_group();
  facts.cell.set_color(result.color());
  facts.cell.set_status_level(result.status_level());
  // What is withheld is withheld from this caller: who may see all is told nothing of it.
  if (result.disclosure() == education::v1::DISCLOSURE_WITHHELD) {
    return words.Text("result.masked");
  }
  facts.change_withheld = result.disclosure() == education::v1::DISCLOSURE_CHANGE_WITHHELD;
  const bool without_colors = explanation.has_table() && explanation.table().grid().empty();
  if (result.color() <= education::v1::COLOR_NONE &&
      !(without_colors && result.status_level() > 0 && result.current_size_met())) {
    return std::string("It has no color, so that there is no distance to the next one.");
  }
  facts.cell.set_state(reporting::v1::Cell::STATE_RATED);
  indicator::v1::StreamCrossingsRequest request;
  request.mutable_filter()->add_entities(result.entity().name());
  request.mutable_filter()->add_dashboard_years(result.dashboard_year());
  request.mutable_filter()->add_indicators(result.indicator());
  request.mutable_filter()->add_student_groups(result.student_group());
  SetRevision(RevisionIn(result), request);
  grpc::ClientContext context;
  const auto reader = session.stubs().indicator->StreamCrossings(&context, request);
  std::optional<indicator::v1::ResultCrossings> crossings;
  indicator::v1::StreamCrossingsResponse response;
  while (reader->Read(&response)) {
    if (!response.results().empty()) crossings = response.results(0);
  }
  SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  return reporting::TargetSentence(words, facts, crossings ? &*crossings : nullptr);
}

std::string BasisWord(indicator::v1::Basis basis) {
  std::string word = indicator::v1::Basis_Name(basis).substr(6);
  absl::AsciiStrToLower(&word);
  for (char& c : word) c = c == '_' ? ' ' : c;
  return word;
}

void AddBorders(absl::string_view title,
                const google::protobuf::RepeatedPtrField<Explanation::Border>& borders,
                std::string& text) {
  if (borders.empty()) return;
  absl::StrAppend(&text, "\n", title, "\n");
  for (const Explanation::Border& border : borders) {
    const bool up = border.distance().value()[0] != '-';
    absl::StrAppend(&text, "  level ", border.level(), " ", border.label(), " begins at ",
                    border.threshold().value(), ": ", up ? "+" : "", border.distance().value());
    if (border.student_count() >= 0) {
      absl::StrAppend(&text, ", or ", border.student_count(),
                      border.student_count() == 1 ? " student" : " students");
    }
    text += "\n";
  }
}

std::string ToText(const Explanation& explanation) {
  const indicator::v1::Result& result = explanation.result();
  std::string text = absl::StrCat(
      result.entity().display_name(), " (", CdsOf(result.entity()), "), ",
      Label(result.indicator()), ", ", Label(result.student_group()), ", ", result.dashboard_year(),
      "\n", ColorWord(ColorCode(result.color())), "; status ",
      result.has_status() ? result.status().value() : "none", ", change ",
      result.has_change() ? result.change().value() : "none", "; rules: ", result.rulebook(),
      ", data: revision ", ToString(RevisionIn(result)), "\n\n");
  for (const Explanation::Step& step : explanation.steps()) {
    absl::StrAppend(&text, step.subject(), "\n  ", step.description(), "\n  [",
                    BasisWord(step.citation().basis()), ": ", step.citation().source(), "]\n");
  }
  AddBorders("How far the status is from its neighbors", explanation.status_borders(), text);
  AddBorders("How far the change is from its neighbors", explanation.change_borders(), text);
  return text;
}

std::string ToCsv(const Explanation& explanation) {
  Listing listing({{"subject"}, {"description"}, {"basis"}, {"source"}});
  for (const Explanation::Step& step : explanation.steps()) {
    listing.Add({step.subject(), step.description(), BasisWord(step.citation().basis()),
                 step.citation().source()});
  }
  return listing.Csv();
}

// Explains one result; year, entity, indicator and group are all required.
int RunExplainResult(const GlobalOptions& global, const ExplainOptions& options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  const auto explanation = AskForResult(**session, options);
  if (!explanation.ok()) return Fail(explanation.status());
  std::string text;
  if (global.format == Format::kJson) {
    text = JsonDocument(*explanation);
  } else if (global.format == Format::kCsv) {
    text = ToCsv(*explanation);
  } else {
    const auto distance = DistanceToNextColor(**session, *explanation);
    if (!distance.ok()) return Fail(distance.status());
    text = absl::StrCat(*distance, distance->empty() ? "" : "\n\n",
                        ToText(PrintableMessage(*explanation)));
  }
  const absl::Status written = WriteOutput(global, text);
  return written.ok() ? kExitDone : Fail(written);
}

}  // namespace

void AddExplain(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<ExplainOptions>();
  CLI::App* command = app.add_subcommand(
      "explain", "Why a result or a determination is what it is, and how close it is to another");
  AddExamples(*command,
              "  sos explain --determination lcff-2024 --entity 99600020000000\n"
              "  sos explain --entity 99600020000000 --group EL --indicator SUSP --year 2024\n");
  AddGlobal(*command, line, {"text", "csv", "json"});
  AddReadOptions(*command, line);
  CLI::Option* determination =
      command->add_option("--determination", options->determination,
                          "A determination, such as lcff-2023 (with --entity), or its whole name");
  command->add_option("--entity", options->entity, "A name, or a code of 14 or 7 digits");
  for (auto [name, target, help] : {std::tuple{"--group", &options->group, "Student group"},
                                    std::tuple{"--indicator", &options->indicator, "Indicator"}}) {
    command->add_option(name, *target, help)->excludes(determination);
  }
  command->add_option("--year", options->year, "Dashboard year")->excludes(determination);
  command->add_flag("--all", options->all, "Also the steps below those that are not met")
      ->needs(determination);
  AddBasis(*command, options->basis);
  command->callback([&line, options] {
    line.run = [&line, options] {
      return options->determination.empty() ? RunExplainResult(line.global, *options)
                                            : RunExplainDetermination(line.global, *options);
    };
  });
}

}  // namespace sos::suite
