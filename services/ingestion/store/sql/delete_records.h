// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_SQL_DELETE_RECORDS_H_
#define SOS_SERVICES_INGESTION_STORE_SQL_DELETE_RECORDS_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "common/sql/connection.h"
#include "services/ingestion/store/sql/history.h"

namespace sos::ingestion::store {

// Deletes the rows and columns of the student records that `deleted` names, of every revision, and
// returns how many partitions they were; what an LEA said of estimates made from them goes, too.
// Local ids go with them that are kept beside wrong rows: those of the submissions that wrote the
// partitions, of those that were for this LEA and year, and of rejected ones that do not say for
// which LEA they were. What was wrong with the rows stays. Nullopt where there was neither a
// partition nor a local id. Within a transaction whose revision names the same in its manifest.
absl::StatusOr<std::optional<int64_t>> DeleteStudentRows(sql::Connection& connection,
                                                         const DeletedRecords& deleted);

}  // namespace sos::ingestion::store

#endif  // SOS_SERVICES_INGESTION_STORE_SQL_DELETE_RECORDS_H_
