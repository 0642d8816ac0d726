// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "services/ingestion/store/sql/check_store.h"
#include "services/ingestion/store/sqlite/sqlite_store.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/whole_store.h"
#include "services/suite/print.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

struct VerifyOptions {
  // The database that SOS_POSTGRES names instead of the data directory.
  bool postgres = false;
};

// Reads all of the store, also while it is served, and lists what is not what was committed; exits
// with kExitNo if anything is.
int RunVerify(const GlobalOptions& global, const VerifyOptions& options) {
  const auto pool = OpenForBackup(global, options.postgres);
  if (!pool.ok()) return Fail(pool.status());
  if (!options.postgres) {
    const absl::Status file = ingestion::CheckSqliteFile(StorePath(global));
    if (!file.ok()) return Fail(file);
  }
  const auto damage = store::FindDamage(**pool, ShowRows);
  EndProgress();
  if (!damage.ok()) return Fail(damage.status());
  Listing listing({{"damaged"}});
  for (const std::string& what : *damage) listing.Add({what});
  const std::string text = damage->empty() && global.format == Format::kText
                               ? "everything in the store is what was committed\n"
                               : listing.In(global);
  const absl::Status written = WriteOutput(global, text);
  if (!written.ok()) return Fail(written);
  return damage->empty() ? kExitDone : kExitNo;
}

}  // namespace

void AddVerify(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<VerifyOptions>();
  CLI::App* command = app.add_subcommand(
      "verify", "Read all of the store, also while it is served, and list what is damaged");
  AddExamples(*command, "  sos verify\n");
  AddStore(*command, line);
  AddPostgres(*command, options->postgres);
  command->callback([&line, options] {
    line.run = [&line, options] { return RunVerify(line.global, *options); };
  });
}

}  // namespace sos::suite
