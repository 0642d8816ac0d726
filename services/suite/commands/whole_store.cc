// SPDX-License-Identifier: Apache-2.0
#include "services/suite/commands/whole_store.h"

#include <algorithm>
#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/config/environment.h"
#include "common/private_files/private_files.h"
#include "common/status/macros.h"
#include "services/ingestion/store/postgres/postgres_store.h"
#include "services/ingestion/store/sqlite/sqlite_store.h"
#include "services/suite/print.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

// The largest table of a state with student records takes minutes.
constexpr absl::Duration kCopyTimeout = absl::Hours(24);

}  // namespace

void ShowRows(absl::string_view table, int64_t row_count) {
  ShowProgress(absl::StrCat(table, ": ", row_count, " rows"));
}

// The database that SOS_POSTGRES names; `change` may bring its tables up to date.
absl::StatusOr<Pool> OpenPostgres(bool change) {
  Environment env;
  auto options = PostgresOptions::FromEnvironment(env);
  options.migrate = options.migrate && change;
  // A whole table is one statement here.
  options.statement_timeout = std::max(options.statement_timeout, kCopyTimeout);
  SOS_RETURN_IF_ERROR(env.Check());
  if (options.connection.empty()) {
    return absl::InvalidArgumentError(
        "SOS_POSTGRES is not set: say there where the database is, such as "
        "SOS_POSTGRES='host=db.example dbname=sos user=sos'");
  }
  return ingestion::OpenPostgresPool(options);
}

std::string StorePath(const GlobalOptions& global) {
  return (std::filesystem::path(global.data_dir) / ingestion::kSqliteFileName).string();
}

// The data directory's store, which must be there.
absl::StatusOr<std::string> FindStore(const GlobalOptions& global) {
  if (std::filesystem::exists(StorePath(global))) return StorePath(global);
  return absl::NotFoundError(absl::StrCat("there is no store in ", global.data_dir));
}

// What is backed up stays as it is: a copy made before an upgrade must fit the release before it.
absl::StatusOr<Pool> OpenForBackup(const GlobalOptions& global, bool postgres) {
  if (postgres) return OpenPostgres(/*change=*/false);
  SOS_ASSIGN_OR_RETURN(const std::string path, FindStore(global));
  return ingestion::OpenSqlitePoolToRead(path);
}

absl::StatusOr<Pool> OpenTarget(const GlobalOptions& global, bool postgres) {
  if (postgres) return OpenPostgres(/*change=*/true);
  SOS_RETURN_IF_ERROR(MakePrivateDirectory(global.data_dir));
  return ingestion::OpenSqlitePool(StorePath(global));
}

int PrintContents(const GlobalOptions& global, const absl::StatusOr<store::Contents>& contents) {
  EndProgress();
  if (!contents.ok()) return Fail(contents.status());
  Listing listing({{"table"}, {"rows", Listing::Kind::kNumber}});
  for (const auto& [table, count] : contents->row_counts) {
    listing.Add({table, absl::StrCat(count)});
  }
  std::string text = listing.In(global);
  if (global.format == Format::kText) {
    absl::StrAppend(&text, "\nrevision ", ToString(contents->newest_revision), ", sha256 ",
                    contents->digest, "\n");
  }
  const absl::Status written = WriteOutput(global, text);
  return written.ok() ? kExitDone : Fail(written);
}

void AddStore(CLI::App& command, CommandLine& line) {
  command.add_option("--data-dir", line.global.data_dir, "Where the data are kept")
      ->capture_default_str();
  AddFormat(command, line, {"text", "csv", "json", "xlsx"});
}

void AddPostgres(CLI::App& command, bool& postgres) {
  command.add_flag("--postgres", postgres,
                   "The database that SOS_POSTGRES names instead of the data directory");
}

}  // namespace sos::suite
