// Any bytes as an official file: whatever is accepted must be complete, and every wrong row
// counted.

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/string_view.h"
#include "services/ingestion/file_reader.h"
#include "services/ingestion/partition_builder.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sos::ingestion::PartitionBuilder rows;
  const sos::ingestion::ReadOutcome outcome =
      sos::ingestion::ReadFile({.bytes = {reinterpret_cast<const char*>(data), size},
                                .display_name = "eladownload2018.txt",
                                .max_quarantined_row_count = 100},
                               rows);
  if (outcome.quarantined_row_count > 0 && outcome.issues.empty()) std::abort();
  for (const auto& [key, partition] : rows.partitions()) {
    const auto& block = partition.measures();
    if (block.entity_indexes_size() != block.current_denominators_size()) std::abort();
    for (const int index : block.entity_indexes()) {
      if (index < 0 || index >= block.entities_size()) std::abort();
    }
  }
  return 0;
}
