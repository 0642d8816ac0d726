// SPDX-License-Identifier: Apache-2.0

#include <utility>

#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/indicator/results/crossing_rows.h"
#include "services/indicator/results/engine.h"
#include "services/indicator/rpc/indicator_service.h"

namespace sos::indicator {

grpc::Status IndicatorService::StreamCrossings(
    grpc::ServerContext* context, const v1::StreamCrossingsRequest* request,
    grpc::ServerWriter<v1::StreamCrossingsResponse>* writer) {
  return calls_.RunRaw(
      *context, "StreamCrossings", request, [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        SOS_ASSIGN_OR_RETURN(const ResultSelection selection,
                             ResultSelection::Create(request->filter()));
        return deps_.measures->Visit(
            selection.partitions(), revision, call, [&](const auto& message) -> absl::Status {
              for (const ingestion::v1::Partition& partition : message.partitions()) {
                v1::StreamCrossingsResponse crossings =
                    CrossingsOf(partition, *deps_.rulebooks, selection, request->for_next_year());
                if (crossings.results().empty()) continue;
                SOS_RETURN_IF_ERROR(rpc::Send(call, std::move(crossings), writer));
              }
              return absl::OkStatus();
            });
      });
}

}  // namespace sos::indicator
