// SPDX-License-Identifier: Apache-2.0
#include "common/sql/postgres/postgres_pool.h"

#include "common/sql/postgres/postgres_connection.h"
#include "common/status/macros.h"

namespace sos::postgres {

absl::StatusOr<std::unique_ptr<sql::Connection>> PostgresPool::TakePlace() {
  absl::MutexLock lock(&mutex_);
  const auto free = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return lent_count_ < options_.pool_size;
  };
  if (!returned_.AwaitFor(mutex_, options_.connect_timeout, free)) {
    return errors_.Unavailable("serve one more call", "all connections are busy");
  }
  ++lent_count_;
  lent_gauge_.Add(1);
  while (!idle_.empty()) {
    std::unique_ptr<sql::Connection> connection = std::move(idle_.back());
    idle_.pop_back();
    if (static_cast<PostgresConnection&>(*connection).Usable()) return connection;
  }
  return nullptr;
}

absl::StatusOr<sql::ConnectionPool::Lease> PostgresPool::Borrow(sql::Access access) {
  SOS_ASSIGN_OR_RETURN(std::unique_ptr<sql::Connection> connection, TakePlace());
  if (connection != nullptr) return Lease(this, access, std::move(connection));
  auto made = PostgresConnection::Open(options_, errors_);
  if (made.ok()) return Lease(this, access, *std::move(made));
  absl::MutexLock lock(&mutex_);
  returned_.Wake();
  --lent_count_;
  lent_gauge_.Add(-1);
  return made.status();
}

void PostgresPool::Return(sql::Access, std::unique_ptr<sql::Connection> connection) {
  const bool usable = static_cast<PostgresConnection&>(*connection).Usable();
  absl::MutexLock lock(&mutex_);
  returned_.Wake();
  --lent_count_;
  lent_gauge_.Add(-1);
  if (usable) idle_.push_back(std::move(connection));
}

}  // namespace sos::postgres
