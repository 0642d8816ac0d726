// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_SQL_POSTGRES_POSTGRES_POOL_H_
#define SOS_COMMON_SQL_POSTGRES_POSTGRES_POOL_H_

#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/metrics/metrics.h"
#include "common/sql/connection.h"
#include "common/sql/postgres/postgres_options.h"
#include "common/sql/store_errors.h"
#include "common/time/steady_wait.h"

namespace sos::postgres {

// The connections of this process to one database. They are made when first needed; one that has
// failed, or whose server went away while it was idle, is dropped. Nothing waits longer for a
// connection than `connect_timeout`: then the call is STORE_UNAVAILABLE.
class PostgresPool : public sql::ConnectionPool {
 public:
  PostgresPool(PostgresOptions options, const sql::StoreErrors& errors)
      : options_(std::move(options)), errors_(errors) {
    metrics::FindGauge("sos_store_connections_limit",
                       "The most connections to PostgreSQL that this process makes.")
        .Set(options_.pool_size);
  }

  absl::StatusOr<Lease> Borrow(sql::Access access) override;

 private:
  // A place in the pool and, if there is one, an idle connection that may be used.
  absl::StatusOr<std::unique_ptr<sql::Connection>> TakePlace();
  void Return(sql::Access access, std::unique_ptr<sql::Connection> connection) override;

  const PostgresOptions options_;
  const sql::StoreErrors errors_;
  absl::Mutex mutex_;
  std::vector<std::unique_ptr<sql::Connection>> idle_ ABSL_GUARDED_BY(mutex_);
  // Connections lent or being made.
  int lent_count_ ABSL_GUARDED_BY(mutex_) = 0;
  SteadyWait returned_;
  const metrics::Gauge lent_gauge_ =
      metrics::FindGauge("sos_store_connections_lent", "Connections to PostgreSQL at work now.");
};

}  // namespace sos::postgres

#endif  // SOS_COMMON_SQL_POSTGRES_POSTGRES_POOL_H_
