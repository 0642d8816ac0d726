// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/rpc/replica_service.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/digest/sha256.h"
#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/indicator/errors.h"
#include "services/indicator/students/replica_share_maker.h"
#include "services/indicator/students/share_codec.h"

namespace sos::indicator {
namespace {

constexpr int kMaxLeas = 1000;

bool IsReplica(const grpc::ServerContext& context, const std::string& token) {
  const auto sent = context.client_metadata().find(kReplicaTokenKey);
  return sent != context.client_metadata().end() &&
         IsSecret({sent->second.data(), sent->second.size()}, token);
}

}  // namespace

ReplicaService::ReplicaService(const Dependencies& dependencies, rpc::Calls::Options calls)
    : deps_(dependencies), calls_([&calls] {
        calls.service = replica::v1::ReplicaService::service_full_name();
        calls.domain = "sos.indicator.v1";
        return std::move(calls);
      }()) {}

absl::StatusOr<ShareTask> ReplicaService::ReadTask(
    const replica::v1::StreamSharesRequest& request) const {
  const LoadedRulebook* const rulebook = deps_.rulebooks->Find(request.dashboard_year());
  if (rulebook == nullptr) {
    return errors::RulebookNotFound(RulebookName("dashboard", request.dashboard_year()));
  }
  if (request.school_year() == 0) return errors::FieldRequired("school_year");
  if (request.indicators().empty()) return errors::FieldRequired("indicators");
  if (request.lea_cds().empty()) return errors::FieldRequired("lea_cds");
  if (request.lea_cds_size() > kMaxLeas) {
    return errors::FieldInvalid("lea_cds", absl::StrCat(request.lea_cds_size(), " codes"),
                                absl::StrCat("at most ", kMaxLeas));
  }
  if (request.revision() <= 0 && request.revision_identity().empty())
    return errors::FieldRequired("revision");
  ShareTask task{.rules = &rulebook->rules,
                 .school_year = request.school_year(),
                 .revision = RevisionIn(request)};
  for (const int indicator : request.indicators()) {
    const auto asked = FromProto(static_cast<education::v1::Indicator>(indicator));
    const IndicatorRules* const rules = asked ? task.rules->Find(*asked) : nullptr;
    if (rules == nullptr || !rules->calculation) {
      return errors::FieldInvalid("indicators", absl::StrCat(indicator),
                                  "indicators that the year makes from records");
    }
    task.indicators.push_back(rules->indicator);
  }
  for (const std::string& lea : request.lea_cds()) {
    if (!CdsCode::Parse(lea)) return errors::FieldInvalid("lea_cds", lea, "a code of 14 digits");
  }
  return task;
}

grpc::Status ReplicaService::StreamShares(
    grpc::ServerContext* context, const replica::v1::StreamSharesRequest* request,
    grpc::ServerWriter<replica::v1::StreamSharesResponse>* writer) {
  return calls_.RunRaw(
      *context, "StreamShares", request, [&](const rpc::CallContext& call) -> absl::Status {
        if (deps_.shares == nullptr || !IsReplica(*context, deps_.token)) {
          return errors::ReplicasOnly();
        }
        SOS_ASSIGN_OR_RETURN(ShareTask task, ReadTask(*request));
        SOS_ASSIGN_OR_RETURN(const auto directory,
                             deps_.measures->Directory(RevisionIn(*request), call));
        if (directory == nullptr) return errors::RevisionNotFound(RevisionIn(*request));
        task.schools = &directory->schools();
        const std::vector<std::string> leas(request->lea_cds().begin(), request->lea_cds().end());
        SOS_ASSIGN_OR_RETURN(const auto shares, deps_.shares->Make(task, leas, call));
        for (size_t i = 0; i < shares.size(); ++i) {
          for (const auto& [lea, of_lea] : shares[i]) {
            replica::v1::StreamSharesResponse message;
            message.set_lea_cds(lea.ToString());
            message.set_indicator(request->indicators(static_cast<int>(i)));
            message.set_school_count(directory->schools().size());
            EncodeShares(of_lea, message);
            SOS_RETURN_IF_ERROR(rpc::Send(call, std::move(message), writer));
          }
        }
        return absl::OkStatus();
      });
}

}  // namespace sos::indicator
