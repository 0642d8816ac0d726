// SPDX-License-Identifier: Apache-2.0

// Any bytes as an official file or one of student records: whatever is accepted must be complete,
// and every wrong row counted.

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/string_view.h"
#include "common/column/column.h"
#include "services/ingestion/convert/partition_builder.h"
#include "services/ingestion/files/file_reader.h"
#include "services/ingestion/files/record_layout_library.h"
#include "services/ingestion/layouts/layout_files.h"

namespace {

// Every column that was packed must give back as many rows as were accepted.
void CheckColumns(const sos::ingestion::v1::StudentRecordBlock& block) {
  for (const auto& column : block.columns()) {
    const bool whole = column.text()
                           ? sos::column::UnpackText(column.packed(), block.row_count()).ok()
                           : sos::column::UnpackNumbers(column.width(), column.base(),
                                                        column.packed(), block.row_count())
                                 .ok();
    if (!whole) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto* const kLayouts = new sos::ingestion::RecordLayouts(
      *sos::ingestion::LoadRecordLayouts(sos::ingestion::LayoutFiles()));
  sos::ingestion::PartitionBuilder rows;
  const sos::ingestion::ReadOutcome outcome =
      sos::ingestion::ReadFile({.bytes = {reinterpret_cast<const char*>(data), size},
                                .display_name = "eladownload2018.txt",
                                .max_quarantined_row_count = 100,
                                .record_layouts = kLayouts},
                               rows);
  rows.Finish();
  if (outcome.quarantined_row_count > 0 && outcome.issues.empty()) std::abort();
  for (const auto& [key, partition] : rows.partitions()) {
    if (partition.has_student_records()) CheckColumns(partition.student_records());
    const auto& block = partition.measures();
    if (block.entity_indexes_size() != block.current_denominators_size()) std::abort();
    for (const int index : block.entity_indexes()) {
      if (index < 0 || index >= block.entities_size()) std::abort();
    }
  }
  return 0;
}
