// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_SQL_SEAL_HISTORY_H_
#define SOS_SERVICES_INGESTION_STORE_SQL_SEAL_HISTORY_H_

#include "absl/status/status.h"
#include "common/sql/connection.h"

namespace sos::ingestion::store {

// Gives digests to everything in tables of the version before digests, as it stands there, and
// identities to its revisions. Within the transaction that brought the tables up to date.
absl::Status SealHistory(sql::Connection& connection);

}  // namespace sos::ingestion::store

#endif  // SOS_SERVICES_INGESTION_STORE_SQL_SEAL_HISTORY_H_
