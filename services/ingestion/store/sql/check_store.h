// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_SQL_CHECK_STORE_H_
#define SOS_SERVICES_INGESTION_STORE_SQL_CHECK_STORE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/sql/connection.h"
#include "services/ingestion/store/sql/copy.h"

namespace sos::ingestion::store {

// Reads every row that the transaction of `connection` sees and holds it against its digest;
// returns the names of what is not what was written, or is gone, at most kMaxDamage of them.
absl::StatusOr<std::vector<std::string>> FindDamage(sql::Connection& connection, Progress progress);

inline constexpr size_t kMaxDamage = 100;

// The same in a transaction of its own, beside whoever reads and writes.
absl::StatusOr<std::vector<std::string>> FindDamage(sql::ConnectionPool& database,
                                                    Progress progress);

}  // namespace sos::ingestion::store

#endif  // SOS_SERVICES_INGESTION_STORE_SQL_CHECK_STORE_H_
