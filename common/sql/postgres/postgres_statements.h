// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_SQL_POSTGRES_POSTGRES_STATEMENTS_H_
#define SOS_COMMON_SQL_POSTGRES_POSTGRES_STATEMENTS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/sql/connection.h"
#include "common/sql/postgres/postgres_connection.h"

namespace sos::postgres {

// `sql` with $1, $2, ... for each `?`.
std::string WithNumbers(absl::string_view sql);

// The eight bytes of a number in network byte order.
std::string BigEndian(int64_t value);

// What both kinds of statement share: parameters, and the rows that have arrived.
class ResultStatement : public sql::Statement {
 public:
  ResultStatement(PostgresConnection* connection, std::string sql)
      : connection_(connection), sql_(std::move(sql)) {}

  Statement& Bind(int64_t value) override { return parameters_.Add(value), *this; }
  Statement& BindText(absl::string_view value) override {
    return parameters_.AddText(value), *this;
  }
  Statement& BindBlob(absl::string_view value) override {
    return parameters_.AddBlob(value), *this;
  }
  Statement& BindNull() override { return parameters_.AddNull(), *this; }
  void Reset() override;

  int64_t Int(int column) const override;
  absl::string_view Bytes(int column) const override;
  bool IsNull(int column) const override;

 protected:
  // Moves to the next row that has arrived, if there is one.
  bool NextRow();
  void Receive(Result rows);
  bool received() const { return rows_ != nullptr; }

  PostgresConnection* const connection_;
  const std::string sql_;
  Parameters parameters_;

 private:
  Result rows_;
  int row_ = -1;
};

// A statement whose rows all arrive at once.
class PreparedStatement final : public ResultStatement {
 public:
  using ResultStatement::ResultStatement;
  absl::StatusOr<bool> Step() override;
};

// A statement whose rows arrive some at a time, through a cursor, which ends with the transaction.
class CursorStatement final : public ResultStatement {
 public:
  using ResultStatement::ResultStatement;
  absl::StatusOr<bool> Step() override;
  void Reset() override;

 private:
  // Empty until it is open.
  std::string cursor_;
};

// COPY table (columns) FROM STDIN in the binary format.
class CopyInsert final : public sql::BulkInsert {
 public:
  static absl::StatusOr<std::unique_ptr<CopyInsert>> Begin(
      PostgresConnection* connection, absl::string_view table,
      const std::vector<absl::string_view>& columns);
  // Tells the server to forget the rows unless Finish() was called.
  ~CopyInsert() override;

  BulkInsert& Add(int64_t value) override;
  BulkInsert& AddText(absl::string_view value) override { return AddBlob(value); }
  BulkInsert& AddBlob(absl::string_view value) override;
  BulkInsert& AddNull() override;
  absl::Status EndRow() override;
  absl::Status Finish() override;

 private:
  CopyInsert(PostgresConnection* connection, int16_t column_count)
      : connection_(connection), column_count_(column_count) {}
  void Send();
  void BeginRow();

  PostgresConnection* const connection_;
  const int16_t column_count_;
  // Rows that are not sent yet.
  std::string buffer_;
  bool row_begun_ = false;
  bool finished_ = false;
};

}  // namespace sos::postgres

#endif  // SOS_COMMON_SQL_POSTGRES_POSTGRES_STATEMENTS_H_
