// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_SQL_COMMIT_ROWS_H_
#define SOS_SERVICES_INGESTION_STORE_SQL_COMMIT_ROWS_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/sql/connection.h"
#include "services/ingestion/store/sql/history.h"
#include "services/ingestion/store/store.h"

namespace sos::ingestion::store {

// Writes the partitions of a commit, the columns of their student records, and the entities of
// which it tells something new; returns the manifest of the revision. `history` is that before it.
// Within a transaction.
absl::StatusOr<std::string> WriteContents(sql::Connection& connection, const History& history,
                                          const CommitContents& contents, int64_t revision);

// True if every partition and entity is stored already as a commit would store it.
absl::StatusOr<bool> ChangesNothing(sql::Connection& connection, const History& history,
                                    const CommitContents& contents);

// Writes what is remembered of the rows of a submission, likewise.
absl::Status WriteNotes(sql::Connection& connection, int64_t submission,
                        const SubmissionNotes& notes);

}  // namespace sos::ingestion::store

#endif  // SOS_SERVICES_INGESTION_STORE_SQL_COMMIT_ROWS_H_
