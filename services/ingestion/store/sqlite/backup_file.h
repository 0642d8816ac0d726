// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_SQLITE_BACKUP_FILE_H_
#define SOS_SERVICES_INGESTION_STORE_SQLITE_BACKUP_FILE_H_

#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "services/ingestion/store/sql/copy.h"

namespace sos::ingestion {

// A backup is an SQLite file with the tables of a store and a seal: the digest of what it holds. It
// is the same whether it was made of an SQLite store or of PostgreSQL, and either can be restored
// from it.

// Makes a sealed copy of one moment of `from`, which may be serving, at `path`. The file appears
// once it is whole and was read back; kAlreadyExists if there is one.
absl::StatusOr<store::Contents> WriteBackup(sql::ConnectionPool& from, const std::string& path,
                                            store::Progress progress);

// Reads a backup and holds it against its seal: kDataLoss if it is not what it was,
// kFailedPrecondition if another version of this program made it.
absl::StatusOr<store::Contents> VerifyBackup(const std::string& path, store::Progress progress);

// Opens, or makes, the store that is filled.
using OpenTarget = absl::FunctionRef<absl::StatusOr<std::unique_ptr<sql::ConnectionPool>>()>;

// Verifies a backup, and only then opens a store and copies the backup into it. The store must be
// empty.
absl::StatusOr<store::Contents> RestoreBackup(const std::string& path, OpenTarget open_target,
                                              store::Progress progress);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_STORE_SQLITE_BACKUP_FILE_H_
