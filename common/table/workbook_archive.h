// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_TABLE_WORKBOOK_ARCHIVE_H_
#define SOS_COMMON_TABLE_WORKBOOK_ARCHIVE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/memory/memory_budget.h"
#include "common/table/table.h"
#include "common/table/xml_parser.h"

struct zip;

namespace sos::table {

// The parts of an opened workbook. Counts what it unpacks.
class WorkbookArchive {
 public:
  // `bytes` and `limits` must outlive the archive.
  static absl::StatusOr<WorkbookArchive> Open(absl::string_view bytes, const TableLimits& limits);

  // Parts are found whatever the case of their names.
  bool Has(absl::string_view part) const;
  absl::Status Parse(const std::string& part, XmlHandler& handler);

  // Counts `bytes` as unpacked: work that a few bytes of the archive cause again and again.
  absl::Status Count(size_t bytes);

 private:
  struct Closer {
    void operator()(zip* archive) const;
  };

  WorkbookArchive(zip* archive, size_t packed_bytes, const TableLimits& limits)
      : archive_(archive), packed_bytes_(packed_bytes), limits_(&limits), held_(limits.memory) {}
  // Remembers the names of all parts. Returns their bytes together.
  size_t IndexParts();

  std::unique_ptr<zip, Closer> archive_;
  size_t packed_bytes_;
  const TableLimits* limits_;
  HeldMemory held_;
  // By name in lower case.
  absl::flat_hash_map<std::string, int64_t> parts_;
  size_t unpacked_bytes_ = 0;
};

}  // namespace sos::table

#endif  // SOS_COMMON_TABLE_WORKBOOK_ARCHIVE_H_
