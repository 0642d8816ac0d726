// SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/ingestion/convert/row_table.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/rpc/ingestion_service.h"
#include "services/ingestion/rpc/validate.h"

namespace sos::ingestion {
namespace {

// Rows are sent in messages of about this many bytes.
constexpr size_t kRowsMessageBytes = size_t{256} << 10;

// Checks a request and says which partitions its rows are in, and of which entity they are.
absl::StatusOr<v1::PartitionFilter> RowsFilter(const v1::StreamRowsRequest& request,
                                               std::optional<CdsCode>& entity) {
  if (request.collection() == v1::COLLECTION_UNSPECIFIED) {
    return errors::FieldRequired("collection");
  }
  if (!v1::Collection_IsValid(request.collection())) {
    return errors::FieldInvalid("collection", absl::StrCat(request.collection()),
                                "a value of Collection");
  }
  v1::PartitionFilter filter;
  filter.add_collections(request.collection());
  if (request.dashboard_year() != 0) filter.add_dashboard_years(request.dashboard_year());
  if (!request.county_code().empty()) {
    if (!IsCountyCode(request.county_code())) {
      return errors::FieldInvalid("county_code", request.county_code(), "two digits");
    }
    filter.add_county_codes(request.county_code());
  }
  if (!request.entity().empty()) {
    SOS_ASSIGN_OR_RETURN(entity, ParseEntityName("entity", request.entity()));
    filter.add_lea_cds(entity->Lea().ToString());
  }
  return filter;
}

// Of an LEA also the rows of its schools.
bool IsOf(const v1::StreamRowsResponse::Row& row, const std::optional<CdsCode>& entity) {
  return !entity || entity->IsLea() || CdsCode::Parse(row.cds()) == entity;
}

}  // namespace

grpc::Status IngestionService::StreamRows(grpc::ServerContext* context,
                                          const v1::StreamRowsRequest* request,
                                          grpc::ServerWriter<v1::StreamRowsResponse>* writer) {
  return calls_.RunRaw(
      *context, "StreamRows", request, [&](const rpc::CallContext& call) -> absl::Status {
        std::optional<CdsCode> entity;
        SOS_ASSIGN_OR_RETURN(const v1::PartitionFilter filter, RowsFilter(*request, entity));
        v1::StreamRowsResponse message;
        size_t bytes = 0;
        const auto send = [&]() -> absl::Status {
          if (message.rows().empty()) return absl::OkStatus();
          SOS_RETURN_IF_ERROR(rpc::Send(call, std::exchange(message, {}), writer));
          bytes = 0;
          return absl::OkStatus();
        };
        std::vector<std::string> columns;
        SOS_RETURN_IF_ERROR(store_->VisitPartitions(
            filter, RevisionIn(*request), true, [&](const v1::Partition& partition) {
              std::vector<std::string> own = ColumnsOf(partition);
              if (own != columns || bytes >= kRowsMessageBytes) SOS_RETURN_IF_ERROR(send());
              columns = std::move(own);
              if (message.rows().empty()) {
                *message.mutable_columns() = {columns.begin(), columns.end()};
              }
              VisitRows(partition, [&](v1::StreamRowsResponse::Row row) {
                if (!IsOf(row, entity)) return;
                bytes += row.ByteSizeLong();
                *message.add_rows() = std::move(row);
              });
              return absl::OkStatus();
            }));
        return send();
      });
}

}  // namespace sos::ingestion
