// SPDX-License-Identifier: Apache-2.0
#include "services/suite/commands/stored_rows.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"

namespace sos::suite {

absl::StatusOr<StoredRows> StoredRows::Read(const Stubs& stubs,
                                            const ingestion::v1::StreamRowsRequest& request) {
  StoredRows stored;
  grpc::ClientContext context;
  const auto reader = stubs.ingestion->StreamRows(&context, request);
  ingestion::v1::StreamRowsResponse response;
  while (reader->Read(&response)) {
    std::vector<size_t> places;
    for (const std::string& column : response.columns()) {
      const auto found = std::find(stored.columns_.begin(), stored.columns_.end(), column);
      places.push_back(static_cast<size_t>(found - stored.columns_.begin()));
      if (found == stored.columns_.end()) stored.columns_.push_back(column);
    }
    for (const Row& sent : response.rows()) {
      Row& row = stored.rows_.emplace_back(sent);
      row.clear_cells();
      for (int i = 0; i < sent.cells_size(); ++i) {
        const auto place = static_cast<int>(places[static_cast<size_t>(i)]);
        while (row.cells_size() <= place) row.add_cells();
        row.set_cells(place, sent.cells(i));
      }
    }
  }
  SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  for (Row& row : stored.rows_) {
    while (row.cells_size() < static_cast<int>(stored.columns_.size())) row.add_cells();
  }
  return stored;
}

std::string StoredRows::Cell(const Row& row, absl::string_view column) const {
  const auto found = std::find(columns_.begin(), columns_.end(), column);
  return found == columns_.end() ? "" : row.cells(static_cast<int>(found - columns_.begin()));
}

}  // namespace sos::suite
