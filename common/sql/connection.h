// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_SQL_CONNECTION_H_
#define SOS_COMMON_SQL_CONNECTION_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// What SqlStore needs of a relational database. SQLite and PostgreSQL are the two that offer it,
// each in a folder of its own; what they disagree about has a method here and nowhere else.
//
// Every call may return STORE_UNAVAILABLE.
namespace sos::sql {

// One statement, bound and stepped through by position.
class Statement {
 public:
  virtual ~Statement() = default;

  // Binds the next parameter.
  virtual Statement& Bind(int64_t value) = 0;
  virtual Statement& BindText(absl::string_view value) = 0;
  virtual Statement& BindBlob(absl::string_view value) = 0;
  virtual Statement& BindNull() = 0;

  // Moves to the next row; false when there is none.
  virtual absl::StatusOr<bool> Step() = 0;
  // Makes the statement ready for new parameters.
  virtual void Reset() = 0;
  // Runs a statement that returns no rows, and makes it ready for new parameters.
  absl::Status Run();

  virtual int64_t Int(int column) const = 0;
  // Valid until the next Step() or Reset().
  virtual absl::string_view Bytes(int column) const = 0;
  virtual bool IsNull(int column) const = 0;
};

// Adds rows to one table by the fastest way the database has. Nothing else may use the connection
// before Finish().
class BulkInsert {
 public:
  virtual ~BulkInsert() = default;

  // Give the next column of the row at hand.
  virtual BulkInsert& Add(int64_t value) = 0;
  virtual BulkInsert& AddText(absl::string_view value) = 0;
  virtual BulkInsert& AddBlob(absl::string_view value) = 0;
  virtual BulkInsert& AddNull() = 0;
  virtual absl::Status EndRow() = 0;

  // Returns once every row is in its table.
  virtual absl::Status Finish() = 0;
};

// What a transaction is for.
enum class Access {
  // Sees one state of the database, whatever is committed meanwhile.
  kRead,
  // Changes rows it has locked (RowLock()).
  kWriteRow,
  // Gives out numbers without gaps: one such transaction at a time, in all processes.
  kWriteAlone,
};

// One connection. It is used by one thread at a time.
class Connection {
 public:
  virtual ~Connection() = default;

  // `sql` has `?` for each parameter.
  virtual absl::StatusOr<std::unique_ptr<Statement>> Prepare(absl::string_view sql) = 0;
  // The same for a statement with many rows, which are fetched as they are stepped through. Other
  // statements may run meanwhile. Needs a transaction.
  virtual absl::StatusOr<std::unique_ptr<Statement>> Stream(absl::string_view sql) = 0;
  // Inserts into all `columns` of `table`.
  virtual absl::StatusOr<std::unique_ptr<BulkInsert>> Insert(
      absl::string_view table, const std::vector<absl::string_view>& columns) = 0;
  // Runs one or more statements without parameters or results.
  virtual absl::Status Execute(const std::string& sql) = 0;

  virtual absl::Status Begin(Access access) = 0;

  // After a commit: takes what it deleted out of the database's files, as far as it lies in this
  // program's hands. False where a reader of what was before kept it from its end: try again.
  virtual absl::StatusOr<bool> ForgetDeleted() = 0;

  // The end of a SELECT whose rows nobody else may change before the transaction ends.
  virtual absl::string_view RowLock() const = 0;
  // A SELECT of `key, revision, others` that gives of each `key` the row with the highest revision
  // that fulfils `where`, in the order of `key`.
  virtual std::string Newest(absl::string_view table, absl::string_view key,
                             absl::string_view others, absl::string_view where) const = 0;
};

// A transaction: rolled back unless committed.
class Transaction {
 public:
  static absl::StatusOr<Transaction> Begin(Connection& connection, Access access);
  Transaction(Transaction&& other) noexcept
      : connection_(std::exchange(other.connection_, nullptr)) {}
  ~Transaction();

  absl::Status Commit();

 private:
  explicit Transaction(Connection* connection) : connection_(connection) {}
  Connection* connection_;
};

// Where connections come from. Thread-safe.
class ConnectionPool {
 public:
  // A borrowed connection, given back when it goes.
  class Lease {
   public:
    Lease(ConnectionPool* pool, Access access, std::unique_ptr<Connection> connection)
        : pool_(pool), access_(access), connection_(std::move(connection)) {}
    Lease(Lease&&) = default;
    ~Lease() {
      if (connection_ != nullptr) pool_->Return(access_, std::move(connection_));
    }

    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_.get(); }

   private:
    ConnectionPool* pool_;
    Access access_;
    std::unique_ptr<Connection> connection_;
  };

  virtual ~ConnectionPool() = default;

  // A connection for `access`, once there is one.
  virtual absl::StatusOr<Lease> Borrow(Access access) = 0;

 private:
  virtual void Return(Access access, std::unique_ptr<Connection> connection) = 0;
};

}  // namespace sos::sql

#endif  // SOS_COMMON_SQL_CONNECTION_H_
