// SPDX-License-Identifier: Apache-2.0
#include "common/sql/connection.h"

#include "common/status/macros.h"

namespace sos::sql {

absl::Status Statement::Run() {
  const absl::StatusOr<bool> row = Step();
  Reset();
  return row.status();
}

absl::StatusOr<Transaction> Transaction::Begin(Connection& connection, Access access) {
  Transaction transaction(&connection);
  SOS_RETURN_IF_ERROR(connection.Begin(access));
  return transaction;
}

Transaction::~Transaction() {
  // Fails where the database has rolled back by itself already.
  if (connection_ != nullptr) connection_->Execute("ROLLBACK").IgnoreError();
}

absl::Status Transaction::Commit() {
  SOS_RETURN_IF_ERROR(connection_->Execute("COMMIT"));
  connection_ = nullptr;
  return absl::OkStatus();
}

}  // namespace sos::sql
