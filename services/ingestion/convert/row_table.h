// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_CONVERT_ROW_TABLE_H_
#define SOS_SERVICES_INGESTION_CONVERT_ROW_TABLE_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "sos/ingestion/v1/ingestion_service.pb.h"
#include "sos/ingestion/v1/partition.pb.h"

// The contents of a partition as a table, whatever their kind, so that there is nothing stored that
// cannot be shown.
namespace sos::ingestion {

// The names of the columns. Empty for a partition without contents.
std::vector<std::string> ColumnsOf(const v1::Partition& partition);

// Calls `visit` with the rows of a partition that CheckPartition() accepts, in the order of the
// file; each has one cell a column. Of student records there is one row, with their number.
void VisitRows(const v1::Partition& partition,
               absl::FunctionRef<void(v1::StreamRowsResponse::Row)> visit);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_CONVERT_ROW_TABLE_H_
