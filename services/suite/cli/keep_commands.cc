// SPDX-License-Identifier: Apache-2.0

// The commands that move whole stores.

#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"

namespace sos::suite {
namespace {

void AddStore(CLI::App& command, CommandLine& line) {
  command.add_option("--data-dir", line.global.data_dir, "Where the data are kept")
      ->capture_default_str();
  AddFormat(command, line, {"text", "csv", "json"});
}

void AddPostgres(CLI::App& command, CommandLine& line) {
  command.add_flag("--postgres", line.keep.postgres,
                   "The database that SOS_POSTGRES names instead of the data directory");
}

}  // namespace

void AddMigrate(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand(
      "migrate", "Move the data directory into the empty PostgreSQL that SOS_POSTGRES names");
  AddStore(*command, line);
  command->add_flag("--schema-only", line.keep.schema_only,
                    "Only bring its tables up to date; it may hold data");
  command->callback([&line] { line.run = [&line] { return RunMigrate(line.global, line.keep); }; });
}

void AddBackup(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand(
      "backup", "Write one moment of the store to a sealed file, also while it is served");
  AddStore(*command, line);
  AddPostgres(*command, line);
  command->add_option("FILE", line.keep.file, "The backup; in a directory it is named by the time")
      ->required();
  command->add_flag("--verify", line.keep.verify, "Read it and hold it against its seal instead");
  command->callback([&line] { line.run = [&line] { return RunBackup(line.global, line.keep); }; });
}

void AddVerify(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand(
      "verify", "Read all of the store, also while it is served, and list what is damaged");
  AddStore(*command, line);
  AddPostgres(*command, line);
  command->callback([&line] { line.run = [&line] { return RunVerify(line.global, line.keep); }; });
}

void AddRestore(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand("restore", "Fill an empty store from a backup");
  AddStore(*command, line);
  AddPostgres(*command, line);
  command->add_option("FILE", line.keep.file, "The backup")->required();
  command->callback([&line] { line.run = [&line] { return RunRestore(line.global, line.keep); }; });
}

}  // namespace sos::suite
