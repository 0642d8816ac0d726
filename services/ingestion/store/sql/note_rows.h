// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_SQL_NOTE_ROWS_H_
#define SOS_SERVICES_INGESTION_STORE_SQL_NOTE_ROWS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/sql/connection.h"
#include "common/status/macros.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/store/sql/digests.h"
#include "services/ingestion/store/sql/stored_message.h"

// What is remembered of the rows of a submission: the tables `issues` and `quarantined_students`.
namespace sos::ingestion::store {

inline std::string NameOfNote(absl::string_view table, int64_t submission, int64_t ordinal) {
  return absl::StrCat("submissions/", submission, "/", table, "/", ordinal);
}

// Writes messages to `table`, numbered from 0.
template <typename Message>
absl::Status WriteNotesTo(sql::Connection& connection, absl::string_view table, int64_t submission,
                          const std::vector<Message>& messages) {
  if (messages.empty()) return absl::OkStatus();
  SOS_ASSIGN_OR_RETURN(const auto insert,
                       connection.Insert(table, {"submission", "ordinal", "body", "digest"}));
  for (size_t i = 0; i < messages.size(); ++i) {
    const auto ordinal = static_cast<int64_t>(i);
    const std::string body = messages[i].SerializeAsString();
    insert->Add(submission).Add(ordinal).AddBlob(body);
    insert->AddBlob(DigestOf(NameOfNote(table, submission, ordinal), {body}));
    SOS_RETURN_IF_ERROR(insert->EndRow());
  }
  return insert->Finish();
}

// A page of the `count` messages that were written to `table`. STORE_DAMAGED names one that is not
// what was written, or is gone.
template <typename Message>
absl::StatusOr<std::vector<Message>> ReadNotes(sql::Connection& connection, absl::string_view table,
                                               int64_t submission, int64_t count, int64_t skip,
                                               int64_t limit) {
  SOS_ASSIGN_OR_RETURN(const auto query,
                       connection.Prepare(absl::StrCat("SELECT ordinal, body, digest FROM ", table,
                                                       " WHERE submission = ? AND ordinal >= ? "
                                                       "ORDER BY ordinal LIMIT ?")));
  query->Bind(submission).Bind(skip).Bind(limit);
  std::vector<Message> page;
  const auto next = [&] { return skip + static_cast<int64_t>(page.size()); };
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
    if (!more) break;
    const std::string name = NameOfNote(table, submission, next());
    if (query->Int(0) != next() || DigestOf(name, {query->Bytes(1)}) != query->Bytes(2)) {
      return errors::StoreDamaged(name);
    }
    SOS_ASSIGN_OR_RETURN(Message message, StoredMessage<Message>(name, query->Bytes(1)));
    page.push_back(std::move(message));
  }
  if (static_cast<int64_t>(page.size()) < limit && next() < count) {
    return errors::StoreDamaged(NameOfNote(table, submission, next()));
  }
  return page;
}

}  // namespace sos::ingestion::store

#endif  // SOS_SERVICES_INGESTION_STORE_SQL_NOTE_ROWS_H_
