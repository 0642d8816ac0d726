// SPDX-License-Identifier: Apache-2.0
#include "common/sql/postgres/postgres_connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include <string>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/log/log.h"
#include "common/metrics/metrics.h"
#include "common/sql/postgres/postgres_statements.h"
#include "common/status/macros.h"

namespace sos::postgres {
namespace {

// Type numbers of pg_type.
constexpr unsigned kBytea = 17;
constexpr unsigned kInt8 = 20;
constexpr unsigned kText = 25;

constexpr int kBinary = 1;

// The one lock of those who give out numbers: the letters SOS.
constexpr int64_t kNumbersLock = 0x534F53;

// A server that vanished without a word is given up after some ten seconds: what was sent and is
// not acknowledged, in milliseconds, and while an answer is awaited, by probes, in seconds.
constexpr char kUserTimeoutMillis[] = "10000";
constexpr char kProbeAfterSeconds[] = "5";
constexpr char kProbeEverySeconds[] = "2";
constexpr char kProbeCount[] = "3";

// True for errors after which another server, or the same one later, must be looked for: the
// connection or the server ends (classes 08, 57P and 58), or takes reads only.
bool EndsConnection(absl::string_view state) {
  return absl::StartsWith(state, "08") || absl::StartsWith(state, "57P") ||
         absl::StartsWith(state, "58") || state == "25006";
}

// True for errors that stay, however often one tries: what is stored is damaged (XX001, XX002), its
// tables are not as this program makes them (42), or a row is there that cannot be (23).
bool IsDamage(absl::string_view state) {
  return absl::StartsWith(state, "XX00") || absl::StartsWith(state, "23") ||
         (absl::StartsWith(state, "42") && state != "42501");  // 42501: no right to do that.
}

void CountFailure(const std::string& state) {
  metrics::FindCounter("sos_store_failures_total", "Statements that PostgreSQL refused.",
                       {{"sqlstate", state}})
      .Increment();
}

std::string Milliseconds(absl::Duration duration) {
  return absl::StrCat(absl::ToInt64Milliseconds(duration));
}

}  // namespace

void ResultClearer::operator()(PGresult* result) const { PQclear(result); }
void PostgresConnection::Closer::operator()(PGconn* connection) const { PQfinish(connection); }

void Parameters::Add(unsigned type, std::string value) {
  types_.push_back(type);
  values_.push_back(std::move(value));
  nulls_.push_back(false);
}
void Parameters::Add(int64_t value) { Add(kInt8, BigEndian(value)); }
void Parameters::AddText(absl::string_view value) { Add(kText, std::string(value)); }
void Parameters::AddBlob(absl::string_view value) { Add(kBytea, std::string(value)); }
void Parameters::AddNull() {
  Add(kText, "");
  nulls_.back() = true;
}
void Parameters::Clear() { *this = Parameters(); }

std::vector<const char*> Parameters::pointers() const {
  std::vector<const char*> pointers;
  for (size_t i = 0; i < values_.size(); ++i) {
    pointers.push_back(nulls_[i] ? nullptr : values_[i].data());
  }
  return pointers;
}
std::vector<int> Parameters::lengths() const {
  std::vector<int> lengths;
  for (const std::string& value : values_) lengths.push_back(static_cast<int>(value.size()));
  return lengths;
}

absl::StatusOr<std::unique_ptr<PostgresConnection>> PostgresConnection::Open(
    const PostgresOptions& options, const sql::StoreErrors& errors) {
  const std::string timeout = absl::StrCat(absl::ToInt64Seconds(options.connect_timeout));
  // What stands before `dbname` is a default that the connection string may change.
  std::vector<const char*> names = {
      "connect_timeout",     "target_session_attrs", "tcp_user_timeout", "keepalives_idle",
      "keepalives_interval", "keepalives_count",     "application_name", "dbname"};
  std::vector<const char*> values = {timeout.c_str(),
                                     "read-write",
                                     kUserTimeoutMillis,
                                     kProbeAfterSeconds,
                                     kProbeEverySeconds,
                                     kProbeCount,
                                     "sos",
                                     options.connection.c_str()};
  if (!options.password.empty()) {
    names.push_back("password");
    values.push_back(options.password.c_str());
  }
  names.push_back(nullptr);
  values.push_back(nullptr);
  auto connection = absl::WrapUnique(new PostgresConnection(
      PQconnectdbParams(names.data(), values.data(), /*expand_dbname=*/1), errors));
  if (PQstatus(connection->raw()) != CONNECTION_OK) {
    CountFailure("08001");
    log::Warning("cannot connect to PostgreSQL", {{"detail", PQerrorMessage(connection->raw())}});
    return errors.Unavailable("connect", "see the log");
  }
  SOS_RETURN_IF_ERROR(connection->Execute(absl::StrCat(
      "SET statement_timeout = ", Milliseconds(options.statement_timeout),
      "; SET idle_in_transaction_session_timeout = ", Milliseconds(options.statement_timeout),
      "; SET client_min_messages = error")));
  return connection;
}

absl::StatusOr<Result> PostgresConnection::Check(absl::string_view operation, Result result) {
  const ExecStatusType status = PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_COPY_IN) {
    return result;
  }
  const char* const said = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  const bool lost = PQstatus(raw()) != CONNECTION_OK;
  const std::string state = said != nullptr ? said : "08006";
  broken_ = broken_ || lost || EndsConnection(state);
  CountFailure(state);
  // The primary message names tables and limits; values would stand in the detail.
  const char* const message = PQresultErrorField(result.get(), PG_DIAG_MESSAGE_PRIMARY);
  log::Warning("PostgreSQL refused",
               {{"operation", std::string(operation)},
                {"sqlstate", state},
                {"detail", message != nullptr ? message : "the connection was lost"}});
  if (IsDamage(state)) return errors_.Damaged(absl::StrCat("the database (SQLSTATE ", state, ")"));
  return errors_.Unavailable(operation, absl::StrCat("SQLSTATE ", state));
}

absl::StatusOr<Result> PostgresConnection::RunPrepared(const std::string& sql,
                                                       const Parameters& parameters) {
  auto [found, is_new] = prepared_.try_emplace(sql, absl::StrCat("sos", prepared_.size()));
  if (is_new) {
    const std::string name = found->second;
    absl::StatusOr<Result> made =
        Check("prepare", Result(PQprepare(raw(), name.c_str(), sql.c_str(), parameters.count(),
                                          parameters.types().data())));
    if (!made.ok()) {
      prepared_.erase(sql);
      return made;
    }
    found = prepared_.find(sql);
  }
  const std::vector<int> formats(parameters.count(), kBinary);
  return Check("run a statement",
               Result(PQexecPrepared(raw(), found->second.c_str(), parameters.count(),
                                     parameters.pointers().data(), parameters.lengths().data(),
                                     formats.data(), kBinary)));
}

absl::StatusOr<Result> PostgresConnection::RunOnce(const std::string& sql,
                                                   const Parameters& parameters) {
  const std::vector<int> formats(parameters.count(), kBinary);
  return Check("run a statement",
               Result(PQexecParams(raw(), sql.c_str(), parameters.count(),
                                   parameters.types().data(), parameters.pointers().data(),
                                   parameters.lengths().data(), formats.data(), kBinary)));
}

std::string PostgresConnection::NewCursorName() {
  return absl::StrCat("sos_cursor_", ++cursor_count_);
}

absl::StatusOr<std::unique_ptr<sql::Statement>> PostgresConnection::Prepare(absl::string_view sql) {
  return std::make_unique<PreparedStatement>(this, WithNumbers(sql));
}

absl::StatusOr<std::unique_ptr<sql::Statement>> PostgresConnection::Stream(absl::string_view sql) {
  return std::make_unique<CursorStatement>(this, WithNumbers(sql));
}

absl::StatusOr<std::unique_ptr<sql::BulkInsert>> PostgresConnection::Insert(
    absl::string_view table, const std::vector<absl::string_view>& columns) {
  return CopyInsert::Begin(this, table, columns);
}

absl::Status PostgresConnection::Execute(const std::string& sql) {
  return Check("run a statement", Result(PQexec(raw(), sql.c_str()))).status();
}

absl::Status PostgresConnection::Begin(sql::Access access) {
  switch (access) {
    case sql::Access::kRead:
      return Execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    case sql::Access::kWriteRow:
      return Execute("BEGIN");
    case sql::Access::kWriteAlone:
      return Execute(absl::StrCat("BEGIN; SELECT pg_advisory_xact_lock(", kNumbersLock, ")"));
  }
  return absl::InternalError("no such access");
}

std::string PostgresConnection::Newest(absl::string_view table, absl::string_view key,
                                       absl::string_view others, absl::string_view where) const {
  return absl::StrCat("SELECT DISTINCT ON (", key, ") ", key, ", revision",
                      others.empty() ? "" : ", ", others, " FROM ", table, " WHERE ", where,
                      " ORDER BY ", key, ", revision DESC");
}

bool PostgresConnection::Usable() const {
  if (broken_ || PQstatus(raw()) != CONNECTION_OK || PQtransactionStatus(raw()) != PQTRANS_IDLE) {
    return false;
  }
  pollfd socket = {.fd = PQsocket(raw()), .events = POLLIN, .revents = 0};
  return poll(&socket, 1, 0) == 0;
}

}  // namespace sos::postgres
