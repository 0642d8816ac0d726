// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/students/replica_share_maker.h"

#include <algorithm>
#include <optional>

#include "common/education/proto.h"
#include "common/log/log.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/indicator/students/share_codec.h"

namespace sos::indicator {
namespace {

// A replica that has not answered by then is left alone with its LEAs.
constexpr absl::Duration kReplicaTimeout = absl::Seconds(30);

}  // namespace

absl::StatusOr<std::vector<records::SharesByLea>> ReplicaShareMaker::Make(
    const ShareTask& task, absl::Span<const std::string> leas, const rpc::CallContext& context) {
  absl::StatusOr<std::vector<records::SharesByLea>> shares = Ask(task, leas, context);
  if (shares.ok()) return shares;
  log::Warning("No replica computed the contributions; computing them locally.",
               {{"code", absl::StatusCodeToString(shares.status().code())}});
  return here_->Make(task, leas, context);
}

absl::StatusOr<std::vector<records::SharesByLea>> ReplicaShareMaker::Ask(
    const ShareTask& task, absl::Span<const std::string> leas, const rpc::CallContext& context) {
  replica::v1::StreamSharesRequest request;
  request.set_dashboard_year(task.rules->dashboard_year);
  request.set_school_year(task.school_year);
  SetRevision(task.revision, request);
  for (const Indicator indicator : task.indicators) {
    request.add_indicators(ToProto(indicator));
  }
  for (const std::string& lea : leas) request.add_lea_cds(lea);
  const auto client_context = context.NewClientContext(kReplicaTimeout);
  client_context->AddMetadata(kReplicaTokenKey, token_);
  const auto reader = replicas_->StreamShares(client_context.get(), request);
  std::vector<records::SharesByLea> shares(task.indicators.size());
  absl::Status status;
  replica::v1::StreamSharesResponse response;
  while (status.ok() && reader->Read(&response)) {
    absl::StatusOr<std::vector<records::Share>> decoded =
        DecodeShares(response, task.schools->size());
    const auto indicator =
        std::find(task.indicators.begin(), task.indicators.end(), FromProto(response.indicator()));
    const std::optional<CdsCode> lea = CdsCode::Parse(response.lea_cds());
    if (!decoded.ok() || indicator == task.indicators.end() || !lea) {
      status = absl::DataLossError("a replica sent shares that cannot be used");
      client_context->TryCancel();
      break;
    }
    shares[indicator - task.indicators.begin()][*lea] = *std::move(decoded);
  }
  const absl::Status finished = rpc::FromGrpcStatus(reader->Finish());
  SOS_RETURN_IF_ERROR(status);
  SOS_RETURN_IF_ERROR(finished);
  for (const records::SharesByLea& of_indicator : shares) {
    if (of_indicator.size() != leas.size()) return absl::DataLossError("an LEA is missing");
  }
  return shares;
}

}  // namespace sos::indicator
