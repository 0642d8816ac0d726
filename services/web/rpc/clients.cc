// SPDX-License-Identifier: Apache-2.0
#include "services/web/rpc/clients.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/auth/on_behalf.h"
#include "common/log/trace.h"
#include "common/rpc/call.h"
#include "common/rpc/deadline.h"
#include "services/web/rpc/connect.h"

namespace sos::web {
namespace {

using grpc::experimental::ClientInterceptorFactoryInterface;
using grpc::experimental::ClientRpcInfo;
using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::Interceptor;
using grpc::experimental::InterceptorBatchMethods;

class ViewRemover final : public Interceptor {
 public:
  void Intercept(InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_INITIAL_METADATA)) {
      methods->GetSendInitialMetadata()->erase(auth::kViewKey);
    }
    methods->Proceed();
  }
};

class ViewRemovers final : public ClientInterceptorFactoryInterface {
 public:
  Interceptor* CreateClientInterceptor(ClientRpcInfo*) override { return new ViewRemover(); }
};

// A token with other bytes is none that a provider issues; gRPC ends a program that sends them as
// metadata. Replaced, they make a token that no service accepts.
std::string SendableToken(absl::string_view token) {
  std::string sendable(token);
  std::replace_if(
      sendable.begin(), sendable.end(), [](unsigned char c) { return !absl::ascii_isgraph(c); },
      '?');
  return sendable;
}

}  // namespace

std::unique_ptr<grpc::ClientContext> NewContext(const Caller& caller) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(rpc::After(kRpcDeadline));
  if (caller.signed_in()) {
    context->AddMetadata("authorization", absl::StrCat("Bearer ", SendableToken(caller.token)));
  } else {
    context->AddMetadata(auth::kViewKey, auth::kPublicView);
  }
  // Calls of the site itself are nobody's. A token is always passed on as somebody's: services that
  // verify none refuse it by that.
  if (caller.signed_in() || !caller.address.empty()) {
    context->AddMetadata(auth::kEndUserKey, caller.address);
  }
  if (const log::Trace* const trace = log::CurrentTrace()) {
    context->AddMetadata(rpc::kTraceParentKey, trace->Header());
    context->AddMetadata(rpc::kRequestIdKey, *log::CurrentRequestId());
  }
  return context;
}

Clients ConnectClients(const Targets& targets, const Connect& connect) {
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels;
  const auto channel = [&](const std::string& target) {
    std::shared_ptr<grpc::Channel>& made = channels[target];
    if (made == nullptr) made = connect(target);
    return made;
  };
  return {.ingestion = ingestion::v1::IngestionService::NewStub(channel(targets.ingestion)),
          .indicator = indicator::v1::IndicatorService::NewStub(channel(targets.indicator)),
          .eligibility = eligibility::v1::EligibilityService::NewStub(channel(targets.eligibility)),
          .reporting = reporting::v1::ReportingService::NewStub(channel(targets.reporting))};
}

std::vector<std::unique_ptr<ClientInterceptorFactoryInterface>> WithoutPublicView() {
  std::vector<std::unique_ptr<ClientInterceptorFactoryInterface>> factories;
  factories.push_back(std::make_unique<ViewRemovers>());
  return factories;
}

}  // namespace sos::web
