// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/store/sql/copy.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"
#include "common/digest/sha256.h"
#include "common/status/macros.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/store/sql/check_store.h"
#include "services/ingestion/store/sql/history.h"

namespace sos::ingestion::store {
namespace {

enum class Kind { kNumber, kText, kBlob };

struct Column {
  absl::string_view name;
  Kind kind = Kind::kNumber;
};

struct Table {
  absl::string_view name;
  // Those of the key come first.
  std::vector<Column> columns;
  size_t key_size = 1;
};

// Every table of both schemas, each after those it refers to.
const std::vector<Table>& Tables() {
  static const auto* const kTables = new std::vector<Table>{
      {"submissions",
       {{"id"},
        {"request_id", Kind::kText},
        {"request", Kind::kBlob},
        {"open"},
        {"received"},
        {"body", Kind::kBlob},
        {"creator", Kind::kText},
        {"touched"},
        {"issue_count"},
        {"student_count"},
        {"digest", Kind::kBlob}}},
      {"submission_numbers", {{"id"}, {"last"}}},
      {"chunks",
       {{"submission"}, {"offset"}, {"data", Kind::kBlob}, {"packed"}, {"digest", Kind::kBlob}},
       2},
      {"issues", {{"submission"}, {"ordinal"}, {"body", Kind::kBlob}, {"digest", Kind::kBlob}}, 2},
      {"quarantined_students",
       {{"submission"}, {"ordinal"}, {"body", Kind::kBlob}, {"digest", Kind::kBlob}},
       2},
      {"revisions",
       {{"revision"}, {"submission"}, {"manifest", Kind::kBlob}, {"identity", Kind::kText}}},
      {"partitions",
       {{"lea", Kind::kText},
        {"collection"},
        {"year"},
        {"revision"},
        {"body", Kind::kBlob},
        {"column_digests", Kind::kBlob}},
       4},
      {"partition_columns",
       {{"lea", Kind::kText},
        {"collection"},
        {"year"},
        {"revision"},
        {"field"},
        {"body", Kind::kBlob}},
       5},
      {"entities",
       {{"cds", Kind::kText}, {"revision"}, {"body", Kind::kBlob}, {"sources", Kind::kBlob}},
       2},
      {"releases",
       {{"id"},
        {"name", Kind::kText},
        {"revision"},
        {"body", Kind::kBlob},
        {"digest", Kind::kBlob}}},
      {"newest_revision", {{"id"}, {"revision"}, {"identity", Kind::kText}, {"releases"}}}};
  return *kTables;
}

// Progress is told after so many rows.
constexpr int64_t kRowsBetweenProgress = 1000;

std::string Quoted(absl::Span<const Column> columns) {
  return absl::StrJoin(columns, ", ", [](std::string* out, const Column& column) {
    absl::StrAppend(out, "\"", column.name, "\"");
  });
}

// Adds the row at hand to the digest: each cell with its length, so that no two rows look alike.
void AddRow(const sql::Statement& row, const Table& table, Sha256& digest) {
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const int column = static_cast<int>(i);
    if (row.IsNull(column)) {
      digest.Add("n;");
    } else if (table.columns[i].kind == Kind::kNumber) {
      digest.Add(absl::StrCat("i", row.Int(column), ";"));
    } else {
      digest.Add(absl::StrCat("b", row.Bytes(column).size(), ";"));
      digest.Add(row.Bytes(column));
    }
  }
}

absl::Status CopyRow(const sql::Statement& row, const Table& table, sql::BulkInsert& insert) {
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const int column = static_cast<int>(i);
    if (row.IsNull(column)) {
      insert.AddNull();
    } else if (table.columns[i].kind == Kind::kNumber) {
      insert.Add(row.Int(column));
    } else if (table.columns[i].kind == Kind::kText) {
      insert.AddText(row.Bytes(column));
    } else {
      insert.AddBlob(row.Bytes(column));
    }
  }
  return insert.EndRow();
}

// Reads `table` into the digest and, if there is one, into `to`; returns its rows.
absl::StatusOr<int64_t> ReadTable(sql::Connection& from, const Table& table, sql::Connection* to,
                                  Sha256& digest, Progress progress) {
  digest.Add(absl::StrCat("table ", table.name, "\n"));
  SOS_ASSIGN_OR_RETURN(
      const auto rows,
      from.Stream(absl::StrCat("SELECT ", Quoted(table.columns), " FROM ", table.name, " ORDER BY ",
                               Quoted(absl::MakeSpan(table.columns).subspan(0, table.key_size)))));
  std::unique_ptr<sql::BulkInsert> insert;
  if (to != nullptr) {
    std::vector<absl::string_view> names;
    for (const Column& column : table.columns) names.push_back(column.name);
    SOS_ASSIGN_OR_RETURN(insert, to->Insert(table.name, names));
  }
  int64_t count = 0;
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, rows->Step());
    if (!more) break;
    AddRow(*rows, table, digest);
    if (insert != nullptr) SOS_RETURN_IF_ERROR(CopyRow(*rows, table, *insert));
    if (++count % kRowsBetweenProgress == 0) progress(table.name, count);
  }
  if (insert != nullptr) SOS_RETURN_IF_ERROR(insert->Finish());
  return count;
}

absl::StatusOr<Contents> ReadAll(sql::Connection& from, sql::Connection* to, Progress progress) {
  Contents contents;
  Sha256 digest;
  for (const Table& table : Tables()) {
    SOS_ASSIGN_OR_RETURN(const int64_t count, ReadTable(from, table, to, digest, progress));
    contents.row_counts.emplace_back(table.name, count);
  }
  contents.digest = digest.Hex();
  History history;
  SOS_ASSIGN_OR_RETURN(contents.newest_revision, history.Refresh(from));
  return contents;
}

absl::Status CheckEmpty(sql::Connection& database) {
  for (const absl::string_view table : {"submission_numbers", "releases"}) {
    SOS_ASSIGN_OR_RETURN(const auto query,
                         database.Prepare(absl::StrCat("SELECT count(*) FROM ", table)));
    SOS_RETURN_IF_ERROR(query->Step().status());
    if (query->Int(0) == 0) continue;
    return absl::FailedPreconditionError(
        "the database is not empty: copy into a new one, or drop what this one holds first");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Contents> Summarize(sql::ConnectionPool& database, Progress progress) {
  SOS_ASSIGN_OR_RETURN(const auto connection, database.Borrow(sql::Access::kRead));
  SOS_ASSIGN_OR_RETURN(sql::Transaction transaction,
                       sql::Transaction::Begin(*connection, sql::Access::kRead));
  return ReadAll(*connection, nullptr, progress);
}

absl::StatusOr<Contents> CopyAll(sql::ConnectionPool& from, sql::ConnectionPool& to,
                                 Progress progress) {
  SOS_ASSIGN_OR_RETURN(const auto source, from.Borrow(sql::Access::kRead));
  SOS_ASSIGN_OR_RETURN(sql::Transaction reading,
                       sql::Transaction::Begin(*source, sql::Access::kRead));
  SOS_ASSIGN_OR_RETURN(const auto target, to.Borrow(sql::Access::kWriteAlone));
  SOS_ASSIGN_OR_RETURN(sql::Transaction writing,
                       sql::Transaction::Begin(*target, sql::Access::kWriteAlone));
  SOS_RETURN_IF_ERROR(CheckEmpty(*target));
  // A damaged store is not copied: the copy would be sealed, and trusted.
  SOS_ASSIGN_OR_RETURN(const std::vector<std::string> damage, FindDamage(*source, progress));
  if (!damage.empty()) return errors::StoreDamaged(damage.front());
  // A new database says that it has no revision yet.
  SOS_RETURN_IF_ERROR(target->Execute("DELETE FROM newest_revision"));
  SOS_ASSIGN_OR_RETURN(Contents contents, ReadAll(*source, &*target, progress));
  SOS_RETURN_IF_ERROR(writing.Commit());
  return contents;
}

}  // namespace sos::ingestion::store
