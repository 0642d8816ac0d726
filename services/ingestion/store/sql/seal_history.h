// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_SQL_SEAL_HISTORY_H_
#define SOS_SERVICES_INGESTION_STORE_SQL_SEAL_HISTORY_H_

#include "absl/status/status.h"
#include "services/ingestion/store/sql/connection.h"

namespace sos::ingestion::sql {

// Gives digests to everything in tables of the version before digests, as it stands there, and
// identities to its revisions. Within the transaction that brought the tables up to date.
absl::Status SealHistory(Connection& connection);

}  // namespace sos::ingestion::sql

#endif  // SOS_SERVICES_INGESTION_STORE_SQL_SEAL_HISTORY_H_
