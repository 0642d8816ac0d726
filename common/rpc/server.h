// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_RPC_SERVER_H_
#define SOS_COMMON_RPC_SERVER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/config/environment.h"
#include "common/rpc/tls.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/support/client_interceptor.h"

namespace sos::rpc {

// Names under which the health service answers.
inline constexpr char kLiveness[] = "liveness";
inline constexpr char kReadiness[] = "readiness";

// The largest message a server takes, in bytes.
inline constexpr int kMaxMessageBytes = 16 << 20;

// A connection must have said who it is and how it encrypts within this time, in milliseconds: one
// that sends a byte now and then holds nothing for long.
inline constexpr int kHandshakeMillis = 10'000;

// A connection over which nothing comes is probed this often, in milliseconds, so that a watch
// whose server vanished without a word ends within a few seconds. Servers allow as much.
inline constexpr int kKeepaliveMillis = 10'000;

// How a server listens and stops.
struct ServerOptions {
  // Host and port; port 0 takes a free one. Empty listens nowhere: the server is then only reached
  // in process. Only this machine reaches the default: whoever runs a server for others says so.
  std::string listen = "127.0.0.1:8080";
  // SOS_INSECURE: it may listen for others although it is in clear text and authenticates nobody.
  bool insecure = false;
  // How long running calls may take to finish once a stop is asked for.
  absl::Duration drain_timeout = absl::Seconds(10);
  // Answers reflection requests, for tools; a few at once.
  bool reflection = true;
  // Threads for calls of the sync API.
  int max_threads = 128;
  // How long calls are still taken after a stop was asked for and readiness was taken back, so that
  // those who balance the load hear of it first.
  absl::Duration drain_delay = absl::ZeroDuration();
  // How long a caller may take nothing of what it is sent; then the call is cancelled.
  absl::Duration stall_timeout = absl::Minutes(5);
  // How connections are encrypted.
  TlsOptions tls;
  // Where the health service answers in the clear, and nothing else does: for probes that cannot
  // speak TLS, such as those of Kubernetes. Empty: nowhere.
  std::string health_listen;

  // Reads SOS_LISTEN, SOS_INSECURE, SOS_DRAIN_TIMEOUT, SOS_DRAIN_DELAY, SOS_STALL_TIMEOUT,
  // SOS_REFLECTION (by default where only this machine reaches the server), SOS_HEALTH_LISTEN and
  // those of TlsOptions over the defaults.
  static ServerOptions FromEnvironment(Environment& env);
};

// Blocks SIGTERM and SIGINT in this thread and all it will start. Call it first in main(): gRPC's
// threads inherit the mask, and sigwait() only sees a signal that every thread blocks.
void BlockStopSignals();

// A gRPC server with health checks and reflection: the one bootstrap of every program.
//
// It is live as soon as it listens and ready once SetReady(true) was called. Its services must
// outlive it.
class Server {
 public:
  // Returns kUnavailable if the address cannot be bound.
  static absl::StatusOr<std::unique_ptr<Server>> Create(
      const ServerOptions& options, const std::vector<grpc::Service*>& services);

  // Drains and stops.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void SetReady(bool ready);

  // Tells callers to go elsewhere, lets running calls finish within the drain timeout, and stops.
  void Shutdown();

  // Blocks until SIGTERM or SIGINT, tells callers to go elsewhere, and waits for the drain delay;
  // Shutdown() comes next. BlockStopSignals() must have been called.
  void AwaitStopSignal();

  // A channel into this process, without a socket. `interceptors` see its calls.
  std::shared_ptr<grpc::Channel> InProcessChannel(
      std::vector<std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>>
          interceptors = {});

  // The bound port; 0 where it listens nowhere.
  int port() const { return port_; }

 private:
  explicit Server(const ServerOptions& options) : options_(options) {}

  // Starts the server of health_listen.
  absl::Status ServeHealth();
  void SetServing(const std::string& name, bool serving);

  const ServerOptions options_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<grpc::Server> health_server_;
  int port_ = 0;
  bool stopped_ = false;
};

}  // namespace sos::rpc

#endif  // SOS_COMMON_RPC_SERVER_H_
