#include "common/rpc/idle_watch.h"

#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"

namespace sos::rpc {
namespace {

// Reads as long as it is told to.
struct FakeReader {
  absl::Notification* wait;
  bool Read(int* message) {
    wait->WaitForNotificationWithTimeout(absl::Milliseconds(300));
    *message = 1;
    return true;
  }
};

// A context that no call has: TryCancel() of it does nothing.
class IdleWatchTest : public ::testing::Test {
 protected:
  grpc::ServerContext context_;
  absl::Notification wait_;
  FakeReader reader_{&wait_};
  int message_ = 0;
};

TEST_F(IdleWatchTest, LeavesAStreamAloneWhoseMessagesCome) {
  wait_.Notify();
  IdleWatch watch(absl::Seconds(60));
  IdleWatch::Stream stream(watch, context_);

  EXPECT_TRUE(stream.Read(reader_, &message_));
  EXPECT_FALSE(stream.ended());
}

TEST_F(IdleWatchTest, DoesNotCountTheTimeBetweenMessages) {
  IdleWatch watch(absl::Milliseconds(20));
  IdleWatch::Stream stream(watch, context_);
  absl::Notification never;
  // The service is at work for longer than a message may take.
  never.WaitForNotificationWithTimeout(absl::Milliseconds(100));

  EXPECT_FALSE(stream.ended());
}

}  // namespace
}  // namespace sos::rpc
