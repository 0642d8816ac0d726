// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/students/partition_columns.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/column/column.h"
#include "common/status/macros.h"

namespace sos::indicator {
namespace {

absl::Status Read(const ingestion::v1::Partition& partition, const ColumnTarget& target,
                  bool required) {
  const ingestion::v1::StudentRecordBlock& block = partition.student_records();
  const auto found =
      std::find_if(block.columns().begin(), block.columns().end(),
                   [&](const auto& column) { return column.field() == target.field; });
  if (found != block.columns().end()) {
    SOS_ASSIGN_OR_RETURN(*target.column, column::UnpackNumbers(found->width(), found->base(),
                                                               found->packed(), block.row_count()));
    return absl::OkStatus();
  }
  if (!required) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(
      partition.name(), " has no ", ingestion::v1::RecordField_Name(target.field), " column"));
}

}  // namespace

absl::Status ReadColumns(const ingestion::v1::Partition& partition,
                         std::initializer_list<ColumnTarget> targets) {
  for (const ColumnTarget& target : targets) {
    SOS_RETURN_IF_ERROR(Read(partition, target, /*required=*/true));
  }
  return absl::OkStatus();
}

absl::Status ReadColumnsThere(const ingestion::v1::Partition& partition,
                              std::initializer_list<ColumnTarget> targets) {
  for (const ColumnTarget& target : targets) {
    SOS_RETURN_IF_ERROR(Read(partition, target, /*required=*/false));
  }
  return absl::OkStatus();
}

absl::Status CheckRange(const ingestion::v1::Partition& partition, const records::Column& column,
                        int64_t greatest) {
  for (const int64_t value : column) {
    if (value < 0 || value > greatest) {
      return absl::DataLossError(absl::StrCat(partition.name(), " has a value out of range"));
    }
  }
  return absl::OkStatus();
}

}  // namespace sos::indicator
