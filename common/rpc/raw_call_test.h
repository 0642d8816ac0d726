// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_RPC_RAW_CALL_TEST_H_
#define SOS_COMMON_RPC_RAW_CALL_TEST_H_

#include <grpc/grpc.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/impl/rpc_service_method.h"
#include "grpcpp/impl/service_type.h"
#include "grpcpp/support/method_handler.h"

namespace sos::rpc {

// Longer than any wait of these tests may take.
inline constexpr absl::Duration kLongEnough = absl::Seconds(60);

inline grpc::ByteBuffer BytesOf(const std::string& text) {
  const grpc::Slice slice(text);
  return grpc::ByteBuffer(&slice, 1);
}

inline std::string TextOf(const grpc::ByteBuffer& bytes) {
  std::vector<grpc::Slice> slices;
  std::string text;
  if (!bytes.Dump(&slices).ok()) return text;
  for (const grpc::Slice& slice : slices) text.append(slice.begin(), slice.end());
  return text;
}

struct RawAnswer {
  grpc::Status status;
  std::string bytes;
};

// Calls a method with these bytes, whatever they are, and waits for the answer.
inline RawAnswer CallRaw(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                         const std::string& request, bool wait_for_ready = false) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + kLongEnough));
  context.set_wait_for_ready(wait_for_ready);
  const grpc::ByteBuffer request_bytes = BytesOf(request);
  grpc::ByteBuffer response;
  RawAnswer answer;
  absl::Notification done;
  stub.UnaryCall(&context, method, grpc::StubOptions(), &request_bytes, &response,
                 [&](grpc::Status status) {
                   answer.status = std::move(status);
                   done.Notify();
                 });
  done.WaitForNotification();
  answer.bytes = TextOf(response);
  return answer;
}

// A service of one method, whose requests and responses are messages as good as any.
class OneMethod final : public grpc::Service {
 public:
  // `method` is such as `/sos.test.v1.TestService/Ask`. It ends with `status`.
  explicit OneMethod(const char* method, const grpc::Status& status = grpc::Status::OK)
      : status_(status) {
    using Message = google::rpc::Status;
    AddMethod(new grpc::internal::RpcServiceMethod(
        method, grpc::internal::RpcMethod::NORMAL_RPC,
        new grpc::internal::RpcMethodHandler<OneMethod, Message, Message,
                                             google::protobuf::MessageLite,
                                             google::protobuf::MessageLite>(
            [](OneMethod* self, grpc::ServerContext*, const Message* request, Message* response) {
              *response = *request;
              return self->status_;
            },
            this)));
  }

 private:
  const grpc::Status status_;
};

// A call that stays open, over which its caller may read or not.
class OpenCall final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  OpenCall(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
           const std::string& request)
      : stub_(channel), request_(BytesOf(request)) {
    // gRPC shuts down with its last object, and then waits ten seconds for a thread that polls.
    [[maybe_unused]] static const bool kKeptRunning = (grpc_init(), true);
    stub_.PrepareBidiStreamingCall(&context_, method, grpc::StubOptions(), this);
    AddHold();
    StartWrite(&request_);
    StartCall();
  }
  ~OpenCall() override { End(); }

  // Waits for the next message. False if the call ended instead.
  bool Read() {
    read_.emplace();
    StartRead(&response_);
    read_->WaitForNotification();
    return read_ok_;
  }

  // Hangs up, and waits for the end.
  grpc::Status End() {
    if (!ended_) {
      ended_ = true;
      context_.TryCancel();
      RemoveHold();
      done_.WaitForNotification();
    }
    return status_;
  }

 private:
  void OnReadDone(bool ok) override {
    read_ok_ = ok;
    read_->Notify();
  }
  void OnDone(const grpc::Status& status) override {
    status_ = status;
    done_.Notify();
  }

  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  const grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
  std::optional<absl::Notification> read_;
  bool read_ok_ = false;
  bool ended_ = false;
  grpc::Status status_;
  absl::Notification done_;
};

}  // namespace sos::rpc

#endif  // SOS_COMMON_RPC_RAW_CALL_TEST_H_
