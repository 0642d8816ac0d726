// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_EMBEDDED_SUITE_H_
#define SOS_SERVICES_SUITE_EMBEDDED_SUITE_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/audit/audit_log.h"
#include "common/auth/access_control.h"
#include "common/program/run_server.h"
#include "common/rpc/server.h"
#include "common/time/clock.h"
#include "grpcpp/support/client_interceptor.h"
#include "services/ingestion/store/store.h"
#include "services/suite/stubs.h"

namespace sos::suite {

// The four services in this process, on one SQLite file and caches in memory. They are built by the
// factories of the servers, and speak to each other and to the caller through the same contracts as
// in a cluster, only without a network.
class EmbeddedSuite {
 public:
  struct Options {
    // The directory of the data; created where there is none.
    std::string data_dir;
    // Where to listen for other programs too; empty for nowhere.
    std::string listen;
    // What other programs must send to be given lists of students; empty: nobody is given any. This
    // process itself may list them.
    std::string student_list_token;
    // A directory of rulebooks that replace those of the same file name, or are added to them;
    // empty: none. The servers' SOS_RULEBOOKS.
    std::string rulebook_directory;
    // For scratch copies that nobody will miss.
    bool durable = true;
    // Only reads the data, and works beside whoever writes them: files that are sent in are
    // refused.
    bool read_only = false;
  };

  // Returns kUnavailable if the directory, the store or the address cannot be used, STORE_HELD if
  // another process writes the data.
  static absl::StatusOr<std::unique_ptr<EmbeddedSuite>> Create(const Options& options);
  ~EmbeddedSuite();

  Stubs MakeStubs();
  // A channel into the suite for another part of this process; `interceptors` see its calls.
  std::shared_ptr<grpc::Channel> Channel(
      std::vector<std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>>
          interceptors = {});
  // Blocks until SIGTERM or SIGINT, calls `before_drain`, then drains. rpc::BlockStopSignals() must
  // have been called.
  void ServeUntilSignalled(const std::function<void()>& before_drain = [] {});
  int port() const { return server_->port(); }
  ingestion::Store& store() { return *store_; }

 private:
  // One service, and the server that the services above it reach it by. The server ends first.
  struct Layer {
    std::unique_ptr<Composition> service;
    std::unique_ptr<rpc::Server> server;
  };

  EmbeddedSuite() = default;
  absl::Status Start(const Options& options);

  // Adds `service`, which the services above it reach as `name`.
  absl::Status Add(const std::string& name, std::unique_ptr<Composition> service);

  const SystemClock clock_{};
  std::unique_ptr<AuditLog> audit_log_;
  std::unique_ptr<auth::AccessControl> access_;
  // From ingestion upward; each calls those before it.
  std::vector<Layer> layers_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
  // Of the first layer.
  ingestion::Store* store_ = nullptr;
  std::unique_ptr<rpc::Server> server_;
};

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_EMBEDDED_SUITE_H_
