// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_FILES_CORRECTION_H_
#define SOS_SERVICES_INGESTION_FILES_CORRECTION_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/ingestion/files/row_keys.h"
#include "sos/ingestion/v1/partition.pb.h"

namespace sos::ingestion {

// Puts the rows of a correcting file into what is stored of the same partition: a row whose key
// (RowKeys()) is stored takes the place of that row, any other comes at the end. But for the order
// and the lines of rows, the partition becomes what one file with all these rows would have made.
// An entity keeps a name that the file does not say.
//
// `columns` are the normalized names of the file's columns. Returns kFailedPrecondition, naming the
// column, where the file has others than what is stored: nobody could tell a blank from a column
// that is not there. Not for student records.
absl::StatusOr<v1::Partition> MergeCorrection(const v1::Partition& stored, v1::Partition file,
                                              absl::Span<const std::string> columns);

// The same for a file that replaces what it covers: of the stored rows that it does not have, only
// those that `keeps` admits stay.
absl::StatusOr<v1::Partition> MergeReplacement(const v1::Partition& stored, v1::Partition file,
                                               absl::Span<const std::string> columns,
                                               absl::FunctionRef<bool(const RowKey&)> keeps);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_FILES_CORRECTION_H_
