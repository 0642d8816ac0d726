// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
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

// Checks a request and says which partitions its rows are in, and of which entities they are.
absl::StatusOr<v1::PartitionFilter> RowsFilter(const v1::StreamRowsRequest& request,
                                               std::vector<CdsCode>& entities) {
  if (request.collection() == v1::COLLECTION_UNSPECIFIED) {
    return errors::FieldRequired("collection");
  }
  if (!v1::Collection_IsValid(request.collection())) {
    return errors::FieldInvalid("collection", absl::StrCat(request.collection()),
                                "a value of Collection");
  }
  v1::PartitionFilter filter;
  filter.add_collections(request.collection());
  *filter.mutable_dashboard_years() = request.dashboard_years();
  for (const std::string& county : request.counties()) {
    if (!IsCountyCode(county)) {
      return errors::FieldInvalid("counties", county, "codes of two digits");
    }
    filter.add_counties(county);
  }
  for (const std::string& name : request.entities()) {
    SOS_ASSIGN_OR_RETURN(const CdsCode entity, ParseEntityName("entities", name));
    filter.add_lea_cds(entity.Lea().ToString());
    entities.push_back(entity);
  }
  return filter;
}

// Of an LEA also the rows of its schools.
bool IsOf(const v1::StreamRowsResponse::Row& row, const std::vector<CdsCode>& entities) {
  if (entities.empty()) return true;
  const std::optional<CdsCode> cds = CdsCode::Parse(row.cds());
  return std::any_of(entities.begin(), entities.end(), [&](const CdsCode& entity) {
    return entity.IsLea() ? cds && cds->Lea() == entity : cds == entity;
  });
}

}  // namespace

grpc::Status IngestionService::StreamRows(grpc::ServerContext* context,
                                          const v1::StreamRowsRequest* request,
                                          grpc::ServerWriter<v1::StreamRowsResponse>* writer) {
  return calls_.RunRaw(
      *context, "StreamRows", request, [&](const rpc::CallContext& call) -> absl::Status {
        std::vector<CdsCode> entities;
        SOS_ASSIGN_OR_RETURN(const v1::PartitionFilter filter, RowsFilter(*request, entities));
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
                if (!IsOf(row, entities)) return;
                bytes += row.ByteSizeLong();
                *message.add_rows() = std::move(row);
              });
              return absl::OkStatus();
            }));
        return send();
      });
}

}  // namespace sos::ingestion
