// SPDX-License-Identifier: Apache-2.0

// The commands about whole stores: migrate, backup, verify and restore.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/config/environment.h"
#include "common/private_files/private_files.h"
#include "common/status/macros.h"
#include "services/ingestion/store/postgres/postgres_store.h"
#include "services/ingestion/store/sql/check_store.h"
#include "services/ingestion/store/sqlite/backup_file.h"
#include "services/ingestion/store/sqlite/sqlite_store.h"
#include "services/suite/commands/commands.h"
#include "services/suite/print.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

namespace store = ingestion::store;

// The largest table of a state with student records takes minutes.
constexpr absl::Duration kCopyTimeout = absl::Hours(24);

using Pool = std::unique_ptr<sql::ConnectionPool>;

// Where the rows are, on a terminal.
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

int Print(const GlobalOptions& global, const absl::StatusOr<store::Contents>& contents) {
  EndProgress();
  if (!contents.ok()) return Fail(contents.status());
  Listing listing({{"table"}, {"rows", Listing::Kind::kNumber}});
  for (const auto& [table, count] : contents->row_counts) {
    listing.Add({table, absl::StrCat(count)});
  }
  std::string text = listing.In(global.format);
  if (global.format == Format::kText) {
    absl::StrAppend(&text, "\nrevision ", ToString(contents->newest_revision), ", sha256 ",
                    contents->digest, "\n");
  }
  const absl::Status written = WriteOutput(global, text);
  return written.ok() ? kExitDone : Fail(written);
}

absl::StatusOr<store::Contents> Migrate(const GlobalOptions& global) {
  SOS_ASSIGN_OR_RETURN(const std::string path, FindStore(global));
  SOS_ASSIGN_OR_RETURN(const Pool from, ingestion::OpenSqlitePool(path));
  SOS_ASSIGN_OR_RETURN(const Pool to, OpenPostgres(/*change=*/true));
  SOS_ASSIGN_OR_RETURN(const store::Contents copied, store::CopyAll(*from, *to, ShowRows));
  SOS_ASSIGN_OR_RETURN(const store::Contents arrived, store::Summarize(*to, ShowRows));
  if (copied.digest == arrived.digest) return arrived;
  return absl::DataLossError("the database does not hold what was copied into it");
}

}  // namespace

int RunMigrate(const GlobalOptions& global, const KeepOptions& options) {
  if (!options.schema_only) return Print(global, Migrate(global));
  const auto opened = OpenPostgres(/*change=*/true);
  if (!opened.ok()) return Fail(opened.status());
  Print("the tables are up to date\n");
  return kExitDone;
}

int RunBackup(const GlobalOptions& global, const KeepOptions& options) {
  if (options.verify) {
    return Print(global, ingestion::VerifyBackup(options.file, ShowRows));
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
  return Print(global, ingestion::WriteBackup(**from, file, ShowRows));
}

int RunVerify(const GlobalOptions& global, const KeepOptions& options) {
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
                               : listing.In(global.format);
  const absl::Status written = WriteOutput(global, text);
  if (!written.ok()) return Fail(written);
  return damage->empty() ? kExitDone : kExitNo;
}

int RunRestore(const GlobalOptions& global, const KeepOptions& options) {
  const auto open_target = [&] { return OpenTarget(global, options.postgres); };
  return Print(global, ingestion::RestoreBackup(options.file, open_target, ShowRows));
}

}  // namespace sos::suite
