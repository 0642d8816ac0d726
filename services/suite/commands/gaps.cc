// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/documents.h"
#include "services/suite/commands/names.h"

namespace sos::suite {
namespace {

struct GapsOptions {
  std::string entity;
  std::string indicator;
  int year = 0;
  std::string language;
};

int RunGaps(const GlobalOptions& global, const GapsOptions& options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  if (absl::Status known = CheckYear(**session, options.year); !known.ok()) return Fail(known);
  const auto entity = (*session)->GetEntity(options.entity);
  if (!entity.ok()) return Fail(entity.status());
  return ShowDocument(global, **session,
                      absl::StrCat(entity->name(), "/gapLists/", options.year, "-",
                                   absl::AsciiStrToLower(options.indicator)),
                      options.year, options.language);
}

}  // namespace

void AddGaps(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<GapsOptions>();
  CLI::App* command = app.add_subcommand(
      "gaps", "Where the gaps of student groups lie: in which schools, and since when");
  AddExamples(*command,
              "  sos gaps --entity 99600020000000 --indicator CHRO --year 2024\n"
              "  sos gaps --entity 99600020000000 --indicator SUSP --year 2024 --output "
              "gaps.xlsx\n");
  AddGlobal(*command, line, {"text", "csv", "json", "xlsx"});
  AddReadOptions(*command, line);
  command
      ->add_option("--entity", options->entity,
                   "A district or county office: a name, or a code of 14 or 7 digits")
      ->required();
  command->add_option("--indicator", options->indicator, "An indicator's code, such as CHRO")
      ->required();
  command->add_option("--year", options->year, "Dashboard year")->required();
  command->add_option("--language", options->language,
                      "The language of the sentences: en (default) or es");
  command->callback(
      [&line, options] { line.run = [&line, options] { return RunGaps(line.global, *options); }; });
}

}  // namespace sos::suite
