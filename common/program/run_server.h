// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_PROGRAM_RUN_SERVER_H_
#define SOS_COMMON_PROGRAM_RUN_SERVER_H_

#include <functional>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/audit/audit_log.h"
#include "common/config/environment.h"
#include "common/rpc/call.h"
#include "common/rpc/server.h"
#include "common/time/clock.h"

namespace sos {

// The object graph of one server, built by its factory.cc and by nothing else.
class Composition {
 public:
  virtual ~Composition() = default;

  // What the server answers.
  virtual std::vector<grpc::Service*> services() = 0;

  // Ends calls that would never end by themselves. Called once before draining.
  virtual void BeforeDrain() {}
};

// What every service has from the program that runs it.
struct ServiceRuntime {
  rpc::Calls::Options calls;
  // Connects to another service, by the target that the settings name.
  std::function<std::shared_ptr<grpc::Channel>(const std::string& target)> connect;
  // Where accesses are written down. Outlives the composition, as does the clock.
  AuditLog* audit_log = nullptr;
  const Clock* clock = nullptr;
  // All services run in this process, for the one user who started it.
  bool one_process = false;
};

// Builds a composition once its settings were found right.
using ServiceFactory =
    std::function<absl::StatusOr<std::unique_ptr<Composition>>(const ServiceRuntime& runtime)>;

// Runs a server from start to SIGTERM: the main() of every server program.
//
// Settings come from the environment: those of rpc::ServerOptions, rpc::TlsOptions and
// auth::AuthOptions, SOS_MAX_CONCURRENT_CALLS, SOS_STREAM_IDLE_TIMEOUT, SOS_METRICS_LISTEN,
// SOS_AUDIT_LOG, SOS_LOG_LEVEL, SOS_LOG_CALLS and what `make_factory` reads; all problems with them
// are printed at once. The effective settings are logged, secrets as set or unset, and what is open
// to whom. A server that others could reach, in the clear and without tokens, starts only with
// SOS_INSECURE. The arguments are --help and --version, which serve nothing.
//
// Returns the exit code: 0 after a drain, --help or --version, 1 if the server could not start, 2
// for wrong settings or arguments.
int RunServer(absl::string_view program, int argc, const char* const* argv,
              const std::function<ServiceFactory(Environment&)>& make_factory);

}  // namespace sos

#endif  // SOS_COMMON_PROGRAM_RUN_SERVER_H_
