// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/call.h"

#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"

namespace sos::rpc {
namespace {

// Longer than any of these tests may take; a call that ends at its deadline has failed them.
constexpr absl::Duration kPatience = absl::Seconds(60);

// Something that happens to a call of the service behind.
struct Event {
  absl::Notification began;
  absl::Notification cancelled;
};

// A service that works for its caller until the caller hangs up.
class Behind final : public grpc::CallbackGenericService {
 public:
  explicit Behind(Event& event) : event_(event) {}

  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext*) override {
    class Call final : public grpc::ServerGenericBidiReactor {
     public:
      explicit Call(Event& event) : event_(event) { event_.began.Notify(); }

     private:
      void OnCancel() override {
        event_.cancelled.Notify();
        Finish(grpc::Status::CANCELLED);
      }
      void OnDone() override { delete this; }

      Event& event_;
    };
    return new Call(event_);
  }

 private:
  Event& event_;
};

// Calls `channel` with `context` and waits for the end of the call.
grpc::Status Ask(const std::shared_ptr<grpc::Channel>& channel, grpc::ClientContext& context) {
  grpc::GenericStub stub(channel);
  const grpc::Slice text("anything");
  const grpc::ByteBuffer request(&text, 1);
  grpc::ByteBuffer response;
  grpc::Status status;
  absl::Notification done;
  stub.UnaryCall(&context, "/test.Service/Work", grpc::StubOptions(), &request, &response,
                 [&](grpc::Status answer) {
                   status = std::move(answer);
                   done.Notify();
                 });
  done.WaitForNotification();
  return status;
}

// A service whose handler asks the one behind.
class Front final : public grpc::CallbackGenericService {
 public:
  explicit Front(std::shared_ptr<grpc::Channel> behind) : behind_(std::move(behind)) {}
  ~Front() override { worker_.join(); }

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* server_context) override {
    class Call final : public grpc::ServerGenericBidiReactor {
      void OnDone() override { delete this; }
    };
    auto* const call = new Call();
    worker_ = std::thread([this, call, server_context] {
      const auto handler = [this](const CallContext& context) -> absl::Status {
        const auto client_context = context.NewClientContext();
        return absl::Status(
            static_cast<absl::StatusCode>(Ask(behind_, *client_context).error_code()), "");
      };
      call->Finish(calls_.RunRaw(*server_context, "Work", nullptr, handler));
    });
    return call;
  }

 private:
  Calls calls_{{.service = "test.Service"}};
  const std::shared_ptr<grpc::Channel> behind_;
  std::thread worker_;
};

std::unique_ptr<grpc::Server> Serve(grpc::CallbackGenericService& service) {
  grpc::ServerBuilder builder;
  builder.RegisterCallbackGenericService(&service);
  return builder.BuildAndStart();
}

TEST(CallTest, ACallerWhoHangsUpEndsTheCallsMadeForHimToo) {
  Event event;
  Behind behind(event);
  const std::unique_ptr<grpc::Server> server_behind = Serve(behind);
  Front front(server_behind->InProcessChannel({}));
  const std::unique_ptr<grpc::Server> server = Serve(front);
  const auto context = CallContext(kPatience, "").NewClientContext();
  std::thread caller([&] { Ask(server->InProcessChannel({}), *context); });
  ASSERT_TRUE(event.began.WaitForNotificationWithTimeout(kPatience));
  context->TryCancel();
  EXPECT_TRUE(event.cancelled.WaitForNotificationWithTimeout(kPatience / 2))
      << "the work would go on until the deadline";
  caller.join();
}

TEST(CallTest, ACallOfAToolHasNobodyWhoCouldHangUp) {
  const CallContext context(kPatience, "");
  EXPECT_TRUE(context.StillWanted().ok());
  EXPECT_GT(context.TimeLeft(), kPatience / 2);
  EXPECT_EQ(CallContext(absl::ZeroDuration(), "").StillWanted().code(),
            absl::StatusCode::kDeadlineExceeded);
}

}  // namespace
}  // namespace sos::rpc
