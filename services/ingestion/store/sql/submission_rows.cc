// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/store/sql/submission_rows.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/column/column.h"
#include "common/status/macros.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/store/sql/digests.h"
#include "services/ingestion/store/sql/stored_message.h"
#include "services/ingestion/store/store.h"

namespace sos::ingestion::store {
namespace {

constexpr absl::string_view kColumns =
    "id, request_id, request, open, received, body, creator, touched, issue_count, student_count, "
    "digest";

std::string NameOf(int64_t id) { return absl::StrCat("submissions/", id); }

// The stored message: what has columns of its own stands there alone.
std::string BodyOf(const SubmissionRow& row) {
  v1::Submission bare = row.submission;
  bare.clear_received_byte_count();
  return bare.SerializeAsString();
}

Digest DigestOfRow(const SubmissionRow& row, absl::string_view body) {
  return DigestOf(NameOf(row.id),
                  {row.request_id ? absl::StrCat("=", *row.request_id) : "", row.request,
                   absl::StrCat(row.open() ? 1 : 0, ",", row.submission.received_byte_count(), ",",
                                row.touched, ",", row.issue_count, ",", row.student_count),
                   body, row.creator});
}

// The row at hand of a query for kColumns.
absl::StatusOr<SubmissionRow> ReadSubmission(const sql::Statement& query) {
  SubmissionRow row{.id = query.Int(0),
                    .request = std::string(query.Bytes(2)),
                    .creator = std::string(query.Bytes(6)),
                    .touched = query.Int(7),
                    .issue_count = query.Int(8),
                    .student_count = query.Int(9)};
  if (!query.IsNull(1)) row.request_id = std::string(query.Bytes(1));
  const std::string name = NameOf(row.id);
  const std::string body(query.Bytes(5));
  SOS_ASSIGN_OR_RETURN(row.submission, StoredMessage<v1::Submission>(name, body));
  row.submission.set_received_byte_count(query.Int(4));
  if (row.open() != (query.Int(3) == 1) || DigestOfRow(row, body) != query.Bytes(10)) {
    return errors::StoreDamaged(name);
  }
  return row;
}

// SUBMISSION_NOT_FOUND, unless a revision was made of the submission: then its row is gone.
absl::Status Missing(sql::Connection& connection, int64_t id, absl::string_view name) {
  SOS_ASSIGN_OR_RETURN(const auto query,
                       connection.Prepare("SELECT 1 FROM revisions WHERE submission = ?"));
  SOS_ASSIGN_OR_RETURN(const bool committed, query->Bind(id).Step());
  return committed ? errors::StoreDamaged(name) : errors::SubmissionNotFound(name);
}

// STORE_DAMAGED if a submission between `low` and `high` made a revision and its row is gone.
absl::Status CheckNoneGone(sql::Connection& connection, int64_t low, int64_t high) {
  SOS_ASSIGN_OR_RETURN(
      const auto query,
      connection.Prepare("SELECT submission FROM revisions WHERE submission > ? AND submission < ? "
                         "AND NOT EXISTS (SELECT 1 FROM submissions WHERE submissions.id = "
                         "revisions.submission) LIMIT 1"));
  SOS_ASSIGN_OR_RETURN(const bool gone, query->Bind(low).Bind(high).Step());
  return gone ? errors::StoreDamaged(NameOf(query->Int(0))) : absl::OkStatus();
}

// Binds what a row is written with, but its id.
void BindCells(sql::Statement& statement, const SubmissionRow& row) {
  const std::string body = BodyOf(row);
  row.request_id ? statement.BindText(*row.request_id) : statement.BindNull();
  statement.BindBlob(row.request).Bind(row.open() ? 1 : 0);
  statement.Bind(row.submission.received_byte_count()).BindBlob(body).BindText(row.creator);
  statement.Bind(row.touched).Bind(row.issue_count).Bind(row.student_count);
  statement.BindBlob(DigestOfRow(row, body));
}

struct Chunk {
  int64_t offset = 0;
  std::string data;
};

std::string ChunkName(int64_t submission, int64_t offset) {
  return absl::StrCat("bytes of ", NameOf(submission), " from ", offset);
}

Digest DigestOfChunk(int64_t submission, int64_t offset, absl::string_view packed) {
  return DigestOf(ChunkName(submission, offset), {packed});
}

// The row at hand of a query for "offset", data, packed and digest.
absl::StatusOr<Chunk> ReadChunk(const sql::Statement& query, int64_t submission) {
  Chunk chunk{.offset = query.Int(0)};
  if (DigestOfChunk(submission, chunk.offset, query.Bytes(1)) != query.Bytes(3)) {
    return errors::StoreDamaged(ChunkName(submission, chunk.offset));
  }
  if (query.Int(2) == 0) {
    chunk.data = std::string(query.Bytes(1));
    return chunk;
  }
  absl::StatusOr<std::string> data = column::UnpackBytes(query.Bytes(1), kMaxSubmissionBytes);
  if (!data.ok()) return errors::StoreDamaged(ChunkName(submission, chunk.offset));
  chunk.data = *std::move(data);
  return chunk;
}

}  // namespace

absl::StatusOr<int64_t> SubmissionId(absl::string_view name) {
  absl::string_view id_text = name;
  int64_t id = 0;
  if (!absl::ConsumePrefix(&id_text, "submissions/") || !absl::SimpleAtoi(id_text, &id)) {
    return errors::SubmissionNotFound(name);
  }
  return id;
}

absl::StatusOr<SubmissionRow> LoadSubmission(sql::Connection& connection, absl::string_view name,
                                             absl::string_view lock) {
  SOS_ASSIGN_OR_RETURN(const int64_t id, SubmissionId(name));
  SOS_ASSIGN_OR_RETURN(const auto query,
                       connection.Prepare(absl::StrCat("SELECT ", kColumns,
                                                       " FROM submissions WHERE id = ?", lock)));
  SOS_ASSIGN_OR_RETURN(const bool found, query->Bind(id).Step());
  if (!found) return Missing(connection, id, name);
  return ReadSubmission(*query);
}

absl::StatusOr<std::optional<SubmissionRow>> FindRequest(sql::Connection& connection,
                                                         absl::string_view request_id) {
  SOS_ASSIGN_OR_RETURN(const auto query,
                       connection.Prepare(absl::StrCat("SELECT ", kColumns,
                                                       " FROM submissions WHERE request_id = ?")));
  SOS_ASSIGN_OR_RETURN(const bool found, query->BindText(request_id).Step());
  if (!found) return std::nullopt;
  SOS_ASSIGN_OR_RETURN(SubmissionRow row, ReadSubmission(*query));
  return std::optional<SubmissionRow>(std::move(row));
}

absl::StatusOr<std::vector<SubmissionRow>> ListSubmissionRows(sql::Connection& connection,
                                                              int64_t skip, int64_t limit) {
  SOS_ASSIGN_OR_RETURN(const auto query, connection.Prepare(absl::StrCat(
                                             "SELECT ", kColumns,
                                             " FROM submissions ORDER BY id DESC LIMIT ? OFFSET "
                                             "?")));
  // The row before the page is read as well: what is gone between the two is seen, too.
  const int64_t before = skip > 0 ? 1 : 0;
  query->Bind(limit + before).Bind(skip - before);
  std::vector<SubmissionRow> rows;
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
    if (!more) break;
    SOS_ASSIGN_OR_RETURN(SubmissionRow row, ReadSubmission(*query));
    rows.push_back(std::move(row));
  }
  const bool last_page = static_cast<int64_t>(rows.size()) < limit + before;
  const int64_t first =
      before > 0 && !rows.empty() ? rows.front().id : std::numeric_limits<int64_t>::max();
  SOS_RETURN_IF_ERROR(CheckNoneGone(connection, last_page ? 0 : rows.back().id, first));
  if (before > 0 && !rows.empty()) rows.erase(rows.begin());
  return rows;
}

absl::Status InsertSubmission(sql::Connection& connection, const SubmissionRow& row) {
  SOS_ASSIGN_OR_RETURN(const auto insert,
                       connection.Prepare(absl::StrCat("INSERT INTO submissions (", kColumns,
                                                       ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                                                       "?)")));
  insert->Bind(row.id);
  BindCells(*insert, row);
  return insert->Run();
}

absl::Status UpdateSubmission(sql::Connection& connection, const SubmissionRow& row) {
  SOS_ASSIGN_OR_RETURN(
      const auto update,
      connection.Prepare("UPDATE submissions SET request_id = ?, request = ?, open = ?, received = "
                         "?, body = ?, creator = ?, touched = ?, issue_count = ?, student_count = "
                         "?, digest = ? WHERE id = ?"));
  BindCells(*update, row);
  return update->Bind(row.id).Run();
}

absl::Status DeleteSubmission(sql::Connection& connection, int64_t id) {
  for (const char* sql :
       {"DELETE FROM chunks WHERE submission = ?", "DELETE FROM submissions WHERE id = ?"}) {
    SOS_ASSIGN_OR_RETURN(const auto statement, connection.Prepare(sql));
    SOS_RETURN_IF_ERROR(statement->Bind(id).Run());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadChunks(sql::Connection& connection, const SubmissionRow& row) {
  const int64_t received = row.submission.received_byte_count();
  SOS_ASSIGN_OR_RETURN(
      const auto query,
      connection.Stream("SELECT \"offset\", data, packed, digest FROM chunks WHERE "
                        "submission = ? ORDER BY \"offset\""));
  query->Bind(row.id);
  std::string bytes;
  bytes.reserve(static_cast<size_t>(std::clamp<int64_t>(received, 0, kMaxSubmissionBytes)));
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
    if (!more) break;
    SOS_ASSIGN_OR_RETURN(const Chunk chunk, ReadChunk(*query, row.id));
    if (chunk.offset != static_cast<int64_t>(bytes.size())) break;
    bytes += chunk.data;
  }
  if (static_cast<int64_t>(bytes.size()) == received) return bytes;
  return errors::StoreDamaged(ChunkName(row.id, static_cast<int64_t>(bytes.size())));
}

absl::Status CheckRepeated(sql::Connection& connection, const SubmissionRow& row, int64_t offset,
                           absl::string_view repeated) {
  SOS_ASSIGN_OR_RETURN(
      const auto query,
      connection.Prepare("SELECT \"offset\", data, packed, digest FROM chunks WHERE submission = ? "
                         "AND \"offset\" < ? AND \"offset\" >= (SELECT coalesce(max(\"offset\"), "
                         "0) FROM chunks WHERE submission = ? AND \"offset\" <= ?) ORDER BY "
                         "\"offset\""));
  const int64_t end = offset + static_cast<int64_t>(repeated.size());
  query->Bind(row.id).Bind(end).Bind(row.id).Bind(offset);
  int64_t at = offset;
  while (at < end) {
    SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
    if (!more) return errors::StoreDamaged(ChunkName(row.id, at));
    SOS_ASSIGN_OR_RETURN(const Chunk chunk, ReadChunk(*query, row.id));
    const int64_t skipped = at - chunk.offset;
    if (skipped < 0 || skipped >= static_cast<int64_t>(chunk.data.size())) {
      return errors::StoreDamaged(ChunkName(row.id, at));
    }
    const absl::string_view stored =
        absl::string_view(chunk.data).substr(skipped, static_cast<size_t>(end - at));
    if (stored != repeated.substr(at - offset, stored.size())) {
      return errors::BytesDiffer(row.submission.name(), at);
    }
    at += static_cast<int64_t>(stored.size());
  }
  return absl::OkStatus();
}

absl::Status SealChunks(sql::Connection& connection, int64_t submission) {
  std::vector<std::pair<int64_t, Digest>> digests;
  {
    SOS_ASSIGN_OR_RETURN(
        const auto query,
        connection.Stream("SELECT \"offset\", data FROM chunks WHERE submission = ?"));
    query->Bind(submission);
    while (true) {
      SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
      if (!more) break;
      digests.emplace_back(query->Int(0),
                           DigestOfChunk(submission, query->Int(0), query->Bytes(1)));
    }
  }
  SOS_ASSIGN_OR_RETURN(
      const auto update,
      connection.Prepare("UPDATE chunks SET digest = ? WHERE submission = ? AND \"offset\" = ?"));
  for (const auto& [offset, digest] : digests) {
    SOS_RETURN_IF_ERROR(update->BindBlob(digest).Bind(submission).Bind(offset).Run());
  }
  return absl::OkStatus();
}

absl::Status AppendChunk(sql::Connection& connection, const SubmissionRow& row,
                         absl::string_view data) {
  const int64_t offset = row.submission.received_byte_count();
  const std::string packed = column::PackBytes(data);
  SOS_ASSIGN_OR_RETURN(const auto insert,
                       connection.Prepare("INSERT INTO chunks (submission, \"offset\", data, "
                                          "packed, digest) VALUES (?, ?, ?, 1, ?)"));
  insert->Bind(row.id).Bind(offset).BindBlob(packed);
  return insert->BindBlob(DigestOfChunk(row.id, offset, packed)).Run();
}

absl::StatusOr<UploadsAtWork> CountUploads(sql::Connection& connection,
                                           const std::optional<std::string>& creator) {
  SOS_ASSIGN_OR_RETURN(
      const auto query,
      connection.Prepare(absl::StrCat("SELECT count(*), CAST(coalesce(sum(received), 0) AS BIGINT) "
                                      "FROM submissions WHERE open = 1",
                                      creator ? " AND creator = ?" : "")));
  if (creator) query->BindText(*creator);
  SOS_RETURN_IF_ERROR(query->Step().status());
  return UploadsAtWork{.count = query->Int(0), .byte_count = query->Int(1)};
}

absl::Status CheckRoom(sql::Connection& connection, const UploadLimits& limits,
                       const std::string& creator, const UploadsAtWork& more) {
  const auto check = [&](const UploadsAtWork& at_work, int64_t count, int64_t bytes,
                         absl::string_view whose) -> absl::Status {
    if (at_work.count + more.count > count) {
      return errors::UploadLimit(absl::StrCat(count, " uploads"), whose);
    }
    if (at_work.byte_count + more.byte_count > bytes) {
      return errors::UploadLimit(absl::StrCat(bytes, " bytes of uploads"), whose);
    }
    return absl::OkStatus();
  };
  SOS_ASSIGN_OR_RETURN(const UploadsAtWork all, CountUploads(connection, std::nullopt));
  // Where callers are not authenticated, there is one caller.
  SOS_ASSIGN_OR_RETURN(const UploadsAtWork own, CountUploads(connection, creator));
  SOS_RETURN_IF_ERROR(check(own, limits.uploads_per_caller, limits.bytes_per_caller, "caller"));
  return check(all, limits.uploads, limits.bytes, "server");
}

absl::StatusOr<int64_t> DeleteUploadsBefore(sql::Connection& connection, int64_t before) {
  std::vector<int64_t> ids;
  {
    SOS_ASSIGN_OR_RETURN(
        const auto query,
        connection.Prepare(absl::StrCat("SELECT id FROM submissions WHERE open = 1 AND touched < ?",
                                        connection.RowLock())));
    query->Bind(before);
    while (true) {
      SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
      if (!more) break;
      ids.push_back(query->Int(0));
    }
  }
  for (const int64_t id : ids) SOS_RETURN_IF_ERROR(DeleteSubmission(connection, id));
  return static_cast<int64_t>(ids.size());
}

}  // namespace sos::ingestion::store
