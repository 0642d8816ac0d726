// SPDX-License-Identifier: Apache-2.0

// Calls that speak for the public, or for a user, over real connections: sos-web makes them.

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/auth/access_control.h"
#include "common/auth/on_behalf.h"
#include "common/rpc/call.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "sos/ingestion/v1/ingestion_service.pb.h"

namespace sos::rpc {
namespace {

using auth::Role;

constexpr absl::Duration kAskPatience = absl::Seconds(60);
// Everybody may call the one, only services the other.
constexpr char kPublicMethod[] = "GetRevision";
constexpr char kServiceMethod[] = "StreamPartitions";

// What a handler saw of its caller.
struct Seen {
  Role role = Role::kUnchecked;
  bool sees_history = false;
};

// A service with the name of ingestion's whose handlers write down who called.
class Witness final : public grpc::CallbackGenericService {
 public:
  explicit Witness(auth::AccessControl* access)
      : calls_({.service = "sos.ingestion.v1.IngestionService", .access = access}) {}

  std::optional<Seen> seen;

 private:
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    class Call final : public grpc::ServerGenericBidiReactor {
      void OnDone() override { delete this; }
    };
    auto* const call = new Call();
    seen.reset();
    const std::string method = context->method();
    const ingestion::v1::GetRevisionRequest request;
    call->Finish(calls_.RunRaw(*context, method.substr(method.rfind('/') + 1), &request,
                               [this](const CallContext& served) -> absl::Status {
                                 seen = Seen{.role = served.principal().role,
                                             .sees_history = served.sees_history()};
                                 return absl::OkStatus();
                               }));
    return call;
  }

  Calls calls_;
};

using Metadata = std::vector<std::pair<std::string, std::string>>;

class ViewTest : public ::testing::Test {
 protected:
  // A server that authenticates nobody; without access control if `checked` is false.
  void Serve(bool checked = true) {
    if (checked) access_ = *auth::AccessControl::Create({}, nullptr, clock_);
    witness_ = std::make_unique<Witness>(access_.get());
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterCallbackGenericService(witness_.get());
    server_ = builder.BuildAndStart();
    network_ =
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials());
    inside_ = server_->InProcessChannel({});
  }

  static grpc::StatusCode Ask(const std::shared_ptr<grpc::Channel>& channel,
                              const std::string& method, const Metadata& metadata) {
    const auto context = CallContext(kAskPatience, "").NewClientContext();
    for (const auto& [key, value] : metadata) context->AddMetadata(key, value);
    grpc::GenericStub stub(channel);
    const grpc::Slice nothing;
    const grpc::ByteBuffer request(&nothing, 1);
    grpc::ByteBuffer response;
    grpc::Status status;
    absl::Notification done;
    stub.UnaryCall(context.get(), absl::StrCat("/sos.ingestion.v1.IngestionService/", method),
                   grpc::StubOptions(), &request, &response, [&](grpc::Status answer) {
                     status = std::move(answer);
                     done.Notify();
                   });
    done.WaitForNotification();
    return status.error_code();
  }

  SystemClock clock_;
  std::unique_ptr<auth::AccessControl> access_;
  std::unique_ptr<Witness> witness_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> network_;
  std::shared_ptr<grpc::Channel> inside_;
};

TEST_F(ViewTest, ACallerThatAsksForThePublicViewIsPublicWhereNobodyIsAuthenticated) {
  Serve();
  for (const auto& channel : {network_, inside_}) {
    Ask(channel, kPublicMethod, {{auth::kViewKey, auth::kPublicView}});
    ASSERT_TRUE(witness_->seen);
    EXPECT_EQ(witness_->seen->role, Role::kPublic);
    EXPECT_FALSE(witness_->seen->sees_history);

    Ask(channel, kPublicMethod, {});
    ASSERT_TRUE(witness_->seen);
    EXPECT_EQ(witness_->seen->role, Role::kUnchecked);
    EXPECT_TRUE(witness_->seen->sees_history);
  }
}

TEST_F(ViewTest, ThePublicViewClosesWhatThePublicMayNotCall) {
  Serve();
  for (const auto& channel : {network_, inside_}) {
    EXPECT_EQ(Ask(channel, kServiceMethod, {{auth::kViewKey, auth::kPublicView}}),
              grpc::StatusCode::PERMISSION_DENIED);
    EXPECT_FALSE(witness_->seen);
    Ask(channel, kServiceMethod, {});
    EXPECT_TRUE(witness_->seen);
  }
}

TEST_F(ViewTest, ThePublicViewHoldsAlsoWithoutAccessControl) {
  Serve(false);
  Ask(network_, kPublicMethod, {{auth::kViewKey, auth::kPublicView}});
  ASSERT_TRUE(witness_->seen);
  EXPECT_EQ(witness_->seen->role, Role::kPublic);
  EXPECT_FALSE(witness_->seen->sees_history);
}

TEST_F(ViewTest, NoMetadataOfACallerRaisesItsRights) {
  Serve();
  const Metadata lowered = {{auth::kViewKey, auth::kPublicView}};
  for (const auto& [key, value] : Metadata{{auth::kViewKey, "state"},
                                           {auth::kEndUserKey, "this process"},
                                           {"x-sos-role", "state"},
                                           {"authorization", "Bearer state"}}) {
    Metadata both = lowered;
    both.emplace_back(key, value);
    EXPECT_EQ(Ask(network_, kServiceMethod, both), grpc::StatusCode::PERMISSION_DENIED) << key;
    EXPECT_FALSE(witness_->seen) << key;
  }
}

TEST_F(ViewTest, ATokenThatIsPassedOnToWhereNobodyVerifiesItRaisesNoRights) {
  Serve();
  for (const auto& channel : {network_, inside_}) {
    for (const char* const method : {kPublicMethod, kServiceMethod}) {
      EXPECT_EQ(
          Ask(channel, method, {{auth::kEndUserKey, "192.0.2.1"}, {"authorization", "Bearer x"}}),
          grpc::StatusCode::UNAUTHENTICATED);
      EXPECT_FALSE(witness_->seen);
    }
  }
}

}  // namespace
}  // namespace sos::rpc
