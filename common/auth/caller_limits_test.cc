// SPDX-License-Identifier: Apache-2.0
#include "common/auth/caller_limits.h"

#include "gtest/gtest.h"

namespace sos::auth {
namespace {

class CallerLimitsTest : public ::testing::Test {
 protected:
  // Whether a call that ends at once is let in.
  static absl::Duration Wait(CallerLimits& limits, const std::string& caller) {
    CallerLimits::Place place;
    return limits.Enter(caller, CallerLimits::Kind::kWork, place);
  }

  FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
};

TEST_F(CallerLimitsTest, LetABurstInAndThenTheRate) {
  CallerLimits limits({.rate = 10, .burst = 3}, clock_);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Wait(limits, "a"), absl::ZeroDuration());
  EXPECT_EQ(Wait(limits, "a"), absl::Milliseconds(100)) << "the fourth, a tenth of a second later";

  clock_.Advance(absl::Milliseconds(100));

  EXPECT_EQ(Wait(limits, "a"), absl::ZeroDuration());
  EXPECT_GT(Wait(limits, "a"), absl::ZeroDuration());
}

TEST_F(CallerLimitsTest, DoNotFollowTheTimeOfDay) {
  CallerLimits limits({.rate = 10, .burst = 3}, clock_);
  EXPECT_EQ(Wait(limits, "a"), absl::ZeroDuration());

  clock_.SetTimeOfDay(clock_.Now() - absl::Hours(1));
  EXPECT_EQ(Wait(limits, "a"), absl::ZeroDuration());
  EXPECT_EQ(Wait(limits, "a"), absl::ZeroDuration());
  EXPECT_EQ(Wait(limits, "a"), absl::Milliseconds(100)) << "and not an hour";
  clock_.SetTimeOfDay(clock_.Now() + absl::Hours(2));

  EXPECT_EQ(Wait(limits, "a"), absl::Milliseconds(100)) << "nor is the future a pause";
}

TEST_F(CallerLimitsTest, CountEachCallerByItself) {
  CallerLimits limits({.rate = 1, .burst = 1}, clock_);
  EXPECT_EQ(Wait(limits, "a"), absl::ZeroDuration());

  EXPECT_EQ(Wait(limits, "b"), absl::ZeroDuration());
}

TEST_F(CallerLimitsTest, GiveAPlaceBackWhenTheCallEnds) {
  CallerLimits limits({.concurrency = 1}, clock_);
  {
    CallerLimits::Place first;
    EXPECT_EQ(limits.Enter("a", CallerLimits::Kind::kWork, first), absl::ZeroDuration());
    EXPECT_GT(Wait(limits, "a"), absl::ZeroDuration());
    EXPECT_EQ(Wait(limits, "b"), absl::ZeroDuration());
  }
  EXPECT_EQ(Wait(limits, "a"), absl::ZeroDuration());
}

TEST_F(CallerLimitsTest, AreOffUnlessSet) {
  CallerLimits limits({}, clock_);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(Wait(limits, "a"), absl::ZeroDuration());
}

TEST_F(CallerLimitsTest, CountWhatIsHeldByItself) {
  CallerLimits limits({.concurrency = 1, .held = 2}, clock_);
  CallerLimits::Place first;
  CallerLimits::Place second;
  CallerLimits::Place third;
  EXPECT_EQ(limits.Enter("a", CallerLimits::Kind::kHeld, first), absl::ZeroDuration());
  EXPECT_EQ(limits.Enter("a", CallerLimits::Kind::kHeld, second), absl::ZeroDuration());
  EXPECT_GT(limits.Enter("a", CallerLimits::Kind::kHeld, third), absl::ZeroDuration());

  EXPECT_EQ(Wait(limits, "a"), absl::ZeroDuration()) << "work has places of its own";
}

}  // namespace
}  // namespace sos::auth
