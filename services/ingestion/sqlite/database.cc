#include "services/ingestion/sqlite/database.h"

#include <sqlite3.h>

#include <string>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "services/ingestion/errors.h"

namespace sos::ingestion::sqlite {
namespace {

// How long a writer waits for another process's writer.
constexpr int kBusyTimeoutMillis = 10'000;

absl::Status Failure(sqlite3* database, absl::string_view operation) {
  return errors::StoreUnavailable(operation, sqlite3_errmsg(database));
}

}  // namespace

void Statement::Finalizer::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}
void Database::Closer::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Statement& Statement::Bind(int64_t value) {
  bind_error_ |= sqlite3_bind_int64(statement_.get(), ++bound_, value);
  return *this;
}
Statement& Statement::BindText(absl::string_view value) {
  bind_error_ |= sqlite3_bind_text64(statement_.get(), ++bound_, value.data(), value.size(),
                                     SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}
Statement& Statement::BindBlob(absl::string_view value) {
  bind_error_ |=
      sqlite3_bind_blob64(statement_.get(), ++bound_, value.data(), value.size(), SQLITE_TRANSIENT);
  return *this;
}
Statement& Statement::BindNull() {
  bind_error_ |= sqlite3_bind_null(statement_.get(), ++bound_);
  return *this;
}

absl::StatusOr<bool> Statement::Step() {
  if (bind_error_ != SQLITE_OK)
    return errors::StoreUnavailable("bind", sqlite3_errstr(bind_error_));
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return Failure(database_, sqlite3_stmt_readonly(statement_.get()) != 0 ? "read" : "write");
}

absl::Status Statement::Run() {
  absl::StatusOr<bool> row = Step();
  Reset();
  return row.status();
}

void Statement::Reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
  bound_ = 0;
  bind_error_ = SQLITE_OK;
}

int64_t Statement::Int(int column) const { return sqlite3_column_int64(statement_.get(), column); }

absl::string_view Statement::Bytes(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return {static_cast<const char*>(bytes), static_cast<size_t>(size)};
}

bool Statement::IsNull(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const std::string& path,
                                                         Durability durability) {
  sqlite3* raw = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &raw,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  auto database = absl::WrapUnique(new Database(raw));
  if (code != SQLITE_OK) return Failure(raw, absl::StrCat("open ", path));
  sqlite3_busy_timeout(raw, kBusyTimeoutMillis);
  SOS_RETURN_IF_ERROR(database->Execute("PRAGMA journal_mode=WAL"));
  SOS_RETURN_IF_ERROR(database->Execute(
      durability == Durability::kFull ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=OFF"));
  SOS_RETURN_IF_ERROR(database->Execute("PRAGMA foreign_keys=ON"));
  return database;
}

absl::StatusOr<Statement> Database::Prepare(absl::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()), &statement,
                         nullptr) != SQLITE_OK) {
    return Failure(database_.get(), "prepare");
  }
  return Statement(database_.get(), statement);
}

absl::Status Database::Execute(const std::string& sql) {
  if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return Failure(database_.get(), "write");
  }
  return absl::OkStatus();
}

absl::Status Database::CopyTo(const std::string& path) {
  SOS_ASSIGN_OR_RETURN(Statement copy, Prepare("VACUUM INTO ?"));
  return copy.BindText(path).Run();
}

absl::StatusOr<Transaction> Transaction::Begin(Database& database, Kind kind) {
  SOS_RETURN_IF_ERROR(database.Execute(kind == Kind::kWrite ? "BEGIN IMMEDIATE" : "BEGIN"));
  return Transaction(&database);
}

Transaction::~Transaction() {
  // Rolling back can only fail where SQLite has rolled back by itself already.
  if (database_ != nullptr) database_->Execute("ROLLBACK").IgnoreError();
}

absl::Status Transaction::Commit() {
  SOS_RETURN_IF_ERROR(database_->Execute("COMMIT"));
  database_ = nullptr;
  return absl::OkStatus();
}

}  // namespace sos::ingestion::sqlite
