// SPDX-License-Identifier: Apache-2.0

#include <utility>
#include <vector>

#include "common/auth/access_control.h"
#include "common/revision/revision.h"
#include "common/rpc/paging.h"
#include "common/status/macros.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/rpc/ingestion_service.h"
#include "services/ingestion/rpc/validate.h"

namespace sos::ingestion {
namespace {

// Partitions are sent in messages of about this many bytes.
constexpr size_t kStreamMessageBytes = size_t{256} << 10;

}  // namespace

bool IngestionService::MayReadRecords(const grpc::ServerContext& context,
                                      const rpc::CallContext& call) const {
  // The process itself, unless it speaks for the public.
  if (auth::IsSameProcess(context)) return call.principal().role == auth::Role::kUnchecked;
  return rules_.record_readers == StudentRecordReaders::kEverybody &&
         (call.principal().role == auth::Role::kService ||
          call.principal().role == auth::Role::kUnchecked);
}

grpc::Status IngestionService::ListPartitions(grpc::ServerContext* context,
                                              const v1::ListPartitionsRequest* request,
                                              v1::ListPartitionsResponse* response) {
  return calls_.Run(
      *context, "ListPartitions", request, response, [&](const rpc::CallContext&) -> absl::Status {
        SOS_RETURN_IF_ERROR(ValidateFilter(request->filter()));
        SOS_ASSIGN_OR_RETURN(const rpc::Page page, PageOf("ListPartitions", *request));
        const auto list = [&](int64_t skip,
                              int64_t limit) -> absl::StatusOr<std::vector<v1::Partition>> {
          std::vector<v1::Partition> rows;
          int64_t seen = 0;
          SOS_RETURN_IF_ERROR(store_->VisitPartitions(
              request->filter(), page.revision, false, [&](v1::Partition partition) {
                if (seen++ >= skip && static_cast<int64_t>(rows.size()) < limit) {
                  rows.push_back(std::move(partition));
                }
                return absl::OkStatus();
              }));
          return rows;
        };
        return rpc::AnswerPage("ListPartitions", *request, page, response, list,
                               [](auto* r) { return r->add_partitions(); });
      });
}

grpc::Status IngestionService::StreamPartitions(
    grpc::ServerContext* context, const v1::StreamPartitionsRequest* request,
    grpc::ServerWriter<v1::StreamPartitionsResponse>* writer) {
  return calls_.RunRaw(
      *context, "StreamPartitions", request, [&](const rpc::CallContext& call) -> absl::Status {
        SOS_RETURN_IF_ERROR(ValidateFilter(request->filter()));
        if (!request->filter().record_fields().empty() && !MayReadRecords(*context, call)) {
          return errors::StudentRecordsNotServed();
        }
        v1::StreamPartitionsResponse message;
        size_t bytes = 0;
        const auto send = [&]() -> absl::Status {
          if (message.partitions_size() == 0) return absl::OkStatus();
          SOS_RETURN_IF_ERROR(rpc::Send(call, std::exchange(message, {}), writer));
          bytes = 0;
          return absl::OkStatus();
        };
        SOS_RETURN_IF_ERROR(store_->VisitPartitions(
            request->filter(), RevisionIn(*request), true, [&](v1::Partition partition) {
              bytes += partition.ByteSizeLong();
              *message.add_partitions() = std::move(partition);
              return bytes >= kStreamMessageBytes ? send() : absl::OkStatus();
            }));
        return send();
      });
}

}  // namespace sos::ingestion
