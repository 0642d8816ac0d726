// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/status/macros.h"
#include "services/ingestion/store/sqlite/sqlite_store.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/whole_store.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

struct MigrateOptions {
  // Only bring the tables up to date.
  bool schema_only = false;
};

absl::StatusOr<store::Contents> Migrate(const GlobalOptions& global) {
  SOS_ASSIGN_OR_RETURN(const std::string path, FindStore(global));
  SOS_ASSIGN_OR_RETURN(const Pool from, ingestion::OpenSqlitePool(path));
  SOS_ASSIGN_OR_RETURN(const Pool to, OpenPostgres(/*change=*/true));
  SOS_ASSIGN_OR_RETURN(const store::Contents copied, store::CopyAll(*from, *to, ShowRows));
  SOS_ASSIGN_OR_RETURN(const store::Contents arrived, store::Summarize(*to, ShowRows));
  if (copied.digest == arrived.digest) return arrived;
  return absl::DataLossError("the database does not hold what was copied into it");
}

// Moves the data directory into PostgreSQL.
int RunMigrate(const GlobalOptions& global, const MigrateOptions& options) {
  if (!options.schema_only) return PrintContents(global, Migrate(global));
  const auto opened = OpenPostgres(/*change=*/true);
  if (!opened.ok()) return Fail(opened.status());
  Print("the tables are up to date\n");
  return kExitDone;
}

}  // namespace

void AddMigrate(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<MigrateOptions>();
  CLI::App* command = app.add_subcommand(
      "migrate", "Move the data directory into the empty PostgreSQL that SOS_POSTGRES names");
  AddExamples(*command, "  SOS_POSTGRES=\"host=db dbname=sos\" sos migrate\n");
  AddStore(*command, line);
  command->add_flag("--schema-only", options->schema_only,
                    "Only bring its tables up to date; it may hold data");
  command->callback([&line, options] {
    line.run = [&line, options] { return RunMigrate(line.global, *options); };
  });
}

}  // namespace sos::suite
