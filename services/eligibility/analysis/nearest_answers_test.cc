// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/analysis/nearest_answers.h"

#include <memory>
#include <vector>

#include "common/disclosure/mask.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/rpc/in_process_test.h"

namespace sos::eligibility {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

const auth::Principal kAnybody{.role = auth::Role::kPublic};
const auth::Principal kOwner{.role = auth::Role::kLea, .leas = {*CdsCode::Parse(kStruggling)}};

// A district that is eligible by its homeless students, who are Red in suspension and in chronic
// absenteeism: three students fewer would do in the one, five in the other.
class NearestAnswersTest : public testing::Test {
 protected:
  NearestAnswersTest() {
    AddQuietDistrict(kStruggling, evidence_);
    MakeEligible(kStruggling, StudentGroup::kHomeless, evidence_);
    AddCrossing(education::v1::INDICATOR_SUSPENSION, -3);
    AddCrossing(education::v1::INDICATOR_CHRONIC_ABSENTEEISM, -5);
    *request_.mutable_filter() = FilterOfYear(kYear);
  }

  void AddCrossing(education::v1::Indicator indicator, int students) {
    auto& result = crossings_[*CdsCode::Parse(kStruggling)].emplace_back();
    result.set_indicator(indicator);
    result.set_student_group(education::v1::STUDENT_GROUP_HOMELESS);
    result.set_color(education::v1::COLOR_RED);
    result.set_denominator(40);
    result.set_size(40);
    result.set_color_size(30);
    auto& crossing = *result.add_crossings();
    crossing.set_color(education::v1::COLOR_ORANGE);
    crossing.set_status_level(2);
    crossing.set_student_count(students);
  }
  void Disclose(Indicator indicator, Disclosure disclosure) {
    evidence_.histories[*CdsCode::Parse(kStruggling)]
        .years[kYear]
        .groups[StudentGroup::kHomeless][static_cast<size_t>(indicator)]
        .disclosure = disclosure;
  }

  // What the caller gets: the answers after the mask.
  std::vector<v1::Nearest> Ask(const auth::Principal& caller) {
    const rpc::CallContext call(absl::InfiniteDuration(), "");
    const auto query = ToQuery(request_.filter(), rulebooks_, {});
    const auto decisions =
        DecideAll(rulebooks_, *query, std::make_shared<Evidence>(evidence_), call);
    std::vector<v1::Nearest> all =
        NearestOf(RulesOf(rulebooks_), *decisions, crossings_, request_, caller);
    for (v1::Nearest& nearest : all) MaskFor(caller, nearest);
    return all;
  }

  const RulebookLibrary rulebooks_ = *RulebookLibrary::Load(RulebookFiles());
  Evidence evidence_;
  Crossings crossings_;
  v1::StreamNearestRequest request_;
};

TEST_F(NearestAnswersTest, EverybodySeesTheCostOfWhatIsShown) {
  const auto all = Ask(kAnybody);
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].cost(), 3);
  ASSERT_EQ(all[0].changes_size(), 1);
  EXPECT_EQ(all[0].changes(0).student_count(), -3);
  EXPECT_EQ(all[0].changes(0).denominator(), 40);
  EXPECT_EQ(all[0].disclosure(), education::v1::DISCLOSURE_SHOWN);
}

TEST_F(NearestAnswersTest, OfAWithheldResultEverybodySeesThatItWouldHaveToChangeAndNoNumber) {
  Disclose(Indicator::kSuspension, Disclosure::kWithheld);
  const auto all = Ask(kAnybody);
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].direction(), v1::Nearest::DIRECTION_LEAVE);
  EXPECT_EQ(all[0].cost(), -1);
  EXPECT_EQ(all[0].student_count(), -1);
  ASSERT_EQ(all[0].changes_size(), 1);
  EXPECT_EQ(all[0].changes(0).indicator(), education::v1::INDICATOR_SUSPENSION);
  EXPECT_EQ(all[0].changes(0).from_color(), education::v1::COLOR_UNSPECIFIED);
  EXPECT_EQ(all[0].changes(0).to_color(), education::v1::COLOR_UNSPECIFIED);
  EXPECT_EQ(all[0].changes(0).student_count(), -1);
  EXPECT_EQ(all[0].changes(0).denominator(), -1);
  const auto own = Ask(kOwner);
  ASSERT_THAT(own, SizeIs(1));
  EXPECT_EQ(own[0].cost(), 3) << "whoever has the right to the counts sees all";
  EXPECT_EQ(own[0].changes(0).student_count(), -3);
}

TEST_F(NearestAnswersTest, AWithheldChangeWithholdsTheDistanceToo) {
  Disclose(Indicator::kSuspension, Disclosure::kChangeWithheld);
  const auto all = Ask(kAnybody);
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].cost(), -1);
  EXPECT_EQ(all[0].changes(0).student_count(), -1);
  EXPECT_EQ(all[0].changes(0).from_color(), education::v1::COLOR_RED);
}

TEST_F(NearestAnswersTest, NoLimitFindsAWithheldCost) {
  Disclose(Indicator::kSuspension, Disclosure::kWithheld);
  for (const int64_t limit : {1, 2, 3, 4, 1000}) {
    request_.set_maximum_cost(limit);
    EXPECT_THAT(Ask(kAnybody), IsEmpty()) << limit;
    EXPECT_THAT(Ask(kOwner), SizeIs(limit < 3 ? 0 : 1)) << limit;
  }
}

TEST_F(NearestAnswersTest, ATieWithAWithheldCostIsNotTold) {
  crossings_.begin()->second[1].mutable_crossings(0)->set_student_count(-3);
  EXPECT_TRUE(Ask(kAnybody)[0].tied());
  Disclose(Indicator::kChronicAbsenteeism, Disclosure::kWithheld);
  EXPECT_FALSE(Ask(kAnybody)[0].tied());
  EXPECT_TRUE(Ask(kOwner)[0].tied());
}

TEST_F(NearestAnswersTest, NoRateOfPointsFindsWhatAWithheldResultLacks) {
  // 2 points of 40 students' average are 80 points: two students at the usual 40, four at 20.
  auto& crossing = *crossings_.begin()->second[0].mutable_crossings(0);
  crossing.set_student_count(0);
  crossing.set_tenths(-20);
  crossings_.begin()->second[1].mutable_crossings(0)->set_student_count(-3);
  const auto cheapest = [this](const auth::Principal& caller, int points) {
    request_.set_points_per_student(points);
    return Ask(caller)[0].changes(0).indicator();
  };
  EXPECT_EQ(cheapest(kAnybody, 20), education::v1::INDICATOR_CHRONIC_ABSENTEEISM) << "all is shown";
  Disclose(Indicator::kSuspension, Disclosure::kWithheld);
  for (const int points : {1, 20, 27, 40, 1000}) {
    EXPECT_EQ(cheapest(kAnybody, points), education::v1::INDICATOR_SUSPENSION) << points;
  }
  EXPECT_EQ(cheapest(kOwner, 20), education::v1::INDICATOR_CHRONIC_ABSENTEEISM);
}

TEST_F(NearestAnswersTest, NoMarginFindsAWithheldSize) {
  Disclose(Indicator::kSuspension, Disclosure::kWithheld);
  request_.set_size_margin(1000);
  const auto sizes = Ask(kAnybody)[0].size_crossings();
  ASSERT_EQ(sizes.size(), 1) << "the one that is shown";
  EXPECT_EQ(sizes[0].student_count(), 40);
  EXPECT_EQ(sizes[0].disclosure(), education::v1::DISCLOSURE_SHOWN);
  EXPECT_EQ(Ask(kOwner)[0].size_crossings_size(), 2);
}

TEST_F(NearestAnswersTest, AResultThatTheEvidenceDoesNotGoByIsWithheld) {
  AddCrossing(education::v1::INDICATOR_GRADUATION, -1);
  request_.set_size_margin(1000);
  EXPECT_EQ(Ask(kAnybody)[0].size_crossings_size(), 2);
  const auto own = Ask(kOwner);
  ASSERT_EQ(own[0].size_crossings_size(), 3);
  EXPECT_EQ(own[0].size_crossings(2).disclosure(), education::v1::DISCLOSURE_WITHHELD);
}

TEST_F(NearestAnswersTest, NextYearIsDisclosedAsThisYear) {
  Disclose(Indicator::kSuspension, Disclosure::kWithheld);
  const auto next = NextYear(evidence_, crossings_, kYear + 1);
  const GroupEvidence& group = next->histories.at(*CdsCode::Parse(kStruggling))
                                   .YearOf(kYear + 1)
                                   .EvidenceOf(StudentGroup::kHomeless);
  EXPECT_EQ(group[static_cast<size_t>(Indicator::kSuspension)].disclosure, Disclosure::kWithheld);
  EXPECT_EQ(group[static_cast<size_t>(Indicator::kChronicAbsenteeism)].disclosure,
            Disclosure::kShown);
}

}  // namespace
}  // namespace sos::eligibility
