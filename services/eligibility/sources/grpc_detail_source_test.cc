// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/sources/grpc_detail_source.h"

#include <string>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/sources/upstream_test.h"

namespace sos::eligibility {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kResult[] = "entities/99600020000000/results/2024-susp-hom";

class GrpcDetailSourceTest : public testing::Test {
 protected:
  GrpcDetailSourceTest() {
    auto& block = *upstream_.from_indicator.results.add_blocks();
    block.set_indicator(education::v1::INDICATOR_SUSPENSION);
    block.set_dashboard_year(2024);
    block.add_entities()->set_name("entities/99600020000000");
    block.add_entity_indexes(0);
    block.add_student_groups(education::v1::STUDENT_GROUP_HOMELESS);
    block.add_change_levels(4);
    block.add_boxes(12);
    block.add_current_numerators(7);
    block.add_current_denominators(70);
    block.add_prior_numerators(8);
    block.add_prior_denominators(80);
    auto& crossing = *upstream_.from_indicator.crossings.add_results();
    crossing.set_name(kResult);
    crossing.mutable_entity()->set_name("entities/99600020000000");
    crossing.add_crossings()->set_student_count(-3);
    crossing.add_crossings()->set_tenths(-25);
  }

  const EvidenceQuery query_{.years = {2023, 2024},
                             .dashboard_year = 2024,
                             .counties = {"99"},
                             .entities = {*CdsCode::Parse("99600020000000")},
                             .revision = {.number = 7, .identity = "seventh"}};
  const rpc::CallContext call_{absl::Seconds(60), ""};
  Upstream upstream_;
  GrpcDetailSource source_{upstream_.indicator_stub.get()};
};

TEST_F(GrpcDetailSourceTest, AsksForTheCrossingsOfTheQuerysOwnYear) {
  const auto crossings = source_.LoadCrossings(query_, /*next_year=*/true, call_);
  ASSERT_THAT(crossings, IsOk());
  EXPECT_THAT(crossings->at(query_.entities[0]), SizeIs(1));
  ASSERT_THAT(upstream_.from_indicator.crossings_asked, SizeIs(1));
  const auto& asked = upstream_.from_indicator.crossings_asked[0];
  EXPECT_TRUE(asked.for_next_year());
  EXPECT_EQ(asked.revision_identity(), "seventh");
  EXPECT_THAT(asked.filter().dashboard_years(), ElementsAre(2024));
  EXPECT_THAT(asked.filter().entities(), ElementsAre("entities/99600020000000"));
  EXPECT_THAT(asked.filter().counties(), ElementsAre("99"));
  EXPECT_TRUE(asked.filter().lea_rows_only()) << "LCFF looks at rows of LEAs only";
}

TEST_F(GrpcDetailSourceTest, AFactHasItsCountsAndTheDistancesToOtherColors) {
  const auto facts = source_.LoadFacts(query_, call_);
  ASSERT_THAT(facts, IsOk());
  ASSERT_THAT(*facts, SizeIs(1));
  const v1::Fact& fact = facts->at(kResult);
  EXPECT_EQ(fact.result(), kResult);
  EXPECT_EQ(fact.current_numerator(), 7);
  EXPECT_EQ(fact.current_denominator(), 70);
  EXPECT_EQ(fact.prior_denominator(), 80);
  EXPECT_EQ(fact.change_level(), 4);
  EXPECT_EQ(fact.box(), 12);
  ASSERT_EQ(fact.distances_size(), 2);
  EXPECT_EQ(fact.distances(0).student_count(), -3);
  EXPECT_FALSE(fact.distances(0).has_points());
  EXPECT_EQ(fact.distances(1).points().value(), "-2.5");
  EXPECT_THAT(upstream_.from_indicator.results_asked[0].filter().dashboard_years(),
              ElementsAre(2023, 2024));
}

TEST_F(GrpcDetailSourceTest, AGroupOfALaterContractHasNoFact) {
  upstream_.from_indicator.results.mutable_blocks(0)->set_student_groups(
      0, static_cast<education::v1::StudentGroup>(99));
  const auto facts = source_.LoadFacts(query_, call_);
  ASSERT_THAT(facts, IsOk());
  EXPECT_THAT(*facts, IsEmpty());
}

TEST_F(GrpcDetailSourceTest, AStreamThatBreaksOffIsAnErrorOfThisService) {
  upstream_.from_indicator.ends = absl::UnavailableError("down");
  EXPECT_THAT(source_.LoadCrossings(query_, false, call_),
              IsError(absl::StatusCode::kUnavailable, "UPSTREAM_UNAVAILABLE"));
  EXPECT_THAT(source_.LoadFacts(query_, call_),
              IsError(absl::StatusCode::kUnavailable, "UPSTREAM_UNAVAILABLE"));
}

}  // namespace
}  // namespace sos::eligibility
