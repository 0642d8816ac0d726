// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/malformed_requests.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/rpc/call.h"
#include "common/rpc/grpc_status.h"
#include "common/status/common_errors.h"

namespace sos::rpc {
namespace {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::InterceptorBatchMethods;
using grpc::experimental::ServerRpcInfo;

class Call final : public grpc::experimental::Interceptor {
 public:
  // `method` is such as `sos.indicator.v1.IndicatorService/GetResult`.
  explicit Call(std::string method) : method_(std::move(method)) {}

  void Intercept(InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::POST_RECV_MESSAGE)) {
      malformed_ = methods->GetRecvMessage() == nullptr;
    }
    if (malformed_ &&
        methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS) &&
        methods->GetSendStatus().error_code() == grpc::StatusCode::INTERNAL) {
      methods->ModifySendStatus(ToGrpcStatus(Error()));
    }
    methods->Proceed();
  }

 private:
  absl::Status Error() const {
    const absl::string_view method = method_;
    const absl::string_view service = method.substr(0, method.rfind('/'));
    absl::Status error = RequestMalformedError(service.substr(0, service.rfind('.')), method);
    CountFailure(service, method.substr(service.size() + 1), error);
    return error;
  }

  const std::string method_;
  bool malformed_ = false;
};

}  // namespace

grpc::experimental::Interceptor* MalformedRequests::CreateServerInterceptor(ServerRpcInfo* info) {
  const bool one_request = info->type() == ServerRpcInfo::Type::UNARY ||
                           info->type() == ServerRpcInfo::Type::SERVER_STREAMING;
  absl::string_view method = info->method();
  // Health and reflection are gRPC's own.
  const bool ours = absl::ConsumePrefix(&method, "/") && absl::StartsWith(method, "sos.");
  return one_request && ours ? new Call(std::string(method)) : nullptr;
}

}  // namespace sos::rpc
