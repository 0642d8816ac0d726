// SPDX-License-Identifier: Apache-2.0

// Any bytes as a file: delimited text, gzip or workbook. Reading must end in rows or an error,
// within the limits.

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "common/table/table.h"

namespace {

class Ignore : public sos::table::RowVisitor {
 public:
  void BeginSheet(absl::string_view) override {}
  absl::Status VisitRow(const sos::table::Row& row) override {
    for (const absl::string_view cell : row.cells) bytes_ += cell.size();
    return absl::OkStatus();
  }

 private:
  size_t bytes_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Ignore visitor;
  const sos::table::TableLimits limits{.max_uncompressed_bytes = size_t{4} << 20,
                                       .max_line_bytes = size_t{64} << 10,
                                       .max_columns = 256};
  sos::table::ReadTable({reinterpret_cast<const char*>(data), size}, limits, visitor).IgnoreError();
  return 0;
}
