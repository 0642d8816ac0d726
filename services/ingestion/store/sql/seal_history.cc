// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/store/sql/seal_history.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/ingestion/store/sql/digests.h"
#include "services/ingestion/store/sql/history.h"
#include "services/ingestion/store/sql/note_rows.h"
#include "services/ingestion/store/sql/partition_rows.h"
#include "services/ingestion/store/sql/release_rows.h"
#include "services/ingestion/store/sql/stored_message.h"
#include "services/ingestion/store/sql/submission_rows.h"

namespace sos::ingestion::store {
namespace {

using Row = absl::FunctionRef<absl::Status(const sql::Statement&)>;

// Calls `row` with every row of a query without parameters.
absl::Status ForEach(sql::Connection& connection, absl::string_view sql, Row row) {
  SOS_ASSIGN_OR_RETURN(const auto query, connection.Stream(sql));
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
    if (!more) break;
    SOS_RETURN_IF_ERROR(row(*query));
  }
  // PostgreSQL alters no table that a cursor of the transaction still reads.
  query->Reset();
  return absl::OkStatus();
}

absl::StatusOr<int64_t> CountOf(sql::Connection& connection, absl::string_view table,
                                int64_t submission) {
  SOS_ASSIGN_OR_RETURN(
      const auto query,
      connection.Prepare(absl::StrCat("SELECT count(*) FROM ", table, " WHERE submission = ?")));
  SOS_RETURN_IF_ERROR(query->Bind(submission).Step().status());
  return query->Int(0);
}

absl::Status SealSubmissions(sql::Connection& connection) {
  std::vector<SubmissionRow> rows;
  SOS_RETURN_IF_ERROR(ForEach(
      connection, "SELECT id, request_id, request, received, body FROM submissions",
      [&rows](const sql::Statement& query) -> absl::Status {
        SubmissionRow& row = rows.emplace_back();
        row.id = query.Int(0);
        if (!query.IsNull(1)) row.request_id = std::string(query.Bytes(1));
        row.request = std::string(query.Bytes(2));
        SOS_ASSIGN_OR_RETURN(
            row.submission,
            StoredMessage<v1::Submission>(absl::StrCat("submissions/", row.id), query.Bytes(4)));
        row.submission.set_received_byte_count(query.Int(3));
        row.creator = row.submission.creator();
        row.touched = row.submission.create_time().seconds();
        return absl::OkStatus();
      }));
  for (SubmissionRow& row : rows) {
    SOS_ASSIGN_OR_RETURN(row.issue_count, CountOf(connection, "issues", row.id));
    SOS_ASSIGN_OR_RETURN(row.student_count, CountOf(connection, "quarantined_students", row.id));
    SOS_RETURN_IF_ERROR(UpdateSubmission(connection, row));
    if (row.open()) SOS_RETURN_IF_ERROR(SealChunks(connection, row.id));
  }
  return absl::OkStatus();
}

absl::Status SealNotes(sql::Connection& connection, absl::string_view table) {
  std::vector<std::pair<int64_t, int64_t>> keys;
  std::vector<Digest> digests;
  SOS_RETURN_IF_ERROR(
      ForEach(connection, absl::StrCat("SELECT submission, ordinal, body FROM ", table),
              [&](const sql::Statement& query) {
                keys.emplace_back(query.Int(0), query.Int(1));
                digests.push_back(
                    DigestOf(NameOfNote(table, query.Int(0), query.Int(1)), {query.Bytes(2)}));
                return absl::OkStatus();
              }));
  SOS_ASSIGN_OR_RETURN(
      const auto update,
      connection.Prepare(
          absl::StrCat("UPDATE ", table, " SET digest = ? WHERE submission = ? AND ordinal = ?")));
  for (size_t i = 0; i < keys.size(); ++i) {
    update->BindBlob(digests[i]).Bind(keys[i].first).Bind(keys[i].second);
    SOS_RETURN_IF_ERROR(update->Run());
  }
  return absl::OkStatus();
}

// Of every partition of student records the digests of its columns, by name and revision.
using Columns = std::map<std::pair<std::string, int64_t>, std::vector<ColumnDigest>>;

StoredKey KeyOf(const sql::Statement& query) {
  return {.lea = std::string(query.Bytes(0)), .collection = query.Int(1), .year = query.Int(2)};
}

absl::Status SealColumns(sql::Connection& connection, Columns& columns) {
  std::map<std::pair<StoredKey, int64_t>, std::string> listed;
  SOS_RETURN_IF_ERROR(ForEach(
      connection,
      "SELECT lea, collection, year, revision, field, body FROM partition_columns ORDER BY lea, "
      "collection, year, revision, field",
      [&](const sql::Statement& query) {
        const StoredKey key = KeyOf(query);
        std::vector<ColumnDigest>& of_partition = columns[{NameOf(key), query.Int(3)}];
        of_partition.push_back(
            {query.Int(4), DigestOfColumn(NameOf(key), query.Int(4), query.Bytes(5))});
        listed[{key, query.Int(3)}] = EncodeColumnDigests(of_partition);
        return absl::OkStatus();
      }));
  SOS_ASSIGN_OR_RETURN(const auto update,
                       connection.Prepare("UPDATE partitions SET column_digests = ? WHERE lea = ? "
                                          "AND collection = ? AND year = ? AND revision = ?"));
  for (const auto& [place, digests] : listed) {
    const auto& [key, revision] = place;
    update->BindBlob(digests).BindText(key.lea).Bind(key.collection).Bind(key.year);
    SOS_RETURN_IF_ERROR(update->Bind(revision).Run());
  }
  return absl::OkStatus();
}

absl::Status SealRevisions(sql::Connection& connection) {
  Columns columns;
  SOS_RETURN_IF_ERROR(SealColumns(connection, columns));
  std::map<int64_t, std::vector<ManifestEntry>> manifests;
  SOS_RETURN_IF_ERROR(
      ForEach(connection, "SELECT revision FROM revisions", [&](const sql::Statement& query) {
        manifests[query.Int(0)];
        return absl::OkStatus();
      }));
  SOS_RETURN_IF_ERROR(ForEach(
      connection, "SELECT lea, collection, year, revision, body, column_digests FROM partitions",
      [&](const sql::Statement& query) {
        const std::string name = NameOf(KeyOf(query));
        manifests[query.Int(3)].push_back(
            {name, DigestOfPartition(name, query.Bytes(4), query.Bytes(5))});
        return absl::OkStatus();
      }));
  SOS_RETURN_IF_ERROR(ForEach(
      connection, "SELECT cds, revision, body FROM entities", [&](const sql::Statement& query) {
        manifests[query.Int(1)].push_back(
            {EntityName(query.Bytes(0)), DigestOfEntity(query.Bytes(0), query.Bytes(2), "")});
        return absl::OkStatus();
      }));
  SOS_ASSIGN_OR_RETURN(
      const auto update,
      connection.Prepare("UPDATE revisions SET manifest = ?, identity = ? WHERE revision = ?"));
  Revision newest;
  for (auto& [revision, entries] : manifests) {
    const std::string manifest = EncodeManifest(std::move(entries));
    newest = {.number = revision, .identity = IdentityOf(newest.identity, manifest)};
    SOS_RETURN_IF_ERROR(update->BindBlob(manifest).BindText(newest.identity).Bind(revision).Run());
  }
  return WriteHead(connection, newest);
}

absl::Status SealReleases(sql::Connection& connection) {
  std::vector<std::pair<int64_t, v1::Release>> releases;
  SOS_RETURN_IF_ERROR(ForEach(connection, "SELECT id, body FROM releases ORDER BY id",
                              [&](const sql::Statement& query) -> absl::Status {
                                auto& [id, release] = releases.emplace_back();
                                id = query.Int(0);
                                SOS_ASSIGN_OR_RETURN(
                                    release, StoredMessage<v1::Release>(
                                                 absl::StrCat("release ", id), query.Bytes(1)));
                                return absl::OkStatus();
                              }));
  SOS_RETURN_IF_ERROR(connection.Execute("DELETE FROM releases"));
  History history;
  SOS_ASSIGN_OR_RETURN(const Revision newest, history.Refresh(connection));
  for (auto& [id, release] : releases) {
    SOS_ASSIGN_OR_RETURN(const Revision named,
                         history.Resolve({.number = release.revision()}, newest));
    SetRevision(named, release);
    SOS_RETURN_IF_ERROR(InsertRelease(connection, id, release));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status SealHistory(sql::Connection& connection) {
  SOS_RETURN_IF_ERROR(SealSubmissions(connection));
  for (const char* table : {"issues", "quarantined_students"}) {
    SOS_RETURN_IF_ERROR(SealNotes(connection, table));
  }
  SOS_RETURN_IF_ERROR(SealRevisions(connection));
  return SealReleases(connection);
}

}  // namespace sos::ingestion::store
