// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/reflection_limit.h"

#include <memory>
#include <string>
#include <vector>

#include "common/rpc/raw_call_test.h"
#include "common/rpc/server.h"
#include "gtest/gtest.h"

namespace sos::rpc {
namespace {

constexpr char kReflection[] = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
// Field 7 of ServerReflectionRequest: list all services.
constexpr char kListServices[] = "\x3a\x01*";

TEST(ReflectionLimitTest, CancelsStreamsBeyondTheFirstFewUntilOneEnds) {
  const auto server = Server::Create({.listen = "", .reflection = true}, {});
  ASSERT_TRUE(server.ok());
  const auto channel = (*server)->InProcessChannel();
  const auto open = [&] { return std::make_unique<OpenCall>(channel, kReflection, kListServices); };
  std::vector<std::unique_ptr<OpenCall>> streams;
  for (int i = 0; i < ReflectionLimit::kMaxStreams; ++i) {
    ASSERT_TRUE(streams.emplace_back(open())->Read()) << "stream " << i;
  }
  EXPECT_FALSE(open()->Read()) << "one more";

  streams.pop_back();
  // The server hears of the end a moment later.
  const absl::Time give_up = absl::Now() + kLongEnough;
  bool answered = false;
  while (!answered && absl::Now() < give_up) answered = open()->Read();
  EXPECT_TRUE(answered) << "there is room again";
}

TEST(ReflectionLimitTest, OtherCallsAreNotCounted) {
  constexpr char kAsk[] = "/sos.test.v1.TestService/Ask";
  OneMethod service(kAsk);
  const auto server = Server::Create({.listen = "", .reflection = true}, {&service});
  ASSERT_TRUE(server.ok());
  const auto channel = (*server)->InProcessChannel();
  std::vector<std::unique_ptr<OpenCall>> streams;
  for (int i = 0; i < ReflectionLimit::kMaxStreams; ++i) {
    streams.push_back(std::make_unique<OpenCall>(channel, kReflection, kListServices));
    ASSERT_TRUE(streams.back()->Read());
  }
  EXPECT_TRUE(CallRaw(channel, kAsk, "").status.ok());
}

}  // namespace
}  // namespace sos::rpc
