// SPDX-License-Identifier: Apache-2.0

// FillPlanExport: the workbook is read, answered and forgotten.

#include "services/reporting/documents/plan_export.h"

#include "common/status/macros.h"
#include "services/reporting/rpc/reporting_service.h"
#include "services/reporting/rpc/requests.h"

namespace sos::reporting {

grpc::Status ReportingService::FillPlanExport(grpc::ServerContext* context,
                                              const v1::FillPlanExportRequest* request,
                                              v1::FillPlanExportResponse* response) {
  return calls_.Run(
      *context, "FillPlanExport", request, response,
      [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const DocumentKey key, KeyIn(*request, DocumentKey::Kind::kLcapPack));
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        SOS_ASSIGN_OR_RETURN(const v1::LcapPack pack,
                             ComposeLcapPack(*deps_.source, key, revision, call));
        return rpc::Answer(sos::reporting::FillPlanExport(pack, request->workbook(), key.Words()),
                           response);
      });
}

}  // namespace sos::reporting
