// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_JSON_GENERIC_CALL_H_
#define SOS_SERVICES_WEB_JSON_GENERIC_CALL_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"

// RPCs of any method, whose messages are bytes. Errors are those of the service, with its details.
namespace sos::web {

// Makes a unary call of `method`, such as `/sos.indicator.v1.IndicatorService/GetResult`. Blocks
// until the answer is there or the deadline of `context` has passed.
absl::StatusOr<std::string> CallUnary(const std::shared_ptr<grpc::ChannelInterface>& channel,
                                      const std::string& method, grpc::ClientContext& context,
                                      const std::string& request);

// A call with one request and a stream of answers. One thread at a time.
class AnswerStream {
 public:
  AnswerStream(const std::shared_ptr<grpc::ChannelInterface>& channel, const std::string& method,
               std::unique_ptr<grpc::ClientContext> context, const std::string& request);
  // Cancels the call if it has not ended.
  ~AnswerStream();
  AnswerStream(const AnswerStream&) = delete;
  AnswerStream& operator=(const AnswerStream&) = delete;

  // The next answer; nullopt after the last. Blocks until it is there.
  absl::StatusOr<std::optional<std::string>> Next();

 private:
  // Waits for the operation that was started; false if it failed.
  bool Await();
  void Finish();

  grpc::CompletionQueue queue_;
  const std::unique_ptr<grpc::ClientContext> context_;
  grpc::GenericStub stub_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
  // Set once the call has ended.
  std::optional<absl::Status> status_;
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_JSON_GENERIC_CALL_H_
