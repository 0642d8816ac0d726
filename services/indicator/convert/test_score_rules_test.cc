// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/convert/test_score_rules.h"

#include <chrono>
#include <functional>
#include <utility>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace sos::indicator {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::ElementsAre;

v1::TestScoreRules Proto() {
  v1::TestScoreRules proto;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        test: 1
        alternate_test: 3
        test_group: STUDENT_GROUP_SMARTER_BALANCED
        standards {
          lowest_grade: "03"
          highest_grade: "03"
          lowest_score: 2115
          highest_score: 2650
          from_score: 2432
        }
        tested: INCLUSION_SCORED
        tested: INCLUSION_INVALIDATED
        scored: INCLUSION_SCORED
        exempt: CONDITION_MEDICAL_EMERGENCY
        minimum_tested_percent { value: "94.5" }
        added_points: -333
        enrolled_by { month: 10 weekday: 3 week: 1 }
        longest_gap_days: 30
        reclassified_from: "06-15"
        reclassified_years: 4
        high_school_types: "HS"
        citation { source: "a guide" basis: BASIS_PUBLISHED_TEXT }
      )pb",
      &proto));
  return proto;
}

TEST(TestScoreRulesTest, ReadsTheRulesOfATest) {
  const auto rules = ToTestScores(Proto());
  ASSERT_THAT(rules, IsOk());
  ASSERT_EQ(rules->standards.size(), 1U);
  EXPECT_EQ(rules->standards[0].from_score, 2432);
  EXPECT_THAT(rules->tested,
              ElementsAre(records::Inclusion::kScored, records::Inclusion::kInvalidated));
  EXPECT_THAT(rules->exempt, ElementsAre(records::Condition::kMedicalEmergency));
  EXPECT_EQ(rules->minimum_tested_thousandths, 945);
  EXPECT_EQ(rules->added_points, -333);
  EXPECT_EQ(rules->enrolled_by.day, std::chrono::Wednesday[1]);
  EXPECT_EQ(rules->longest_gap_days, 30);
  EXPECT_EQ(rules->reclassified_from, std::chrono::June / 15);
  EXPECT_EQ(rules->test_group, StudentGroup::kSmarterBalanced);
}

TEST(TestScoreRulesTest, RefusesWhatIsNoRule) {
  const std::pair<const char*, std::function<void(v1::TestScoreRules&)>> kSpoiled[] = {
      {"no test", [](auto& proto) { proto.clear_test(); }},
      {"nobody is scored", [](auto& proto) { proto.clear_scored(); }},
      {"no grade", [](auto& proto) { proto.clear_standards(); }},
      {"points from below the scale",
       [](auto& proto) { proto.mutable_standards(0)->set_from_score(2114); }},
      {"points from above the scale",
       [](auto& proto) { proto.mutable_standards(0)->set_from_score(2650); }},
      {"grades the wrong way round",
       [](auto& proto) { proto.mutable_standards(0)->set_highest_grade("KN"); }},
      {"no Census Day", [](auto& proto) { proto.clear_enrolled_by(); }},
      {"a fifth Wednesday", [](auto& proto) { proto.mutable_enrolled_by()->set_week(5); }},
      {"no longest gap", [](auto& proto) { proto.clear_longest_gap_days(); }},
      {"no day", [](auto& proto) { proto.set_reclassified_from("15 June"); }},
      {"no number of years", [](auto& proto) { proto.clear_reclassified_years(); }},
      {"scores of which the file says nothing",
       [](auto& proto) { proto.add_scored(v1::TestScoreRules::INCLUSION_UNSPECIFIED); }},
      {"a condition that is none",
       [](auto& proto) { proto.add_exempt(v1::TestScoreRules::CONDITION_UNSPECIFIED); }},
      {"no group", [](auto& proto) { proto.clear_test_group(); }},
      {"no source", [](auto& proto) { proto.clear_citation(); }},
  };
  for (const auto& [what, spoil] : kSpoiled) {
    v1::TestScoreRules proto = Proto();
    spoil(proto);
    EXPECT_THAT(ToTestScores(proto), IsError(absl::StatusCode::kInvalidArgument, "")) << what;
  }
}

}  // namespace
}  // namespace sos::indicator
