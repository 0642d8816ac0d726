// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_SQLITE_SQLITE_STORE_H_
#define SOS_SERVICES_INGESTION_STORE_SQLITE_SQLITE_STORE_H_

#include <memory>
#include <string>

#include "common/sql/sqlite/sqlite_connection.h"
#include "common/time/clock.h"
#include "services/ingestion/store/sql/sql_store.h"

namespace sos::ingestion {

// The name of the store's file in a data directory.
inline constexpr char kSqliteFileName[] = "sos.sqlite";

// Opens the file at `path` (write-ahead log, every commit synced to disk) to write it, and brings
// its tables up to date, or creates both. STORE_HELD while another process does; kUnavailable if it
// cannot be done, kFailedPrecondition if the file was written by a newer version.
absl::StatusOr<std::unique_ptr<sqlite::SqlitePool>> OpenSqlitePool(
    const std::string& path, sqlite::Durability durability = sqlite::Durability::kFull);

// Opens a file whose tables are of this program's version to read it, beside whoever writes:
// kFailedPrecondition if they are of another.
absl::StatusOr<std::unique_ptr<sqlite::SqlitePool>> OpenSqlitePoolToRead(const std::string& path);

// A Store in such a file. `clock` must outlive it.
absl::StatusOr<std::unique_ptr<SqlStore>> OpenSqliteStore(
    const std::string& path, const Clock& clock,
    sqlite::Durability durability = sqlite::Durability::kFull, const UploadLimits& limits = {});

// A Store that only reads: beside a server, and beside others that read. A file that is not there,
// or of an older version, is made or upgraded first.
absl::StatusOr<std::unique_ptr<SqlStore>> OpenSqliteStoreToRead(const std::string& path,
                                                                const Clock& clock);

// Copies one state of the file at `from`, which may be in use, to a new file at `to`.
absl::Status CopySqliteFile(const std::string& from, const std::string& to);

// STORE_DAMAGED unless SQLite finds the file at `path` whole.
absl::Status CheckSqliteFile(const std::string& path);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_STORE_SQLITE_SQLITE_STORE_H_
