#ifndef SOS_SERVICES_INGESTION_SQLITE_DATABASE_H_
#define SOS_SERVICES_INGESTION_SQLITE_DATABASE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct sqlite3;
struct sqlite3_stmt;

namespace sos::ingestion::sqlite {

// One prepared statement, bound and stepped through by position. Errors become STORE_UNAVAILABLE.
class Statement {
 public:
  // Binds the next parameter.
  Statement& Bind(int64_t value);
  Statement& BindText(absl::string_view value);
  Statement& BindBlob(absl::string_view value);
  Statement& BindNull();

  // Moves to the next row; false when there is none.
  absl::StatusOr<bool> Step();
  // Runs a statement that returns no rows, and makes it ready for new parameters.
  absl::Status Run();
  // Makes the statement ready for new parameters.
  void Reset();

  int64_t Int(int column) const;
  // Valid until the next Step() or Reset().
  absl::string_view Bytes(int column) const;
  bool IsNull(int column) const;

 private:
  friend class Database;
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const;
  };
  Statement(sqlite3* database, sqlite3_stmt* statement)
      : database_(database), statement_(statement) {}

  sqlite3* database_;
  std::unique_ptr<sqlite3_stmt, Finalizer> statement_;
  int bound_ = 0;
  int bind_error_ = 0;
};

// One connection to a database file.
class Database {
 public:
  enum class Durability {
    // Every commit is on disk before it returns.
    kFull,
    // For scratch copies that nobody will miss.
    kNone,
  };

  // Opens or creates the file in write-ahead-log mode.
  static absl::StatusOr<std::unique_ptr<Database>> Open(const std::string& path,
                                                        Durability durability);

  absl::StatusOr<Statement> Prepare(absl::string_view sql);
  // Runs one or more statements without parameters or results.
  absl::Status Execute(const std::string& sql);
  // Copies the whole database to a new file at `path`.
  absl::Status CopyTo(const std::string& path);

 private:
  struct Closer {
    void operator()(sqlite3* database) const;
  };
  explicit Database(sqlite3* database) : database_(database) {}

  std::unique_ptr<sqlite3, Closer> database_;
};

// A transaction: rolled back unless committed. A writing one takes the write lock at once, so that
// it can never fail half-way for want of it.
class Transaction {
 public:
  enum class Kind { kRead, kWrite };

  static absl::StatusOr<Transaction> Begin(Database& database, Kind kind);
  Transaction(Transaction&& other) noexcept : database_(other.database_) {
    other.database_ = nullptr;
  }
  ~Transaction();

  absl::Status Commit();

 private:
  explicit Transaction(Database* database) : database_(database) {}
  Database* database_;
};

}  // namespace sos::ingestion::sqlite

#endif  // SOS_SERVICES_INGESTION_SQLITE_DATABASE_H_
