// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/education/cds_code.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/documents.h"
#include "services/suite/commands/names.h"

namespace sos::suite {
namespace {

struct ReportOptions {
  std::string entity;
  int year = 0;
  // An indicator: the five-by-five placement instead of the report.
  std::string placement;
  // Of the placement of a county or the state: `leas` or `schools`.
  std::string of = "schools";
  // Of the sentences; empty for English.
  std::string language;
};

absl::StatusOr<std::string> DocumentName(Session& session, const ReportOptions& options) {
  SOS_RETURN_IF_ERROR(CheckYear(session, options.year));
  const auto cds = CdsCode::Parse(options.entity);
  if (cds && cds->IsCounty() && options.placement.empty()) {
    return absl::StrCat(EntityName(*cds), "/countyReports/", options.year);
  }
  const bool of_leas = options.of == "leas" && !options.placement.empty();
  if (of_leas && (!cds || !(cds->IsCounty() || cds->IsState()))) {
    return absl::InvalidArgumentError("--of leas is for a county or the state");
  }
  // No file has rows of counties: reporting describes them itself.
  std::string entity_name = cds ? EntityName(*cds) : "";
  if (!cds || !cds->IsCounty()) {
    SOS_ASSIGN_OR_RETURN(const education::v1::Entity entity, session.GetEntity(options.entity));
    entity_name = entity.name();
  }
  if (options.placement.empty()) return absl::StrCat(entity_name, "/reports/", options.year);
  SOS_ASSIGN_OR_RETURN(const auto indicator, ParseIndicatorOption(options.placement));
  return absl::StrCat(entity_name, of_leas ? "/leaPlacements/" : "/placements/", options.year, "-",
                      absl::AsciiStrToLower(Code(indicator)));
}

int RunReport(const GlobalOptions& global, const ReportOptions& options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  const auto name = DocumentName(**session, options);
  if (!name.ok()) {
    const absl::Status rules = CheckDashboardRules(**session, options.year);
    return Fail(absl::IsNotFound(name.status()) && !rules.ok() ? rules : name.status());
  }
  return ShowDocument(global, **session, *name, options.year, options.language);
}

}  // namespace

void AddReport(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<ReportOptions>();
  CLI::App* command =
      app.add_subcommand("report", "One entity's year; a county code lists its eligible LEAs");
  AddExamples(
      *command,
      "  sos report --entity 99600020000000 --year 2024\n"
      "  sos report --entity 99600020000000 --year 2024 --format html --output report.html\n"
      "  sos report --entity 99600020000000 --year 2024 --placement SUSP\n"
      "  sos report --entity 99000000000000 --year 2024 --placement SUSP --of leas\n");
  AddGlobal(*command, line, {"text", "csv", "json", "html", "xlsx", "svg", "png"});
  AddReadOptions(*command, line);
  command->add_option("--entity", options->entity, "A name, or a code of 14 or 7 digits")
      ->required();
  command->add_option("--year", options->year, "Dashboard year")->required();
  command->add_option("--placement", options->placement,
                      "An indicator: the five-by-five grid with the schools in its cells instead");
  command
      ->add_option(
          "--of", options->of,
          "Who is in the cells of a county's or the state's grid: schools (default) or leas")
      ->check(CLI::IsMember({"schools", "leas"}));
  command->add_option("--language", options->language,
                      "The language of the sentences: en (default) or es");
  command->callback([&line, options] {
    line.run = [&line, options] { return RunReport(line.global, *options); };
  });
}

}  // namespace sos::suite
