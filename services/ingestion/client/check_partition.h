// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_CLIENT_CHECK_PARTITION_H_
#define SOS_SERVICES_INGESTION_CLIENT_CHECK_PARTITION_H_

#include "absl/status/status.h"
#include "sos/ingestion/v1/partition.pb.h"

namespace sos {

// kDataLoss, saying what is wrong, unless every index in `partition` points at something, its
// columns have as many rows as each other, and its codes are known: only then may a reader follow
// them. Ingestion asks this of what it stores, and every other service of what it is sent.
absl::Status CheckPartition(const ingestion::v1::Partition& partition);

}  // namespace sos

#endif  // SOS_SERVICES_INGESTION_CLIENT_CHECK_PARTITION_H_
