// SPDX-License-Identifier: Apache-2.0

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/rpc/in_process_test.h"

namespace sos::eligibility {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class PoliciesRpcTest : public EligibilityRpcTest {
 protected:
  PoliciesRpcTest() {
    request_.set_program(v1::PROGRAM_LCFF);
    request_.add_dashboard_years(kYear);
  }

  v1::Rulebook InForce() const { return rulebooks_.Find("rulebooks/lcff-2024")->proto; }
  auto StreamOf() { return Stream<v1::SimulatePolicyResponse>(&Stub::SimulatePolicy, request_); }

  v1::SimulatePolicyRequest request_;
};

TEST_F(PoliciesRpcTest, ComparesOtherRulesWithThoseInForce) {
  v1::Rulebook stricter = InForce();
  stricter.set_minimum_priority_count(3);
  *request_.add_rulebooks() = stricter;
  const auto streamed = StreamOf();
  ASSERT_THAT(streamed.status, IsOk());
  ASSERT_THAT(streamed.messages, SizeIs(2)) << "those who differ, then the summary";
  ASSERT_EQ(streamed.messages[0].transitions_size(), 1);
  const v1::Transition& leaves = streamed.messages[0].transitions(0);
  EXPECT_EQ(leaves.kind(), v1::Transition::KIND_LEAVES);
  ASSERT_EQ(leaves.groups_before_size(), 1);
  EXPECT_EQ(leaves.groups_before(0), education::v1::STUDENT_GROUP_HOMELESS);
  EXPECT_EQ(leaves.groups_after_size(), 0);
  const v1::SimulationSummary& summary = streamed.messages[1].summary();
  EXPECT_EQ(summary.total().leaving(), 1);
  EXPECT_EQ(summary.total().out(), 1);
  EXPECT_EQ(summary.revision(), 1);
}

TEST_F(PoliciesRpcTest, TheRulesInForceChangeNobody) {
  *request_.add_rulebooks() = InForce();
  const auto streamed = StreamOf();
  ASSERT_THAT(streamed.status, IsOk());
  ASSERT_THAT(streamed.messages, SizeIs(1));
  EXPECT_EQ(streamed.messages[0].summary().total().staying(), 1);
  EXPECT_EQ(streamed.messages[0].summary().total().out(), 1);
}

TEST_F(PoliciesRpcTest, UnderOtherDashboardRulesTheEvidenceIsAnother) {
  evidence_.changed = evidence_.evidence;
  MakeEligible(kQuiet, StudentGroup::kWhite, *evidence_.changed);
  request_.add_dashboard_rulebooks()->set_dashboard_year(kYear);
  const auto streamed = StreamOf();
  ASSERT_THAT(streamed.status, IsOk());
  const v1::SimulationSummary& summary = streamed.messages.back().summary();
  EXPECT_EQ(summary.total().entering(), 1);
  EXPECT_EQ(summary.total().staying(), 1);
  ASSERT_THAT(evidence_.loaded, SizeIs(3)) << "in force, under other rules, and its changed years";
  EXPECT_THAT(evidence_.loaded.back().years, ::testing::ElementsAre(kYear));
}

TEST_F(PoliciesRpcTest, DashboardRulesOfAYearThatPlaysNoPartChangeNothing) {
  evidence_.changed.emplace();
  request_.add_dashboard_rulebooks()->set_dashboard_year(1999);
  const auto streamed = StreamOf();
  ASSERT_THAT(streamed.status, IsOk());
  EXPECT_EQ(streamed.messages.back().summary().total().staying(), 1);
  EXPECT_THAT(evidence_.loaded, SizeIs(2));
}

TEST_F(PoliciesRpcTest, EveryYearHasItsSummaryInTheOrderAskedFor) {
  request_.add_dashboard_years(kYear - 1);
  *request_.add_rulebooks() = InForce();
  const auto streamed = StreamOf();
  ASSERT_THAT(streamed.status, IsOk());
  ASSERT_THAT(streamed.messages, SizeIs(2));
  EXPECT_EQ(streamed.messages[0].summary().dashboard_year(), kYear);
  EXPECT_EQ(streamed.messages[1].summary().dashboard_year(), kYear - 1);
  EXPECT_EQ(streamed.messages[1].summary().total().undecided(), 2) << "nothing is known of 2023";
  EXPECT_EQ(evidence_.prepared, 1) << "one read for all years";
}

TEST_F(PoliciesRpcTest, RefusesRulesThatContradictThemselvesAndYearsWithoutAny) {
  EXPECT_THAT(StreamOf().status, IsError(kInvalid, "FIELD_REQUIRED")) << "no other rules";
  v1::Rulebook broken = InForce();
  broken.clear_methods();
  *request_.add_rulebooks() = broken;
  EXPECT_THAT(StreamOf().status, IsError(kInvalid, "RULEBOOK_INVALID"));
  *request_.mutable_rulebooks(0) = InForce();
  request_.set_dashboard_years(0, 2020);
  EXPECT_THAT(StreamOf().status, IsError(kNotFound, "RULEBOOK_NOT_FOUND"));
  request_.clear_dashboard_years();
  EXPECT_THAT(StreamOf().status, IsError(kInvalid, "FIELD_REQUIRED")) << "no year";
  EXPECT_THAT(evidence_.loaded, IsEmpty()) << "refused before anything is read";
}

}  // namespace
}  // namespace sos::eligibility
