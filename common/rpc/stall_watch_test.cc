// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/stall_watch.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/rpc/raw_call_test.h"
#include "common/rpc/server.h"
#include "gtest/gtest.h"

namespace sos::rpc {
namespace {

constexpr char kSend[] = "/sos.test.v1.TestService/Send";

// Sends its caller messages until the call ends.
class Endless final : public grpc::Service {
 public:
  Endless() {
    using Message = google::rpc::Status;
    AddMethod(new grpc::internal::RpcServiceMethod(
        kSend, grpc::internal::RpcMethod::SERVER_STREAMING,
        new grpc::internal::ServerStreamingHandler<Endless, Message, Message>(
            [](Endless* self, grpc::ServerContext*, const Message*,
               grpc::ServerWriter<Message>* writer) {
              Message message;
              message.set_message(std::string(size_t{64} << 10, 'x'));
              while (writer->Write(message)) {
              }
              self->ended.Notify();
              return grpc::Status::OK;
            },
            this)));
  }

  absl::Notification ended;
};

std::unique_ptr<Server> Serve(Endless& service, absl::Duration stall_timeout) {
  auto server =
      Server::Create({.listen = "127.0.0.1:0", .stall_timeout = stall_timeout}, {&service});
  EXPECT_TRUE(server.ok());
  return *std::move(server);
}

std::shared_ptr<grpc::Channel> ChannelTo(const Server& server) {
  return grpc::CreateChannel(absl::StrCat("127.0.0.1:", server.port()),
                             grpc::InsecureChannelCredentials());
}

TEST(StallWatchTest, ACallerWhoTakesNothingIsCutOff) {
  Endless service;
  const auto server = Serve(service, absl::Milliseconds(200));
  OpenCall call(ChannelTo(*server), kSend, "");
  ASSERT_TRUE(call.Read()) << "the first message is taken, and then nothing";
  EXPECT_TRUE(service.ended.WaitForNotificationWithTimeout(kLongEnough))
      << "the thread of the handler would be held";
}

TEST(StallWatchTest, ACallerWhoReadsOnIsLeftAlone) {
  Endless service;
  const auto server = Serve(service, absl::Seconds(1));
  OpenCall call(ChannelTo(*server), kSend, "");
  const absl::Time end = absl::Now() + absl::Milliseconds(2500);
  while (absl::Now() < end) ASSERT_TRUE(call.Read());
  EXPECT_FALSE(service.ended.HasBeenNotified());
  call.End();
  EXPECT_TRUE(service.ended.WaitForNotificationWithTimeout(kLongEnough));
}

TEST(StallWatchTest, ACallerInTheSameProcessMayTakeItsTime) {
  Endless service;
  const auto server = Serve(service, absl::Milliseconds(100));
  OpenCall call(server->InProcessChannel(), kSend, "");
  ASSERT_TRUE(call.Read());
  EXPECT_FALSE(service.ended.WaitForNotificationWithTimeout(absl::Seconds(1)))
      << "its user may be reading";
  call.End();
  EXPECT_TRUE(service.ended.WaitForNotificationWithTimeout(kLongEnough));
}

}  // namespace
}  // namespace sos::rpc
