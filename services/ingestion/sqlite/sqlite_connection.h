#ifndef SOS_SERVICES_INGESTION_SQLITE_SQLITE_CONNECTION_H_
#define SOS_SERVICES_INGESTION_SQLITE_SQLITE_CONNECTION_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/ingestion/sql/connection.h"

struct sqlite3;

namespace sos::ingestion::sqlite {

enum class Durability {
  // Every commit is on disk before it returns.
  kFull,
  // For scratch copies that nobody will miss.
  kNone,
};

// One connection to a database file.
class SqliteConnection : public sql::Connection {
 public:
  // Opens or creates the file in write-ahead-log mode.
  static absl::StatusOr<std::unique_ptr<SqliteConnection>> Open(const std::string& path,
                                                                Durability durability);

  absl::StatusOr<std::unique_ptr<sql::Statement>> Prepare(absl::string_view sql) override;
  absl::StatusOr<std::unique_ptr<sql::Statement>> Stream(absl::string_view sql) override {
    return Prepare(sql);
  }
  absl::StatusOr<std::unique_ptr<sql::BulkInsert>> Insert(
      absl::string_view table, const std::vector<absl::string_view>& columns) override;
  absl::Status Execute(const std::string& sql) override;
  // A writing transaction takes the write lock at once, so that it can never fail half-way for want
  // of it; hence rows need no locks.
  absl::Status Begin(sql::Access access) override;
  absl::string_view RowLock() const override { return ""; }
  std::string Newest(absl::string_view table, absl::string_view key, absl::string_view others,
                     absl::string_view where) const override;

 private:
  struct Closer {
    void operator()(sqlite3* database) const;
  };
  explicit SqliteConnection(sqlite3* database) : database_(database) {}

  std::unique_ptr<sqlite3, Closer> database_;
};

// The connections to one file: writers take turns, readers see the newest committed state and never
// wait. Other processes may use the file at the same time.
class SqlitePool : public sql::ConnectionPool {
 public:
  SqlitePool(std::string path, Durability durability, std::unique_ptr<SqliteConnection> writer)
      : path_(std::move(path)), durability_(durability), writer_(std::move(writer)) {}

  absl::StatusOr<Lease> Borrow(sql::Access access) override;

 private:
  void Return(sql::Access access, std::unique_ptr<sql::Connection> connection) override;

  const std::string path_;
  const Durability durability_;
  absl::Mutex mutex_;
  // Null while it is lent.
  std::unique_ptr<sql::Connection> writer_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::unique_ptr<sql::Connection>> idle_readers_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace sos::ingestion::sqlite

#endif  // SOS_SERVICES_INGESTION_SQLITE_SQLITE_CONNECTION_H_
