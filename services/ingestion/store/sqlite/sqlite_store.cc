// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/store/sqlite/sqlite_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/store/sql/seal_history.h"
#include "services/ingestion/store/sqlite/schema.h"

namespace sos::ingestion {

using sqlite::SqliteConnection;

namespace {

absl::StatusOr<int64_t> VersionOf(SqliteConnection& connection) {
  SOS_ASSIGN_OR_RETURN(const auto query, connection.Prepare("PRAGMA user_version"));
  SOS_RETURN_IF_ERROR(query->Step().status());
  return query->Int(0);
}

// Brings the tables of `writer` up to date, or makes them.
absl::Status Upgrade(SqliteConnection& writer, const std::string& path) {
  SOS_ASSIGN_OR_RETURN(sql::Transaction transaction,
                       sql::Transaction::Begin(writer, sql::Access::kWriteAlone));
  SOS_ASSIGN_OR_RETURN(int64_t version, VersionOf(writer));
  if (version > sqlite_schema::kSchemaVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " was written by a newer version of this program; upgrade it"));
  }
  for (; version < sqlite_schema::kSchemaVersion; ++version) {
    SOS_RETURN_IF_ERROR(writer.Execute(sqlite_schema::kSchemaSteps[version]));
    SOS_RETURN_IF_ERROR(writer.Execute(absl::StrCat("PRAGMA user_version = ", version + 1)));
    if (version + 1 == sqlite_schema::kSealedVersion)
      SOS_RETURN_IF_ERROR(store::SealHistory(writer));
  }
  return transaction.Commit();
}

}  // namespace

absl::StatusOr<std::unique_ptr<sqlite::SqlitePool>> OpenSqlitePool(const std::string& path,
                                                                   sqlite::Durability durability) {
  SOS_ASSIGN_OR_RETURN(auto lock, sqlite::DirectoryLock::Take(path, errors::kStore));
  SOS_ASSIGN_OR_RETURN(auto writer, SqliteConnection::Open(path, durability, errors::kStore));
  SOS_RETURN_IF_ERROR(Upgrade(*writer, path));
  return std::make_unique<sqlite::SqlitePool>(path, std::move(lock), std::move(writer),
                                              errors::kStore);
}

absl::StatusOr<std::unique_ptr<sqlite::SqlitePool>> OpenSqlitePoolToRead(const std::string& path) {
  SOS_ASSIGN_OR_RETURN(const auto connection, SqliteConnection::OpenToRead(path, errors::kStore));
  SOS_ASSIGN_OR_RETURN(const int64_t version, VersionOf(*connection));
  if (version == sqlite_schema::kSchemaVersion)
    return std::make_unique<sqlite::SqlitePool>(path, errors::kStore);
  return absl::FailedPreconditionError(
      absl::StrCat(path, " has tables of version ", version, ", this program's are of version ",
                   sqlite_schema::kSchemaVersion, "; use the release that wrote it"));
}

absl::StatusOr<std::unique_ptr<SqlStore>> OpenSqliteStore(const std::string& path,
                                                          const Clock& clock,
                                                          sqlite::Durability durability,
                                                          const UploadLimits& limits) {
  SOS_ASSIGN_OR_RETURN(auto pool, OpenSqlitePool(path, durability));
  return std::make_unique<SqlStore>(std::move(pool), clock, limits);
}

absl::StatusOr<std::unique_ptr<SqlStore>> OpenSqliteStoreToRead(const std::string& path,
                                                                const Clock& clock) {
  auto pool = OpenSqlitePoolToRead(path);
  if (!pool.ok() && !absl::IsDataLoss(pool.status())) {
    // There is none yet, or it is of an older version: whoever may write makes or upgrades it.
    SOS_RETURN_IF_ERROR(OpenSqlitePool(path).status());
    pool = OpenSqlitePoolToRead(path);
  }
  SOS_RETURN_IF_ERROR(pool.status());
  return std::make_unique<SqlStore>(*std::move(pool), clock);
}

absl::Status CopySqliteFile(const std::string& from, const std::string& to) {
  SOS_ASSIGN_OR_RETURN(const auto connection, SqliteConnection::OpenToRead(from, errors::kStore));
  SOS_ASSIGN_OR_RETURN(const auto copy, connection->Prepare("VACUUM INTO ?"));
  return copy->BindText(to).Run();
}

absl::Status CheckSqliteFile(const std::string& path) {
  SOS_ASSIGN_OR_RETURN(const auto connection, SqliteConnection::OpenToRead(path, errors::kStore));
  SOS_ASSIGN_OR_RETURN(const auto check, connection->Prepare("PRAGMA integrity_check(1)"));
  SOS_ASSIGN_OR_RETURN(const bool said, check->Step());
  if (said && check->Bytes(0) == "ok") return absl::OkStatus();
  return errors::StoreDamaged(absl::StrCat(path, " (", said ? check->Bytes(0) : "", ")"));
}

}  // namespace sos::ingestion
