#ifndef SOS_SERVICES_INGESTION_SQL_COMMIT_ROWS_H_
#define SOS_SERVICES_INGESTION_SQL_COMMIT_ROWS_H_

#include "services/ingestion/sql/connection.h"
#include "services/ingestion/store.h"

namespace sos::ingestion::sql {

// Whether nobody has written a partition of a commit since the revision that it was built on; the
// newest revision is `newest`. kAborted otherwise. Within the transaction of the commit.
absl::Status CheckUnmoved(Connection& connection, const CommitContents& contents, int64_t newest);

// Writes the partitions of a commit, the columns of their student records, and the entities whose
// description is new. Within a transaction.
absl::Status WriteContents(Connection& connection, const CommitContents& contents,
                           int64_t revision);

// Writes what is remembered of the rows of a submission, likewise.
absl::Status WriteNotes(Connection& connection, int64_t submission, const SubmissionNotes& notes);

}  // namespace sos::ingestion::sql

#endif  // SOS_SERVICES_INGESTION_SQL_COMMIT_ROWS_H_
