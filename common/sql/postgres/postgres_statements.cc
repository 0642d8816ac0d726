// SPDX-License-Identifier: Apache-2.0
#include "common/sql/postgres/postgres_statements.h"

#include <arpa/inet.h>
#include <libpq-fe.h>

#include <string>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/macros.h"

namespace sos::postgres {
namespace {

// Rows that are fetched from a cursor at once. Partitions have some ten kilobytes each.
constexpr int kRowsAtOnce = 64;

// Bytes of rows that go to the server at once.
constexpr size_t kCopyBytes = size_t{256} << 10;

// What a COPY in the binary format begins with, and ends with.
constexpr absl::string_view kCopyHeader("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
constexpr absl::string_view kCopyTrailer("\377\377", 2);

template <typename Integer>
void AppendBigEndian(Integer value, std::string* out) {
  for (int shift = 8 * (static_cast<int>(sizeof value) - 1); shift >= 0; shift -= 8) {
    out->push_back(static_cast<char>(static_cast<uint64_t>(value) >> shift));
  }
}

}  // namespace

std::string WithNumbers(absl::string_view sql) {
  std::string numbered;
  int parameters = 0;
  for (const char c : sql) {
    if (c == '?') {
      absl::StrAppend(&numbered, "$", ++parameters);
    } else {
      numbered.push_back(c);
    }
  }
  return numbered;
}

std::string BigEndian(int64_t value) {
  std::string bytes;
  AppendBigEndian(value, &bytes);
  return bytes;
}

void ResultStatement::Reset() {
  parameters_.Clear();
  rows_.reset();
  row_ = -1;
}

bool ResultStatement::NextRow() { return ++row_ < PQntuples(rows_.get()); }

void ResultStatement::Receive(Result rows) {
  rows_ = std::move(rows);
  row_ = -1;
}

int64_t ResultStatement::Int(int column) const {
  const absl::string_view bytes = Bytes(column);
  int64_t value = bytes.empty() || static_cast<signed char>(bytes[0]) >= 0 ? 0 : -1;
  for (const char byte : bytes) {
    value =
        static_cast<int64_t>(static_cast<uint64_t>(value) << 8 | static_cast<unsigned char>(byte));
  }
  return value;
}

absl::string_view ResultStatement::Bytes(int column) const {
  return {PQgetvalue(rows_.get(), row_, column),
          static_cast<size_t>(PQgetlength(rows_.get(), row_, column))};
}

bool ResultStatement::IsNull(int column) const {
  return PQgetisnull(rows_.get(), row_, column) != 0;
}

absl::StatusOr<bool> PreparedStatement::Step() {
  if (!received()) {
    SOS_ASSIGN_OR_RETURN(Result rows, connection_->RunPrepared(sql_, parameters_));
    Receive(std::move(rows));
  }
  return NextRow();
}

absl::StatusOr<bool> CursorStatement::Step() {
  if (cursor_.empty()) {
    const std::string name = connection_->NewCursorName();
    SOS_RETURN_IF_ERROR(
        connection_
            ->RunOnce(absl::StrCat("DECLARE ", name, " NO SCROLL CURSOR FOR ", sql_), parameters_)
            .status());
    cursor_ = name;
  } else if (NextRow()) {
    return true;
  }
  SOS_ASSIGN_OR_RETURN(
      Result rows,
      connection_->RunOnce(absl::StrCat("FETCH FORWARD ", kRowsAtOnce, " FROM ", cursor_), {}));
  Receive(std::move(rows));
  return NextRow();
}

void CursorStatement::Reset() {
  // A cursor that cannot be closed ends with its transaction.
  if (!cursor_.empty()) connection_->Execute(absl::StrCat("CLOSE ", cursor_)).IgnoreError();
  cursor_.clear();
  ResultStatement::Reset();
}

absl::StatusOr<std::unique_ptr<CopyInsert>> CopyInsert::Begin(
    PostgresConnection* connection, absl::string_view table,
    const std::vector<absl::string_view>& columns) {
  const auto quoted = [](std::string* out, absl::string_view column) {
    absl::StrAppend(out, "\"", column, "\"");
  };
  const std::string sql = absl::StrCat("COPY ", table, " (", absl::StrJoin(columns, ", ", quoted),
                                       ") FROM STDIN (FORMAT binary)");
  SOS_RETURN_IF_ERROR(connection->Execute(sql));
  auto copy = absl::WrapUnique(new CopyInsert(connection, static_cast<int16_t>(columns.size())));
  copy->buffer_ = std::string(kCopyHeader);
  return copy;
}

CopyInsert::~CopyInsert() {
  if (finished_) return;
  PQputCopyEnd(connection_->raw(), "given up");
  while (PGresult* result = PQgetResult(connection_->raw())) PQclear(result);
}

void CopyInsert::BeginRow() {
  if (std::exchange(row_begun_, true)) return;
  AppendBigEndian(column_count_, &buffer_);
}

sql::BulkInsert& CopyInsert::Add(int64_t value) { return AddBlob(BigEndian(value)); }

sql::BulkInsert& CopyInsert::AddBlob(absl::string_view value) {
  BeginRow();
  AppendBigEndian(static_cast<int32_t>(value.size()), &buffer_);
  absl::StrAppend(&buffer_, value);
  return *this;
}

sql::BulkInsert& CopyInsert::AddNull() {
  BeginRow();
  AppendBigEndian(int32_t{-1}, &buffer_);
  return *this;
}

absl::Status CopyInsert::EndRow() {
  row_begun_ = false;
  if (buffer_.size() >= kCopyBytes) Send();
  return absl::OkStatus();
}

void CopyInsert::Send() {
  // Fails only where the connection is gone, which the result at the end tells, too.
  PQputCopyData(connection_->raw(), buffer_.data(), static_cast<int>(buffer_.size()));
  buffer_.clear();
}

absl::Status CopyInsert::Finish() {
  absl::StrAppend(&buffer_, kCopyTrailer);
  Send();
  finished_ = true;
  PQputCopyEnd(connection_->raw(), nullptr);
  absl::Status status =
      connection_->Check("copy rows", Result(PQgetResult(connection_->raw()))).status();
  while (PGresult* result = PQgetResult(connection_->raw())) PQclear(result);
  return status;
}

}  // namespace sos::postgres
