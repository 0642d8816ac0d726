// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_SQL_COPY_H_
#define SOS_SERVICES_INGESTION_STORE_SQL_COPY_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/revision/revision.h"
#include "common/sql/connection.h"

namespace sos::ingestion::store {

// What a database holds, at one moment.
struct Contents {
  // Rows of each table, in the order in which tables are copied.
  std::vector<std::pair<std::string, int64_t>> row_counts;
  Revision newest_revision;
  // SHA-256 over every cell of every table in the order of its key: two databases with the same
  // digest hold the same, of whatever kind they are.
  std::string digest;
};

// Called with the rows done so far, now and then.
using Progress = absl::FunctionRef<void(absl::string_view table, int64_t row_count)>;

// Reads everything of one moment, whatever is committed meanwhile.
absl::StatusOr<Contents> Summarize(sql::ConnectionPool& database, Progress progress);

// Copies everything of one moment in `from` into `to` and returns what it was: whole, or not at
// all. `to` has the same tables, empty; kFailedPrecondition otherwise.
absl::StatusOr<Contents> CopyAll(sql::ConnectionPool& from, sql::ConnectionPool& to,
                                 Progress progress);

}  // namespace sos::ingestion::store

#endif  // SOS_SERVICES_INGESTION_STORE_SQL_COPY_H_
