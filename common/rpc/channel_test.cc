// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/channel.h"

#include <atomic>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/raw_call_test.h"
#include "common/rpc/server.h"
#include "grpcpp/generic/async_generic_service.h"
#include "gtest/gtest.h"

namespace sos::rpc {
namespace {

constexpr char kOfTheSuite[] = "/sos.indicator.v1.IndicatorService/GetResult";

// A server that is unavailable for its first calls, and says what it was sent.
class Unreliable final : public grpc::CallbackGenericService {
 public:
  explicit Unreliable(int failures) : failures_(failures) {
    grpc::ServerBuilder builder;
    builder.RegisterCallbackGenericService(this);
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    server_ = builder.BuildAndStart();
  }

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    class Call final : public grpc::ServerGenericBidiReactor {
      void OnDone() override { delete this; }
    };
    auto* const call = new Call();
    if (absl::StartsWith(context->method(), "/grpc.health.")) {
      call->Finish({grpc::StatusCode::UNIMPLEMENTED, "no health checks here"});
      return call;
    }
    had_token = had_token || context->client_metadata().count("authorization") != 0;
    const bool fails = ++calls <= failures_;
    call->Finish(fails ? grpc::Status(grpc::StatusCode::UNAVAILABLE, "") : grpc::Status::OK);
    return call;
  }

  std::string target() const { return absl::StrCat("127.0.0.1:", port_); }

  std::atomic<int> calls = 0;
  std::atomic<bool> had_token = false;

 private:
  const int failures_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

TEST(ChannelTest, RetriesCallsOfTheSuiteThatEndedUnavailable) {
  Unreliable server(/*failures=*/3);
  EXPECT_TRUE(CallRaw(MakeChannel(server.target()), kOfTheSuite, "").status.ok());
  EXPECT_EQ(server.calls, 4);
}

TEST(ChannelTest, GivesUpAfterFourAttempts) {
  Unreliable server(/*failures=*/100);
  EXPECT_EQ(CallRaw(MakeChannel(server.target()), kOfTheSuite, "").status.error_code(),
            grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(server.calls, 4);
}

TEST(ChannelTest, CallsOfOthersAreNotRepeated) {
  Unreliable server(/*failures=*/1);
  EXPECT_EQ(CallRaw(MakeChannel(server.target()), "/test.Service/Work", "").status.error_code(),
            grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(server.calls, 1);
}

TEST(ChannelTest, SendsNoTokenInTheClear) {
  Unreliable server(/*failures=*/0);
  ASSERT_TRUE(CallRaw(MakeChannel(server.target(), {}, "secret"), kOfTheSuite, "").status.ok());
  EXPECT_FALSE(server.had_token);
}

TEST(ChannelTest, WaitsForAServerUntilItIsReady) {
  constexpr char kAsk[] = "/sos.test.v1.TestService/Ask";
  OneMethod service(kAsk);
  const auto server = Server::Create({.listen = "127.0.0.1:0"}, {&service});
  ASSERT_TRUE(server.ok());
  const auto channel = MakeChannel(absl::StrCat("127.0.0.1:", (*server)->port()));
  EXPECT_EQ(CallRaw(channel, kAsk, "").status.error_code(), grpc::StatusCode::UNAVAILABLE)
      << "it listens, and is not ready";
  (*server)->SetReady(true);
  EXPECT_TRUE(CallRaw(channel, kAsk, "", /*wait_for_ready=*/true).status.ok());
}

}  // namespace
}  // namespace sos::rpc
