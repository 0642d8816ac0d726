// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/store/sqlite/backup_file.h"

#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/store/sqlite/schema.h"
#include "services/ingestion/store/sqlite/sqlite_store.h"

namespace sos::ingestion {
namespace {

using sqlite::SqliteConnection;

// Kept in a table of its own, which a store never reads.
absl::Status Seal(const std::string& path, const store::Contents& contents) {
  SOS_ASSIGN_OR_RETURN(const auto file,
                       SqliteConnection::Open(path, sqlite::Durability::kFull, errors::kStore));
  SOS_RETURN_IF_ERROR(
      file->Execute("CREATE TABLE backup_seal (schema_version INTEGER NOT NULL, digest TEXT NOT "
                    "NULL)"));
  {
    SOS_ASSIGN_OR_RETURN(const auto insert, file->Prepare("INSERT INTO backup_seal VALUES (?, ?)"));
    SOS_RETURN_IF_ERROR(
        insert->Bind(sqlite_schema::kSchemaVersion).BindText(contents.digest).Run());
  }
  // A backup is one file, which can be read where nothing can be written beside it.
  return file->Execute("PRAGMA journal_mode=DELETE");
}

absl::StatusOr<std::string> ReadSeal(const std::string& path) {
  if (!std::filesystem::exists(path)) {
    return absl::NotFoundError(absl::StrCat(path, ": there is no such file"));
  }
  SOS_ASSIGN_OR_RETURN(const auto file, SqliteConnection::OpenToRead(path, errors::kStore));
  const auto query = file->Prepare("SELECT schema_version, digest FROM backup_seal");
  const absl::Status unsealed =
      absl::DataLossError(absl::StrCat(path, " is no backup, or was not finished"));
  if (!query.ok()) return unsealed;
  SOS_ASSIGN_OR_RETURN(const bool sealed, (*query)->Step());
  if (!sealed) return unsealed;
  if ((*query)->Int(0) != sqlite_schema::kSchemaVersion) {
    return absl::FailedPreconditionError(absl::StrCat(
        path, " has tables of version ", (*query)->Int(0), ", this program's are of version ",
        sqlite_schema::kSchemaVersion, "; restore it with the release that made it, then upgrade"));
  }
  return std::string((*query)->Bytes(1));
}

}  // namespace

absl::StatusOr<store::Contents> WriteBackup(sql::ConnectionPool& from, const std::string& path,
                                            store::Progress progress) {
  if (std::filesystem::exists(path)) {
    return absl::AlreadyExistsError(
        absl::StrCat(path, " exists; a backup is never written over another"));
  }
  const std::string unfinished = absl::StrCat(path, ".unfinished");
  std::error_code ignored;  // There may be none.
  std::filesystem::remove(unfinished, ignored);
  const absl::Cleanup remove_unfinished = [&] {
    std::filesystem::remove(unfinished, ignored);
    std::filesystem::remove(sqlite::LockFileOf(unfinished), ignored);
  };
  store::Contents contents;
  {
    SOS_ASSIGN_OR_RETURN(const auto to, OpenSqlitePool(unfinished));
    SOS_ASSIGN_OR_RETURN(contents, store::CopyAll(from, *to, progress));
  }
  SOS_RETURN_IF_ERROR(Seal(unfinished, contents));
  SOS_RETURN_IF_ERROR(VerifyBackup(unfinished, progress).status());
  if (std::rename(unfinished.c_str(), path.c_str()) != 0) {
    return absl::UnavailableError(absl::StrCat("cannot write ", path));
  }
  return contents;
}

absl::StatusOr<store::Contents> VerifyBackup(const std::string& path, store::Progress progress) {
  SOS_ASSIGN_OR_RETURN(const std::string digest, ReadSeal(path));
  SOS_RETURN_IF_ERROR(CheckSqliteFile(path));
  SOS_ASSIGN_OR_RETURN(const auto pool, OpenSqlitePoolToRead(path));
  SOS_ASSIGN_OR_RETURN(store::Contents contents, store::Summarize(*pool, progress));
  if (contents.digest == digest) return contents;
  return absl::DataLossError(absl::StrCat(path, " is not what it was when it was made"));
}

absl::StatusOr<store::Contents> RestoreBackup(const std::string& path, OpenTarget open_target,
                                              store::Progress progress) {
  SOS_RETURN_IF_ERROR(VerifyBackup(path, progress).status());
  SOS_ASSIGN_OR_RETURN(const auto from, OpenSqlitePoolToRead(path));
  SOS_ASSIGN_OR_RETURN(const auto to, open_target());
  return store::CopyAll(*from, *to, progress);
}

}  // namespace sos::ingestion
