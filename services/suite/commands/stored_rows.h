// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_COMMANDS_STORED_ROWS_H_
#define SOS_SERVICES_SUITE_COMMANDS_STORED_ROWS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/suite/stubs.h"

namespace sos::suite {

// The stored rows of one collection, with all the columns that any of them has.
class StoredRows {
 public:
  using Row = ingestion::v1::StreamRowsResponse::Row;

  static absl::StatusOr<StoredRows> Read(const Stubs& stubs,
                                         const ingestion::v1::StreamRowsRequest& request);

  const std::vector<std::string>& columns() const { return columns_; }
  // Each with one cell a column of columns().
  const std::vector<Row>& rows() const { return rows_; }
  // The cell of a row; empty where there is no such column.
  std::string Cell(const Row& row, absl::string_view column) const;

 private:
  std::vector<std::string> columns_;
  std::vector<Row> rows_;
};

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_COMMANDS_STORED_ROWS_H_
