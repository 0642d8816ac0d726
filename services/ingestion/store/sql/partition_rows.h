// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_SQL_PARTITION_ROWS_H_
#define SOS_SERVICES_INGESTION_STORE_SQL_PARTITION_ROWS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/connection.h"
#include "google/protobuf/repeated_field.h"
#include "services/ingestion/store/sql/digests.h"
#include "services/ingestion/store/sql/history.h"
#include "sos/ingestion/v1/partition.pb.h"
#include "sos/ingestion/v1/submission.pb.h"

// Stored partitions and entities, each held against the digest that its revision vouches for:
// STORE_DAMAGED names one that is not what was committed.
namespace sos::ingestion::store {

Digest DigestOfPartition(absl::string_view name, absl::string_view body,
                         absl::string_view column_digests);
Digest DigestOfColumn(absl::string_view partition, int64_t field, absl::string_view body);
// `sources` is empty where the entity was stored by a version that did not remember them.
Digest DigestOfEntity(absl::string_view cds, absl::string_view body, absl::string_view sources);

// The partition that `expected` says, from the cells of its row; of student records with the
// columns of `fields`, in their order.
absl::StatusOr<v1::Partition> ReadPartition(sql::Connection& connection, absl::string_view body,
                                            absl::string_view column_digests,
                                            const ExpectedPartition& expected,
                                            const google::protobuf::RepeatedField<int>& fields);

// The entity that `expected` says, likewise.
absl::StatusOr<v1::EntityRecord> ReadEntity(absl::string_view body, absl::string_view sources,
                                            const ExpectedEntity& expected);

}  // namespace sos::ingestion::store

#endif  // SOS_SERVICES_INGESTION_STORE_SQL_PARTITION_ROWS_H_
