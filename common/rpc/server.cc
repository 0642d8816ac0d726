// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/server.h"

#include <csignal>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/rpc/deadline.h"
#include "common/rpc/exposure.h"
#include "common/rpc/malformed_requests.h"
#include "common/rpc/reflection_limit.h"
#include "common/rpc/stall_watch.h"
#include "common/status/macros.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/resource_quota.h"

namespace sos::rpc {
namespace {

sigset_t StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

}  // namespace

void BlockStopSignals() {
  const sigset_t signals = StopSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

ServerOptions ServerOptions::FromEnvironment(Environment& env) {
  ServerOptions options;
  options.listen = env.String("SOS_LISTEN", options.listen);
  options.insecure = env.Bool("SOS_INSECURE", options.insecure);
  options.drain_timeout = env.Duration("SOS_DRAIN_TIMEOUT", options.drain_timeout,
                                       absl::ZeroDuration(), absl::Minutes(5));
  options.drain_delay =
      env.Duration("SOS_DRAIN_DELAY", options.drain_delay, absl::ZeroDuration(), absl::Minutes(5));
  options.stall_timeout = env.Duration("SOS_STALL_TIMEOUT", options.stall_timeout,
                                       absl::Milliseconds(100), absl::Hours(1));
  options.tls = TlsOptions::FromEnvironment(env);
  options.health_listen = env.String("SOS_HEALTH_LISTEN", "");
  options.reflection = env.Bool("SOS_REFLECTION", IsLoopback(options.listen));
  return options;
}

absl::StatusOr<std::unique_ptr<Server>> Server::Create(
    const ServerOptions& options, const std::vector<grpc::Service*>& services) {
  grpc::EnableDefaultHealthCheckService(true);
  if (options.reflection) grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  auto server = absl::WrapUnique(new Server(options));
  grpc::ServerBuilder builder;
  if (!options.listen.empty()) {
    // One server an address: two of them on one port would take each other's calls.
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                               kKeepaliveMillis / 2);
    builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, kHandshakeMillis);
    SOS_RETURN_IF_ERROR(CheckTlsFiles(options.tls));
    builder.AddListeningPort(options.listen, ServerCredentialsOf(options.tls), &server->port_);
  }
  builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
  builder.SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::MIN_POLLERS, 2);
  builder.SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::MAX_POLLERS, 8);
  grpc::ResourceQuota quota;
  quota.SetMaxThreads(options.max_threads);
  builder.SetResourceQuota(quota);
  std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> interceptors;
  interceptors.push_back(std::make_unique<StallWatch>(options.stall_timeout));
  interceptors.push_back(std::make_unique<MalformedRequests>());
  interceptors.push_back(std::make_unique<ReflectionLimit>());
  builder.experimental().SetInterceptorCreators(std::move(interceptors));
  for (grpc::Service* service : services) builder.RegisterService(service);
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr || (!options.listen.empty() && server->port_ == 0)) {
    server->stopped_ = true;
    return absl::UnavailableError(absl::StrCat("cannot listen on ", options.listen));
  }
  SOS_RETURN_IF_ERROR(server->ServeHealth());
  server->SetServing(kLiveness, true);
  server->SetReady(false);
  return server;
}

absl::Status Server::ServeHealth() {
  if (options_.health_listen.empty()) return absl::OkStatus();
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddListeningPort(options_.health_listen, grpc::InsecureServerCredentials(), &port);
  health_server_ = builder.BuildAndStart();
  if (health_server_ != nullptr && port != 0) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("cannot listen on ", options_.health_listen));
}

void Server::SetServing(const std::string& name, bool serving) {
  for (grpc::Server* const server : {server_.get(), health_server_.get()}) {
    if (server != nullptr) server->GetHealthCheckService()->SetServingStatus(name, serving);
  }
}

Server::~Server() { Shutdown(); }

void Server::SetReady(bool ready) {
  SetServing(kReadiness, ready);
  SetServing("", ready);
}

void Server::Shutdown() {
  if (server_ == nullptr || std::exchange(stopped_, true)) return;
  SetReady(false);
  server_->Shutdown(After(options_.drain_timeout));
  server_->Wait();
  // At once: whoever still watches has heard it.
  if (health_server_ != nullptr) health_server_->Shutdown(After(absl::ZeroDuration()));
}

void Server::AwaitStopSignal() {
  const sigset_t signals = StopSignals();
  int signal = 0;
  sigwait(&signals, &signal);
  log::Info("draining", {{"signal", absl::StrCat(signal)}});
  SetReady(false);
  absl::SleepFor(options_.drain_delay);
}

std::shared_ptr<grpc::Channel> Server::InProcessChannel(
    std::vector<std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>>
        interceptors) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  return server_->experimental().InProcessChannelWithInterceptors(arguments,
                                                                  std::move(interceptors));
}

}  // namespace sos::rpc
