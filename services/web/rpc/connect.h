// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_RPC_CONNECT_H_
#define SOS_SERVICES_WEB_RPC_CONNECT_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/support/client_interceptor.h"
#include "services/web/rpc/clients.h"

namespace sos::web {

// How long one RPC may take: longer, and whoever reads a page has gone.
inline constexpr absl::Duration kRpcDeadline = absl::Seconds(20);

// Where the four services are, as the settings name them.
struct Targets {
  std::string ingestion;
  std::string indicator;
  std::string eligibility;
  std::string reporting;
};

// Connects to a target. Channels to the same target are made once.
using Connect = std::function<std::shared_ptr<grpc::Channel>(const std::string& target)>;

Clients ConnectClients(const Targets& targets, const Connect& connect);

// For the channels of a program whose one user may see everything (`sos serve --view state`): RPCs
// do not ask for the public view, as NewContext() says they do.
std::vector<std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>>
WithoutPublicView();

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_RPC_CONNECT_H_
