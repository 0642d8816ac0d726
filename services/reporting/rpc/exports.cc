// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <utility>

#include "common/status/macros.h"
#include "services/reporting/errors.h"
#include "services/reporting/exports/export.h"
#include "services/reporting/rpc/reporting_service.h"

namespace sos::reporting {
namespace {

constexpr size_t kExportChunkBytes = size_t{256} << 10;

}  // namespace

grpc::Status ReportingService::StreamExport(grpc::ServerContext* context,
                                            const v1::StreamExportRequest* request,
                                            grpc::ServerWriter<v1::StreamExportResponse>* writer) {
  return calls_.RunRaw(
      *context, "StreamExport", request, [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        SOS_ASSIGN_OR_RETURN(const std::string file, MakeExport(*deps_.source, request->format(),
                                                                request->filter(), revision, call));
        for (size_t begin = 0; begin < file.size(); begin += kExportChunkBytes) {
          v1::StreamExportResponse chunk;
          chunk.set_data(file.substr(begin, kExportChunkBytes));
          SOS_RETURN_IF_ERROR(rpc::Send(call, std::move(chunk), writer));
        }
        return absl::OkStatus();
      });
}

}  // namespace sos::reporting
