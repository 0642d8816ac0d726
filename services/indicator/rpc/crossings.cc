// SPDX-License-Identifier: Apache-2.0

#include <utility>

#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/indicator/results/crossing_rows.h"
#include "services/indicator/results/engine.h"
#include "services/indicator/results/marked_partitions.h"
#include "services/indicator/rpc/indicator_service.h"
#include "services/indicator/rpc/requests.h"

namespace sos::indicator {

grpc::Status IndicatorService::StreamCrossings(
    grpc::ServerContext* context, const v1::StreamCrossingsRequest* request,
    grpc::ServerWriter<v1::StreamCrossingsResponse>* writer) {
  return calls_.RunRaw(
      *context, "StreamCrossings", request, [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        SOS_ASSIGN_OR_RETURN(const ResultSelection selection,
                             ResultSelection::Create(request->filter()));
        SOS_ASSIGN_OR_RETURN(const Marking marking,
                             MarkingFor(request->with_disclosures(), revision, call));
        const SeesCounts sees_counts = SeesCountsOf(call.principal());
        return VisitPartitions(
            *deps_.measures, selection, revision, marking, call,
            [&](const ingestion::v1::Partition& partition, Marks marks) -> absl::Status {
              v1::StreamCrossingsResponse crossings =
                  CrossingsOf(partition, *deps_.rulebooks, selection, request->for_next_year(),
                              marks, sees_counts);
              if (crossings.results().empty()) return absl::OkStatus();
              return rpc::Send(call, std::move(crossings), writer);
            });
      });
}

}  // namespace sos::indicator
