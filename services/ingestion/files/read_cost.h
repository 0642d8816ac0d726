// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_FILES_READ_COST_H_
#define SOS_SERVICES_INGESTION_FILES_READ_COST_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "common/memory/memory_budget.h"
#include "common/table/table.h"
#include "services/ingestion/convert/partition_builder.h"
#include "services/ingestion/files/file_reader.h"

namespace sos::ingestion {

// The memory that reading a file may use: this many times its bytes, as they were sent, plus a base
// that every file may use. Measured: student records as text use 3 times their bytes, published
// text 2 to 4 times, a workbook or .gz 10 to 30 times. The base covers workbooks and .gz of up to
// 10 MB.
inline constexpr int64_t kReadMemoryFactor = 8;
inline constexpr int64_t kReadMemoryBaseBytes = int64_t{256} << 20;

// What all files that are being read may use together, unless SOS_READ_MEMORY is set: enough for
// the largest submission. The memory limit in k8s/base/ingestion.yaml covers it.
inline constexpr int64_t kDefaultReadMemoryBytes = int64_t{3} << 30;
// The largest value of the setting; a larger one is a typing error.
inline constexpr int64_t kMostReadMemoryBytes = int64_t{1} << 40;
// A file that is mostly text uses at least this many times its bytes.
inline constexpr int64_t kLeastReadMemoryFactor = 3;

// The entities, and the partitions, that one file may name. The state has 11,000 schools and LEAs,
// and a file of eight years 20,000 partitions.
inline constexpr size_t kMaxEntitiesOfFile = 100'000;
inline constexpr size_t kMaxPartitionsOfFile = 100'000;

// The bytes of memory that reading an upload of `byte_count` bytes may use.
inline constexpr int64_t ReadMemoryLimit(int64_t byte_count) {
  return kReadMemoryFactor * byte_count + kReadMemoryBaseBytes;
}

// The largest submission, in bytes, that a server with so much memory for reading accepts.
int64_t MaxSubmissionBytes(int64_t read_memory_bytes);

// Passes the rows of a file on to `visitor` and counts the memory of what is kept of them. Ends the
// reading with kResourceExhausted when that is too much. All arguments must outlive it; `memory`
// may be null.
class CostGuard : public table::RowVisitor {
 public:
  CostGuard(table::RowVisitor& visitor, const ReadOutcome& outcome, const PartitionBuilder& rows,
            MemoryAccount* memory)
      : visitor_(visitor), outcome_(outcome), rows_(rows), memory_(memory), held_(memory) {}

  void BeginSheet(absl::string_view name) override { visitor_.BeginSheet(name); }
  absl::Status VisitRow(const table::Row& row) override;

 private:
  absl::Status CheckCounts() const;

  table::RowVisitor& visitor_;
  const ReadOutcome& outcome_;
  const PartitionBuilder& rows_;
  MemoryAccount* const memory_;
  HeldMemory held_;
  int64_t counted_rows_ = 0;
  size_t counted_issues_ = 0;
};

// Why `memory` does not fit, and what to do.
std::string TooMuchMemory(const MemoryAccount& memory, size_t byte_count);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_FILES_READ_COST_H_
