// SPDX-License-Identifier: Apache-2.0

// The baseline of cached reports: a callback method that answers every call with the same bytes,
// which it neither parses nor looks up. usage: echo_server BYTES; prints its port. Over TLS where
// SOS_TLS_CERTIFICATE and its like say so.

#include <cstdlib>
#include <iostream>
#include <string>

#include "common/config/environment.h"
#include "common/rpc/tls.h"
#include "grpcpp/grpcpp.h"
#include "sos/reporting/v1/reporting_service.grpc.pb.h"

namespace {

class EchoService final
    : public sos::reporting::v1::ReportingService::WithRawCallbackMethod_GetReport<
          sos::reporting::v1::ReportingService::Service> {
 public:
  explicit EchoService(size_t bytes) : answer_(std::string(bytes, 'x')) {}

  grpc::ServerUnaryReactor* GetReport(grpc::CallbackServerContext* context, const grpc::ByteBuffer*,
                                      grpc::ByteBuffer* response) override {
    *response = grpc::ByteBuffer(&answer_, 1);
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const grpc::Slice answer_;
};

}  // namespace

int main(int argc, char** argv) {
  EchoService service(argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 0);
  grpc::ServerBuilder builder;
  int port = 0;
  sos::Environment env;
  builder.AddListeningPort(
      "127.0.0.1:0", sos::rpc::ServerCredentialsOf(sos::rpc::TlsOptions::FromEnvironment(env)),
      &port);
  builder.RegisterService(&service);
  const auto server = builder.BuildAndStart();
  std::cout << port << std::endl;
  server->Wait();
  return 0;
}
