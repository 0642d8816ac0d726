// SPDX-License-Identifier: Apache-2.0
#include "services/web/rpc/clients.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/auth/on_behalf.h"
#include "common/log/trace.h"
#include "common/rpc/deadline.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/web/rpc/connect.h"

namespace sos::web {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;

// A service that writes down what it was told of its caller.
class Listening final : public ingestion::v1::IngestionService::Service {
 public:
  std::multimap<std::string, std::string> metadata;
  absl::Duration time_left;

 private:
  grpc::Status GetRevision(grpc::ServerContext* context, const ingestion::v1::GetRevisionRequest*,
                           ingestion::v1::Revision*) override {
    metadata.clear();
    for (const auto& [key, value] : context->client_metadata()) {
      metadata.emplace(std::string(key.data(), key.size()),
                       std::string(value.data(), value.size()));
    }
    time_left = rpc::Until(context->raw_deadline());
    return grpc::Status::OK;
  }
};

class ClientsTest : public ::testing::Test {
 protected:
  ClientsTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
  }

  // What the service hears of a call for `caller`.
  std::multimap<std::string, std::string> Call(const Caller& caller, bool as_the_one_user = false) {
    const Clients clients = ConnectClients({}, [&](const std::string&) {
      return as_the_one_user
                 ? server_->experimental().InProcessChannelWithInterceptors({}, WithoutPublicView())
                 : server_->InProcessChannel({});
    });
    const auto context = NewContext(caller);
    ingestion::v1::Revision revision;
    EXPECT_TRUE(clients.ingestion->GetRevision(context.get(), {}, &revision).ok());
    return service_.metadata;
  }

  Listening service_;
  std::unique_ptr<grpc::Server> server_;
};

TEST_F(ClientsTest, WithoutATokenTheCallIsThePublicsAndCountsForTheAddress) {
  const auto metadata = Call({.address = "192.0.2.1"});
  EXPECT_THAT(metadata, Contains(Pair("x-sos-view", "public")));
  EXPECT_THAT(metadata, Contains(Pair("x-sos-end-user", "192.0.2.1")));
  EXPECT_THAT(metadata, Not(Contains(Key("authorization"))));
}

TEST_F(ClientsTest, WithATokenTheCallIsThatOfWhoSignedIn) {
  const auto metadata = Call({.token = "abc", .address = "192.0.2.1"});
  EXPECT_THAT(metadata, Contains(Pair("authorization", "Bearer abc")));
  EXPECT_THAT(metadata, Contains(Pair("x-sos-end-user", "192.0.2.1")));
  EXPECT_THAT(metadata, Not(Contains(Key("x-sos-view"))));
}

TEST_F(ClientsTest, ATokenOfOtherBytesIsSentAsOneThatNobodyAccepts) {
  for (const char* const token : {"caf\xC3\xA9", "\x80\xFF", "a\tb", "a b", "a\r\nx: y", "\x7F"}) {
    const auto metadata = Call({.token = token, .address = "192.0.2.1"});
    EXPECT_THAT(metadata, Contains(Pair("authorization", HasSubstr("?")))) << token;
    EXPECT_THAT(metadata, Not(Contains(Key("x-sos-view")))) << token;
  }
}

TEST_F(ClientsTest, ATokenIsPassedOnAsSomebodysAlsoWithoutAnAddress) {
  EXPECT_THAT(Call({.token = "a.b.c"}), Contains(Key("x-sos-end-user")));
  EXPECT_THAT(Call({}), Not(Contains(Key("x-sos-end-user")))) << "the site itself";
}

TEST_F(ClientsTest, EveryCallHasADeadline) {
  Call({.address = "192.0.2.1"});
  // The wire has it rounded up.
  EXPECT_LE(service_.time_left, kRpcDeadline + absl::Seconds(1));
  EXPECT_GT(service_.time_left, absl::ZeroDuration());
}

TEST_F(ClientsTest, TheOneUserOfAProgramAsksForNoView) {
  const auto metadata = Call({.address = "127.0.0.1"}, true);
  EXPECT_THAT(metadata, Not(Contains(Key("x-sos-view"))));
  EXPECT_THAT(metadata, Contains(Pair("x-sos-end-user", "127.0.0.1")));
}

TEST_F(ClientsTest, TheCallBelongsToTheTraceOfTheRequest) {
  const log::Trace trace = log::ContinueTrace("");
  const std::string request = "request-1";
  const log::ScopedTrace scope(trace, request);
  const auto metadata = Call({.address = "192.0.2.1"});
  EXPECT_THAT(metadata, Contains(Pair("traceparent", trace.Header())));
  EXPECT_THAT(metadata, Contains(Pair("x-request-id", "request-1")));
}

TEST(ConnectTest, ConnectsOnceToEachTarget) {
  std::vector<std::string> connected;
  ConnectClients({.ingestion = "a", .indicator = "b", .eligibility = "a", .reporting = "c"},
                 [&](const std::string& target) {
                   connected.push_back(target);
                   return grpc::CreateChannel("localhost:1", grpc::InsecureChannelCredentials());
                 });
  EXPECT_THAT(connected, ElementsAre("a", "b", "c"));
}

}  // namespace
}  // namespace sos::web
