// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/store/postgres/postgres_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/sql/postgres/postgres_pool.h"
#include "common/status/macros.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/store/postgres/schema.h"
#include "services/ingestion/store/sql/seal_history.h"

namespace sos::ingestion {
namespace {

// The version of the tables; 0 where there are none.
absl::StatusOr<int64_t> SchemaVersion(sql::Connection& connection) {
  SOS_ASSIGN_OR_RETURN(const auto table,
                       connection.Prepare("SELECT to_regclass('schema_version')::text"));
  SOS_RETURN_IF_ERROR(table->Step().status());
  if (table->IsNull(0)) return 0;
  SOS_ASSIGN_OR_RETURN(const auto query, connection.Prepare("SELECT version FROM schema_version"));
  SOS_RETURN_IF_ERROR(query->Step().status());
  return query->Int(0);
}

absl::Status Migrate(sql::Connection& connection) {
  SOS_ASSIGN_OR_RETURN(sql::Transaction transaction,
                       sql::Transaction::Begin(connection, sql::Access::kWriteAlone));
  SOS_ASSIGN_OR_RETURN(int64_t version, SchemaVersion(connection));
  if (version >= postgres_schema::kSchemaVersion) return absl::OkStatus();
  if (version == 0) {
    SOS_RETURN_IF_ERROR(
        connection.Execute("CREATE TABLE schema_version (version BIGINT NOT NULL); "
                           "INSERT INTO schema_version VALUES (0)"));
  }
  for (; version < postgres_schema::kSchemaVersion; ++version) {
    SOS_RETURN_IF_ERROR(connection.Execute(postgres_schema::kSchemaSteps[version]));
    if (version + 1 == postgres_schema::kSealedVersion)
      SOS_RETURN_IF_ERROR(store::SealHistory(connection));
  }
  SOS_RETURN_IF_ERROR(
      connection.Execute(absl::StrCat("UPDATE schema_version SET version = ", version)));
  return transaction.Commit();
}

absl::Status CheckVersion(sql::Connection& connection) {
  SOS_ASSIGN_OR_RETURN(const int64_t version, SchemaVersion(connection));
  if (version == postgres_schema::kSchemaVersion) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("the tables in PostgreSQL are of version ", version,
                   ", this program's of version ", postgres_schema::kSchemaVersion,
                   version < postgres_schema::kSchemaVersion ? "; run `sos migrate`"
                                                             : "; upgrade this program"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<sql::ConnectionPool>> OpenPostgresPool(
    const PostgresOptions& options) {
  auto pool = std::make_unique<postgres::PostgresPool>(options, errors::kStore);
  SOS_ASSIGN_OR_RETURN(const auto connection, pool->Borrow(sql::Access::kWriteAlone));
  if (options.migrate) SOS_RETURN_IF_ERROR(Migrate(*connection));
  SOS_RETURN_IF_ERROR(CheckVersion(*connection));
  return pool;
}

absl::StatusOr<std::unique_ptr<SqlStore>> OpenPostgresStore(const PostgresOptions& options,
                                                            const Clock& clock,
                                                            const UploadLimits& limits) {
  SOS_ASSIGN_OR_RETURN(auto pool, OpenPostgresPool(options));
  return std::make_unique<SqlStore>(std::move(pool), clock, limits);
}

}  // namespace sos::ingestion
