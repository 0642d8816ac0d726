// SPDX-License-Identifier: Apache-2.0

// Calls GetReport with a fixed number of calls in flight on two channels and prints calls per
// second. usage: load_client PORT NAME IN_FLIGHT SECONDS
//
// With SOS_TLS_CA it connects over TLS, shows the certificate in SOS_TLS_CERTIFICATE and sends the
// token in SOS_TOKEN.

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/blocking_counter.h"
#include "common/config/environment.h"
#include "common/rpc/tls.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "sos/reporting/v1/reporting_service.pb.h"

namespace {

constexpr int kChannels = 2;
constexpr char kMethod[] = "/sos.reporting.v1.ReportingService/GetReport";

// One call after the other, for as long as `running` says so.
struct Caller {
  grpc::GenericStub* stub;
  const grpc::ByteBuffer* request;
  std::atomic<bool>* running;
  std::atomic<int64_t>* done;
  std::atomic<int64_t>* failed;
  absl::BlockingCounter* finished;
  std::unique_ptr<grpc::ClientContext> context;
  grpc::ByteBuffer response;

  void Call() {
    context = std::make_unique<grpc::ClientContext>();
    stub->UnaryCall(context.get(), kMethod, {}, request, &response,
                    [this](const grpc::Status& status) {
                      (status.ok() ? *done : *failed).fetch_add(1);
                      if (running->load()) {
                        Call();
                      } else {
                        finished->DecrementCount();
                      }
                    });
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const std::string target = std::string("127.0.0.1:") + argv[1];
  const int in_flight = std::atoi(argv[3]);
  sos::reporting::v1::GetReportRequest message;
  message.set_name(argv[2]);
  const std::string bytes = message.SerializeAsString();
  grpc::Slice slice(bytes);
  const grpc::ByteBuffer request(&slice, 1);
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs;
  sos::Environment env;
  const sos::rpc::TlsOptions tls = sos::rpc::TlsOptions::FromEnvironment(env);
  const std::string token = env.Secret("SOS_TOKEN");
  for (int i = 0; i < kChannels; ++i) {
    grpc::ChannelArguments arguments;
    arguments.SetInt("benchmark.channel", i);  // Keeps the channels from sharing a connection.
    auto credentials = sos::rpc::ChannelCredentialsOf(tls);
    if (!token.empty()) {
      credentials =
          grpc::CompositeChannelCredentials(credentials, grpc::AccessTokenCredentials(token));
    }
    stubs.push_back(std::make_unique<grpc::GenericStub>(
        grpc::CreateCustomChannel(target, credentials, arguments)));
  }
  std::atomic<bool> running{true};
  std::atomic<int64_t> done{0};
  std::atomic<int64_t> failed{0};
  absl::BlockingCounter finished(in_flight);
  std::vector<Caller> callers(in_flight);
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < in_flight; ++i) {
    callers[i].stub = stubs[i % kChannels].get();
    callers[i].request = &request;
    callers[i].running = &running;
    callers[i].done = &done;
    callers[i].failed = &failed;
    callers[i].finished = &finished;
    callers[i].Call();
  }
  const auto end = start + std::chrono::duration<double>(std::atof(argv[4]));
  while (std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  running = false;
  finished.Wait();
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::cout << static_cast<double>(done.load()) / seconds << " " << failed.load() << std::endl;
  return failed.load() == 0 ? 0 : 1;
}
