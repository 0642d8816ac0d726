// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_FILES_CORRECTION_COLUMNS_H_
#define SOS_SERVICES_INGESTION_FILES_CORRECTION_COLUMNS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "sos/ingestion/v1/partition.pb.h"

namespace sos::ingestion {

// Whether a file with `columns` (normalized names) can correct what is stored. Returns
// kFailedPrecondition, naming the column, where the stored rows have values in a column that the
// file lacks, or where it is known that they were published without a column that the file has.
absl::Status CheckColumns(const v1::Partition& stored, const v1::Partition& file,
                          absl::Span<const std::string> columns);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_FILES_CORRECTION_COLUMNS_H_
