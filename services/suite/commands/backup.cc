// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/ingestion/store/sqlite/backup_file.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/whole_store.h"

namespace sos::suite {
namespace {

struct BackupOptions {
  // The backup. Made in a directory, it is named by the time (UTC).
  std::string file;
  // The database that SOS_POSTGRES names instead of the data directory.
  bool postgres = false;
  // Only read it and hold it against its seal.
  bool verify = false;
};

// Makes a sealed copy, also while the store is served.
int RunBackup(const GlobalOptions& global, const BackupOptions& options) {
  if (options.verify) {
    return PrintContents(global, ingestion::VerifyBackup(options.file, ShowRows));
  }
  const auto from = OpenForBackup(global, options.postgres);
  if (!from.ok()) return Fail(from.status());
  std::string file = options.file;
  if (std::filesystem::is_directory(file)) {
    // A scheduled backup has no shell to make up a name.
    file = (std::filesystem::path(file) /
            absl::FormatTime("sos-%Y%m%d-%H%M%S.sqlite", absl::Now(), absl::UTCTimeZone()))
               .string();
  }
  return PrintContents(global, ingestion::WriteBackup(**from, file, ShowRows));
}

}  // namespace

void AddBackup(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<BackupOptions>();
  CLI::App* command = app.add_subcommand(
      "backup", "Write one moment of the store to a sealed file, also while it is served");
  AddExamples(*command, "  sos backup sos-2026-11-29.backup\n");
  AddStore(*command, line);
  AddPostgres(*command, options->postgres);
  command->add_option("FILE", options->file, "The backup; in a directory it is named by the time")
      ->required();
  command->add_flag("--verify", options->verify, "Read it and hold it against its seal instead");
  command->callback([&line, options] {
    line.run = [&line, options] { return RunBackup(line.global, *options); };
  });
}

}  // namespace sos::suite
