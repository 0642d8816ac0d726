// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_SQL_SQLITE_SQLITE_CONNECTION_H_
#define SOS_COMMON_SQL_SQLITE_SQLITE_CONNECTION_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/sql/connection.h"
#include "common/sql/sqlite/directory_lock.h"
#include "common/sql/store_errors.h"

struct sqlite3;

namespace sos::sqlite {

enum class Durability {
  // Every commit is on disk before it returns.
  kFull,
  // For scratch copies that nobody will miss.
  kNone,
};

// One connection to a database file. Nothing but SQLite opens and closes a file that may be in use:
// to close any descriptor of it takes away all locks that this process has on it.
class SqliteConnection : public sql::Connection {
 public:
  // Opens or creates the file in write-ahead-log mode, for its user alone.
  static absl::StatusOr<std::unique_ptr<SqliteConnection>> Open(const std::string& path,
                                                                Durability durability,
                                                                const sql::StoreErrors& errors);
  // Opens a file that is there, and changes nothing. Others may write it meanwhile.
  static absl::StatusOr<std::unique_ptr<SqliteConnection>> OpenToRead(
      const std::string& path, const sql::StoreErrors& errors);

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
  // Freed pages are overwritten (secure_delete); this empties the write-ahead log, which has them
  // as they were. While others read, what they read stays in it until the next time.
  absl::StatusOr<bool> ForgetDeleted() override;
  absl::string_view RowLock() const override { return ""; }
  std::string Newest(absl::string_view table, absl::string_view key, absl::string_view others,
                     absl::string_view where) const override;

 private:
  struct Closer {
    void operator()(sqlite3* database) const;
  };
  SqliteConnection(sqlite3* database, const sql::StoreErrors& errors)
      : database_(database), errors_(errors) {}
  static absl::StatusOr<std::unique_ptr<SqliteConnection>> OpenFile(const std::string& path,
                                                                    int flags,
                                                                    const sql::StoreErrors& errors);

  std::unique_ptr<sqlite3, Closer> database_;
  const sql::StoreErrors errors_;
};

// The connections to one file: writers take turns, readers see the newest committed state and never
// wait. Other processes may read the file at the same time.
class SqlitePool : public sql::ConnectionPool {
 public:
  // `lock` is that of the file.
  SqlitePool(std::string path, std::unique_ptr<DirectoryLock> lock,
             std::unique_ptr<SqliteConnection> writer, const sql::StoreErrors& errors)
      : path_(std::move(path)),
        errors_(errors),
        lock_(std::move(lock)),
        writer_(std::move(writer)) {}
  // To read only: STORE_HELD for who wants to write.
  SqlitePool(std::string path, const sql::StoreErrors& errors)
      : path_(std::move(path)), errors_(errors) {}

  absl::StatusOr<Lease> Borrow(sql::Access access) override;

 private:
  void Return(sql::Access access, std::unique_ptr<sql::Connection> connection) override;

  const std::string path_;
  const sql::StoreErrors errors_;
  // Null: this pool only reads. Outlives the connections.
  const std::unique_ptr<DirectoryLock> lock_;
  absl::Mutex mutex_;
  // Null while it is lent.
  std::unique_ptr<sql::Connection> writer_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::unique_ptr<sql::Connection>> idle_readers_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace sos::sqlite

#endif  // SOS_COMMON_SQL_SQLITE_SQLITE_CONNECTION_H_
