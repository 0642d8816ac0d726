// SPDX-License-Identifier: Apache-2.0
#include "common/sql/sqlite/sqlite_connection.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/macros.h"

namespace sos::sqlite {
namespace {

// How long a writer waits for another process's writer.
constexpr int kBusyTimeoutMillis = 10'000;

// What SQLite says of a file that is not, or no more, what it or this program has written. It stays
// so, however often one tries. Tables that are not as this program makes them are SQLITE_ERROR;
// rows that cannot be there are SQLITE_CONSTRAINT.
bool IsDamage(int code) {
  if (code == SQLITE_IOERR_SHORT_READ) return true;
  switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_ERROR:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_RANGE:
    case SQLITE_TOOBIG:
      return true;
    default:
      return false;
  }
}

absl::Status Failure(sqlite3* database, absl::string_view operation,
                     const sql::StoreErrors& errors) {
  const int code = sqlite3_extended_errcode(database);
  const char* const said = sqlite3_errmsg(database);
  if (IsDamage(code)) return errors.Damaged(absl::StrCat("the database file (", said, ")"));
  return errors.Unavailable(operation, said);
}

// Makes the file, if it is not there, so that only its user can read it: it may hold local ids of
// students. What SQLite adds beside it has the same rights. A file that is there is not opened, but
// its rights are mended.
void MakePrivate(const std::string& path) {
  const int made = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (made >= 0) {
    close(made);
    return;
  }
  // Else opening it as a database fails, too, and says why.
  struct stat found = {};
  if (stat(path.c_str(), &found) == 0 && (found.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    (void)chmod(path.c_str(), S_IRUSR | S_IWUSR);
  }
}

class SqliteStatement : public sql::Statement {
 public:
  SqliteStatement(sqlite3* database, sqlite3_stmt* statement, const sql::StoreErrors& errors)
      : database_(database), statement_(statement), errors_(errors) {}

  Statement& Bind(int64_t value) override {
    bind_error_ |= sqlite3_bind_int64(statement_.get(), ++bound_, value);
    return *this;
  }
  Statement& BindText(absl::string_view value) override {
    // A null pointer would be NULL and not the empty value; so it is with blobs.
    const char* const data = value.empty() ? "" : value.data();
    bind_error_ |= sqlite3_bind_text64(statement_.get(), ++bound_, data, value.size(),
                                       SQLITE_TRANSIENT, SQLITE_UTF8);
    return *this;
  }
  Statement& BindBlob(absl::string_view value) override {
    const char* const data = value.empty() ? "" : value.data();
    bind_error_ |=
        sqlite3_bind_blob64(statement_.get(), ++bound_, data, value.size(), SQLITE_TRANSIENT);
    return *this;
  }
  Statement& BindNull() override {
    bind_error_ |= sqlite3_bind_null(statement_.get(), ++bound_);
    return *this;
  }

  absl::StatusOr<bool> Step() override {
    if (bind_error_ != SQLITE_OK) {
      return errors_.Damaged(absl::StrCat("the database file (", sqlite3_errstr(bind_error_), ")"));
    }
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return Failure(database_, sqlite3_stmt_readonly(statement_.get()) != 0 ? "read" : "write",
                   errors_);
  }
  void Reset() override {
    sqlite3_reset(statement_.get());
    sqlite3_clear_bindings(statement_.get());
    bound_ = 0;
    bind_error_ = SQLITE_OK;
  }

  int64_t Int(int column) const override { return sqlite3_column_int64(statement_.get(), column); }
  absl::string_view Bytes(int column) const override {
    const void* bytes = sqlite3_column_blob(statement_.get(), column);
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return {static_cast<const char*>(bytes), static_cast<size_t>(size)};
  }
  bool IsNull(int column) const override {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
  }

 private:
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };

  sqlite3* const database_;
  const std::unique_ptr<sqlite3_stmt, Finalizer> statement_;
  const sql::StoreErrors errors_;
  int bound_ = 0;
  int bind_error_ = 0;
};

// Rows go in one by one, which for a database in this process is fast enough.
class SqliteBulkInsert : public sql::BulkInsert {
 public:
  explicit SqliteBulkInsert(std::unique_ptr<sql::Statement> insert) : insert_(std::move(insert)) {}

  BulkInsert& Add(int64_t value) override { return insert_->Bind(value), *this; }
  BulkInsert& AddText(absl::string_view value) override { return insert_->BindText(value), *this; }
  BulkInsert& AddBlob(absl::string_view value) override { return insert_->BindBlob(value), *this; }
  BulkInsert& AddNull() override { return insert_->BindNull(), *this; }
  absl::Status EndRow() override { return insert_->Run(); }
  absl::Status Finish() override { return absl::OkStatus(); }

 private:
  const std::unique_ptr<sql::Statement> insert_;
};

}  // namespace

void SqliteConnection::Closer::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

absl::StatusOr<std::unique_ptr<SqliteConnection>> SqliteConnection::OpenFile(
    const std::string& path, int flags, const sql::StoreErrors& errors) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  auto connection = absl::WrapUnique(new SqliteConnection(raw, errors));
  if (code != SQLITE_OK) return Failure(raw, absl::StrCat("open ", path), errors);
  sqlite3_busy_timeout(raw, kBusyTimeoutMillis);
  // A damaged file must not make SQLite do what this program did not ask for.
  SOS_RETURN_IF_ERROR(connection->Execute("PRAGMA trusted_schema=OFF"));
  SOS_RETURN_IF_ERROR(connection->Execute("PRAGMA cell_size_check=ON"));
  return connection;
}

absl::StatusOr<std::unique_ptr<SqliteConnection>> SqliteConnection::Open(
    const std::string& path, Durability durability, const sql::StoreErrors& errors) {
  // No connection of this process may open the file between its making and the end of that.
  static absl::Mutex making(absl::kConstInit);
  const absl::MutexLock lock(&making);
  MakePrivate(path);
  SOS_ASSIGN_OR_RETURN(auto connection,
                       OpenFile(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, errors));
  SOS_RETURN_IF_ERROR(connection->Execute("PRAGMA journal_mode=WAL"));
  SOS_RETURN_IF_ERROR(connection->Execute(
      durability == Durability::kFull ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=OFF"));
  SOS_RETURN_IF_ERROR(connection->Execute("PRAGMA foreign_keys=ON"));
  SOS_RETURN_IF_ERROR(connection->Execute("PRAGMA secure_delete=ON"));
  return connection;
}

absl::StatusOr<std::unique_ptr<SqliteConnection>> SqliteConnection::OpenToRead(
    const std::string& path, const sql::StoreErrors& errors) {
  return OpenFile(path, SQLITE_OPEN_READONLY, errors);
}

absl::StatusOr<std::unique_ptr<sql::Statement>> SqliteConnection::Prepare(absl::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()), &statement,
                         nullptr) != SQLITE_OK) {
    return Failure(database_.get(), "prepare", errors_);
  }
  return std::make_unique<SqliteStatement>(database_.get(), statement, errors_);
}

absl::StatusOr<std::unique_ptr<sql::BulkInsert>> SqliteConnection::Insert(
    absl::string_view table, const std::vector<absl::string_view>& columns) {
  const std::vector<absl::string_view> parameters(columns.size(), "?");
  SOS_ASSIGN_OR_RETURN(
      auto insert, Prepare(absl::StrCat("INSERT INTO ", table, " (", absl::StrJoin(columns, ", "),
                                        ") VALUES (", absl::StrJoin(parameters, ", "), ")")));
  return std::make_unique<SqliteBulkInsert>(std::move(insert));
}

absl::Status SqliteConnection::Execute(const std::string& sql) {
  if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return Failure(database_.get(), "write", errors_);
  }
  return absl::OkStatus();
}

absl::Status SqliteConnection::Begin(sql::Access access) {
  return Execute(access == sql::Access::kRead ? "BEGIN" : "BEGIN IMMEDIATE");
}

absl::StatusOr<bool> SqliteConnection::ForgetDeleted() {
  SOS_ASSIGN_OR_RETURN(const auto checkpoint, Prepare("PRAGMA wal_checkpoint(TRUNCATE)"));
  SOS_RETURN_IF_ERROR(checkpoint->Step().status());
  // Its first column says whether a reader of what was before kept it from its end.
  return checkpoint->Int(0) == 0;
}

std::string SqliteConnection::Newest(absl::string_view table, absl::string_view key,
                                     absl::string_view others, absl::string_view where) const {
  // max(revision) makes SQLite take the other columns from the row that has it.
  return absl::StrCat("SELECT ", key, ", max(revision)", others.empty() ? "" : ", ", others,
                      " FROM ", table, " WHERE ", where, " GROUP BY ", key, " ORDER BY ", key);
}

absl::StatusOr<sql::ConnectionPool::Lease> SqlitePool::Borrow(sql::Access access) {
  {
    absl::MutexLock lock(&mutex_);
    if (access != sql::Access::kRead) {
      if (lock_ == nullptr) {
        return errors_.Held(std::filesystem::path(path_).parent_path().string(), "");
      }
      const auto home = [this]()
                            ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return writer_ != nullptr; };
      mutex_.Await(absl::Condition(&home));
      return Lease(this, access, std::move(writer_));
    }
    if (!idle_readers_.empty()) {
      Lease lease(this, access, std::move(idle_readers_.back()));
      idle_readers_.pop_back();
      return lease;
    }
  }
  SOS_ASSIGN_OR_RETURN(auto reader, SqliteConnection::OpenToRead(path_, errors_));
  return Lease(this, access, std::move(reader));
}

void SqlitePool::Return(sql::Access access, std::unique_ptr<sql::Connection> connection) {
  absl::MutexLock lock(&mutex_);
  if (access == sql::Access::kRead) {
    idle_readers_.push_back(std::move(connection));
  } else {
    writer_ = std::move(connection);
  }
}

}  // namespace sos::sqlite
