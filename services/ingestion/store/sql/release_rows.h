// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_SQL_RELEASE_ROWS_H_
#define SOS_SERVICES_INGESTION_STORE_SQL_RELEASE_ROWS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/connection.h"
#include "sos/ingestion/v1/submission.pb.h"

// Releases as rows. They are numbered 1, 2, 3, ... without gaps, so that one that is gone is seen.
namespace sos::ingestion::store {

// Nothing if no release has the name. STORE_DAMAGED if its row is not what was written.
absl::StatusOr<std::optional<v1::Release>> FindRelease(sql::Connection& connection,
                                                       absl::string_view name);
// Up to `limit` releases, newest first, after the first `skip`.
absl::StatusOr<std::vector<v1::Release>> ListReleaseRows(sql::Connection& connection, int64_t skip,
                                                         int64_t limit);
absl::Status InsertRelease(sql::Connection& connection, int64_t id, const v1::Release& release);

}  // namespace sos::ingestion::store

#endif  // SOS_SERVICES_INGESTION_STORE_SQL_RELEASE_ROWS_H_
