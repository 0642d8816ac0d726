// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "absl/strings/str_cat.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/rpc/in_process_test.h"

namespace sos::eligibility {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class NearestRpcTest : public EligibilityRpcTest {
 protected:
  NearestRpcTest() { *request_.mutable_filter() = FilterOfYear(kYear); }

  auto StreamOf() { return Stream<v1::StreamNearestResponse>(&Stub::StreamNearest, request_); }

  // A result of homeless students of the struggling district that is Red. It would be Orange if
  // three students fewer were counted.
  void AddCrossing(education::v1::Indicator indicator) {
    auto& result = details_.crossings[*CdsCode::Parse(kStruggling)].emplace_back();
    result.set_indicator(indicator);
    result.set_student_group(education::v1::STUDENT_GROUP_HOMELESS);
    result.set_color(education::v1::COLOR_RED);
    result.set_status_level(1);
    result.set_denominator(40);
    result.set_size(40);
    result.set_color_size(30);
    auto& crossing = *result.add_crossings();
    crossing.set_color(education::v1::COLOR_ORANGE);
    crossing.set_status_level(2);
    crossing.set_student_count(-3);
  }

  v1::StreamNearestRequest request_;
};

TEST_F(NearestRpcTest, FindsTheChangeThatEndsEligibility) {
  AddCrossing(education::v1::INDICATOR_SUSPENSION);
  const auto streamed = StreamOf();
  ASSERT_THAT(streamed.status, IsOk());
  ASSERT_EQ(streamed.messages.front().nearest_size(), 2);
  const v1::Nearest& quiet = streamed.messages.front().nearest(0);
  EXPECT_EQ(quiet.direction(), v1::Nearest::DIRECTION_ENTER);
  EXPECT_EQ(quiet.obstacle(), "RESULTS_MISSING");
  EXPECT_EQ(quiet.changes_size(), 0);
  const v1::Nearest& struggling = streamed.messages.front().nearest(1);
  EXPECT_EQ(struggling.direction(), v1::Nearest::DIRECTION_LEAVE);
  EXPECT_EQ(struggling.obstacle(), "");
  ASSERT_EQ(struggling.changes_size(), 1);
  EXPECT_EQ(struggling.changes(0).result(),
            absl::StrCat("entities/", kStruggling, "/results/2024-susp-hom"));
  EXPECT_EQ(struggling.changes(0).from_color(), education::v1::COLOR_RED);
  EXPECT_EQ(struggling.changes(0).to_color(), education::v1::COLOR_ORANGE);
  EXPECT_EQ(struggling.changes(0).student_count(), -3);
  EXPECT_EQ(struggling.cost(), 3);
}

TEST_F(NearestRpcTest, TwoChangesOfTheSamePriceAreATie) {
  AddCrossing(education::v1::INDICATOR_SUSPENSION);
  AddCrossing(education::v1::INDICATOR_CHRONIC_ABSENTEEISM);
  const auto streamed = StreamOf();
  ASSERT_THAT(streamed.status, IsOk());
  EXPECT_TRUE(streamed.messages.front().nearest(1).tied());
  EXPECT_EQ(streamed.messages.front().nearest(1).cost(), 3);
}

TEST_F(NearestRpcTest, LeavesOutWhatCostsMoreThanTheCallerWantsToSee) {
  AddCrossing(education::v1::INDICATOR_SUSPENSION);
  request_.set_maximum_cost(3);
  const auto within = StreamOf();
  ASSERT_THAT(within.messages, SizeIs(1));
  EXPECT_EQ(within.messages.front().nearest_size(), 1) << "nor what has no price at all";
  request_.set_maximum_cost(2);
  const auto beyond = StreamOf();
  EXPECT_THAT(beyond.status, IsOk());
  EXPECT_THAT(beyond.messages, IsEmpty());
}

TEST_F(NearestRpcTest, ListsBordersOfSizeWithinTheMargin) {
  AddCrossing(education::v1::INDICATOR_SUSPENSION);
  request_.set_size_margin(10);
  EXPECT_EQ(StreamOf().messages.front().nearest(1).size_crossings_size(), 0)
      << "40 students, and 30 suffice: the eleventh would have to leave";
  request_.set_size_margin(11);
  const auto streamed = StreamOf();
  ASSERT_EQ(streamed.messages.front().nearest(1).size_crossings_size(), 1);
  EXPECT_EQ(streamed.messages.front().nearest(1).size_crossings(0).student_count(), 40);
}

TEST_F(NearestRpcTest, LooksAtTheNextYearByItsOwnRules) {
  AddCrossing(education::v1::INDICATOR_SUSPENSION);
  request_.set_for_next_year(true);
  const auto streamed = StreamOf();
  ASSERT_THAT(streamed.status, IsOk());
  ASSERT_EQ(streamed.messages.front().nearest_size(), 1) << "only who has results of next year";
  EXPECT_EQ(streamed.messages.front().nearest(0).dashboard_year(), kYear + 1);
  EXPECT_EQ(streamed.messages.front().nearest(0).direction(), v1::Nearest::DIRECTION_ENTER)
      << "one priority is left of two";

  request_.mutable_filter()->set_dashboard_year(2025);
  EXPECT_THAT(StreamOf().status, IsError(kNotFound, "RULEBOOK_NOT_FOUND"))
      << "there are no rules of 2026 yet";
}

TEST_F(NearestRpcTest, RefusesWhatNoResultCouldChangeAndNegativeLimits) {
  for (const v1::Program program : {v1::PROGRAM_EQUITY_MULTIPLIER, v1::PROGRAM_LCAP}) {
    *request_.mutable_filter() = FilterOfYear(program == v1::PROGRAM_LCAP ? kYear : 2023, program);
    EXPECT_THAT(StreamOf().status, IsError(kInvalid, "FIELD_INVALID")) << v1::Program_Name(program);
  }
  *request_.mutable_filter() = FilterOfYear(kYear);
  request_.set_maximum_cost(-1);
  EXPECT_THAT(StreamOf().status, IsError(kInvalid, "FIELD_INVALID"));
  request_.clear_maximum_cost();
  request_.set_points_per_student(-1);
  EXPECT_THAT(StreamOf().status, IsError(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(evidence_.loaded, IsEmpty()) << "refused before anything is read";
}

TEST_F(NearestRpcTest, WithoutTheDistancesThereIsNoAnswer) {
  details_.failure = errors::FromUpstream(absl::UnavailableError("down"), "indicator", {});
  const auto streamed = StreamOf();
  EXPECT_THAT(streamed.messages, IsEmpty());
  EXPECT_THAT(streamed.status, IsError(kUnavailable, "UPSTREAM_UNAVAILABLE"));
}

}  // namespace
}  // namespace sos::eligibility
