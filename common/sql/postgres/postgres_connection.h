// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_SQL_POSTGRES_POSTGRES_CONNECTION_H_
#define SOS_COMMON_SQL_POSTGRES_POSTGRES_CONNECTION_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/sql/connection.h"
#include "common/sql/postgres/postgres_options.h"
#include "common/sql/store_errors.h"

struct pg_conn;
struct pg_result;
using PGconn = pg_conn;
using PGresult = pg_result;

namespace sos::postgres {

struct ResultClearer {
  void operator()(PGresult* result) const;
};
using Result = std::unique_ptr<PGresult, ResultClearer>;

// The next parameters of a statement, as libpq wants them: numbers in network byte order.
class Parameters {
 public:
  void Add(int64_t value);
  void AddText(absl::string_view value);
  void AddBlob(absl::string_view value);
  void AddNull();
  void Clear();

  int count() const { return static_cast<int>(types_.size()); }
  const std::vector<unsigned>& types() const { return types_; }
  // Valid until the next Add...().
  std::vector<const char*> pointers() const;
  std::vector<int> lengths() const;

 private:
  void Add(unsigned type, std::string value);

  std::vector<unsigned> types_;
  std::vector<std::string> values_;
  std::vector<bool> nulls_;
};

// One connection to a PostgreSQL server.
//
// An error that says that the server is gone, or takes no writes, marks the connection as broken:
// the pool drops it and the next caller connects anew. Texts of the server go to the log; callers
// are told the SQLSTATE.
class PostgresConnection : public sql::Connection {
 public:
  static absl::StatusOr<std::unique_ptr<PostgresConnection>> Open(const PostgresOptions& options,
                                                                  const sql::StoreErrors& errors);

  absl::StatusOr<std::unique_ptr<sql::Statement>> Prepare(absl::string_view sql) override;
  // A cursor, from which some rows at a time are fetched.
  absl::StatusOr<std::unique_ptr<sql::Statement>> Stream(absl::string_view sql) override;
  // COPY in its binary format.
  absl::StatusOr<std::unique_ptr<sql::BulkInsert>> Insert(
      absl::string_view table, const std::vector<absl::string_view>& columns) override;
  absl::Status Execute(const std::string& sql) override;
  absl::Status Begin(sql::Access access) override;
  // The server's own vacuum does it.
  absl::StatusOr<bool> ForgetDeleted() override { return true; }
  absl::string_view RowLock() const override { return " FOR UPDATE"; }
  std::string Newest(absl::string_view table, absl::string_view key, absl::string_view others,
                     absl::string_view where) const override;

  // False if it failed, was left within a transaction, or the server has said something unasked,
  // which it does when it goes away.
  bool Usable() const;

  // For the statements of this connection.
  PGconn* raw() const { return connection_.get(); }
  // Returns the rows of `result`, or the error in it.
  absl::StatusOr<Result> Check(absl::string_view operation, Result result);
  // Runs `sql` (with $1, $2, ...) by its prepared form, made when first needed.
  absl::StatusOr<Result> RunPrepared(const std::string& sql, const Parameters& parameters);
  // Runs `sql` once; its rows arrive in binary.
  absl::StatusOr<Result> RunOnce(const std::string& sql, const Parameters& parameters);
  std::string NewCursorName();

 private:
  struct Closer {
    void operator()(PGconn* connection) const;
  };
  PostgresConnection(PGconn* connection, const sql::StoreErrors& errors)
      : connection_(connection), errors_(errors) {}

  const std::unique_ptr<PGconn, Closer> connection_;
  const sql::StoreErrors errors_;
  bool broken_ = false;
  int64_t cursor_count_ = 0;
  // Names of prepared statements by their text.
  absl::flat_hash_map<std::string, std::string> prepared_;
};

}  // namespace sos::postgres

#endif  // SOS_COMMON_SQL_POSTGRES_POSTGRES_CONNECTION_H_
