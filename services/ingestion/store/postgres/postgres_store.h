// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_POSTGRES_POSTGRES_STORE_H_
#define SOS_SERVICES_INGESTION_STORE_POSTGRES_POSTGRES_STORE_H_

#include <memory>

#include "common/sql/postgres/postgres_options.h"
#include "common/time/clock.h"
#include "services/ingestion/store/sql/sql_store.h"

namespace sos::ingestion {

// Connects to a database and, if the options say so, brings its tables up to date; any number of
// processes may do so at once. Returns kUnavailable if the server cannot be reached,
// kFailedPrecondition if the tables are of another version than this program's.
absl::StatusOr<std::unique_ptr<sql::ConnectionPool>> OpenPostgresPool(
    const PostgresOptions& options);

// A Store in such a database, which other processes may serve, too. `clock` must outlive it.
absl::StatusOr<std::unique_ptr<SqlStore>> OpenPostgresStore(const PostgresOptions& options,
                                                            const Clock& clock,
                                                            const UploadLimits& limits = {});

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_STORE_POSTGRES_POSTGRES_STORE_H_
