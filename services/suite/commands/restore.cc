// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "services/ingestion/store/sqlite/backup_file.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/whole_store.h"

namespace sos::suite {
namespace {

struct RestoreOptions {
  std::string file;
  // The database that SOS_POSTGRES names instead of the data directory.
  bool postgres = false;
};

// Fills an empty store from a sealed copy.
int RunRestore(const GlobalOptions& global, const RestoreOptions& options) {
  const auto open_target = [&] { return OpenTarget(global, options.postgres); };
  return PrintContents(global, ingestion::RestoreBackup(options.file, open_target, ShowRows));
}

}  // namespace

void AddRestore(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<RestoreOptions>();
  CLI::App* command = app.add_subcommand("restore", "Fill an empty store from a backup");
  AddExamples(*command, "  sos restore sos-2026-11-29.backup --data-dir restored\n");
  AddStore(*command, line);
  AddPostgres(*command, options->postgres);
  command->add_option("FILE", options->file, "The backup")->required();
  command->callback([&line, options] {
    line.run = [&line, options] { return RunRestore(line.global, *options); };
  });
}

}  // namespace sos::suite
