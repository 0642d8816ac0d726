// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/students/share_codec.h"

#include <vector>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::indicator {
namespace {

using records::GroupSet;
using records::Reach;
using records::Share;
using records::Standing;
using test_util::IsError;

constexpr int kSchools = 12;

// Shares with every field at one of its ends.
std::vector<Share> TheShares() {
  return {{.student = 1'000'000'000, .school = 0, .grade = records::kNoGrade},
          {.student = 9'999'999'999,
           .school = kSchools - 1,
           .accountable_district = 9'999'999,
           .expected = 36'600,
           .attended = 36'500,
           .days = 100,
           .since = 2'147'483'647,
           .groups = GroupSet(StudentGroup::kHomeless) | GroupSet(StudentGroup::kAsian),
           .grade = 12,
           .in_cohort = Standing::kEnrolledLate,
           .reach = Reach::kAboveSchool,
           .to_be_tested = true,
           .tested = true,
           .points = -348}};
}

replica::v1::StreamSharesResponse Encoded(const std::vector<Share>& shares) {
  replica::v1::StreamSharesResponse message;
  message.set_school_count(kSchools);
  EncodeShares(shares, message);
  return message;
}

TEST(ShareCodecTest, SharesComeBack) {
  EXPECT_EQ(*DecodeShares(Encoded(TheShares()), kSchools), TheShares());
  EXPECT_EQ(*DecodeShares(Encoded({}), kSchools), std::vector<Share>());
}

TEST(ShareCodecTest, RefusesTheSchoolsOfAnotherDirectory) {
  EXPECT_THAT(DecodeShares(Encoded(TheShares()), kSchools + 1),
              IsError(absl::StatusCode::kDataLoss, ""));
}

TEST(ShareCodecTest, RefusesWhatNoReplicaSends) {
  std::vector<Share> shares = TheShares();
  shares[1].school = kSchools;
  EXPECT_THAT(DecodeShares(Encoded(shares), kSchools), IsError(absl::StatusCode::kDataLoss, ""));

  replica::v1::StreamSharesResponse cut = Encoded(TheShares());
  cut.mutable_columns(0)->mutable_packed()->pop_back();
  EXPECT_THAT(DecodeShares(cut, kSchools), IsError(absl::StatusCode::kDataLoss, ""));

  replica::v1::StreamSharesResponse fewer = Encoded(TheShares());
  fewer.mutable_columns()->RemoveLast();
  EXPECT_THAT(DecodeShares(fewer, kSchools), IsError(absl::StatusCode::kDataLoss, ""));
}

}  // namespace
}  // namespace sos::indicator
