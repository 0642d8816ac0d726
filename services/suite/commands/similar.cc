// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/documents.h"
#include "services/suite/commands/names.h"

namespace sos::suite {
namespace {

struct SimilarOptions {
  std::string entity;
  int year = 0;
  std::string language;
};

int RunSimilar(const GlobalOptions& global, const SimilarOptions& options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  if (absl::Status known = CheckYear(**session, options.year); !known.ok()) return Fail(known);
  const auto entity = (*session)->GetEntity(options.entity);
  if (!entity.ok()) return Fail(entity.status());
  return ShowDocument(global, **session, absl::StrCat(entity->name(), "/peerLists/", options.year),
                      options.year, options.language);
}

}  // namespace

void AddSimilar(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<SimilarOptions>();
  CLI::App* command = app.add_subcommand(
      "similar", "LEAs or schools that are like one, how they do, and where they do better");
  AddExamples(*command,
              "  sos similar --entity 99600020000000 --year 2024\n"
              "  sos similar --entity 99600020000000 --year 2024 --output similar.xlsx\n");
  AddGlobal(*command, line, {"text", "csv", "json", "xlsx", "svg", "png"});
  AddReadOptions(*command, line);
  command->add_option("--entity", options->entity, "A name, or a code of 14 or 7 digits")
      ->required();
  command->add_option("--year", options->year, "Dashboard year")->required();
  command->add_option("--language", options->language,
                      "The language of the sentences: en (default) or es");
  command->callback([&line, options] {
    line.run = [&line, options] { return RunSimilar(line.global, *options); };
  });
}

}  // namespace sos::suite
