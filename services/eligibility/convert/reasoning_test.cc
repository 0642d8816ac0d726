// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/reasoning.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/domain/essa/rules.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

using ::testing::HasSubstr;

v1::Fact NoFact(Indicator /*indicator*/, StudentGroup /*group*/, int /*dashboard_year*/) {
  return {};
}

class ReasoningTest : public testing::Test {
 protected:
  ReasoningTest() {
    evidence_.fill({.origin = Origin::kMissing});
    evidence_[static_cast<size_t>(Indicator::kSuspension)] = {
        .origin = Origin::kResult, .colors = kRedColor, .status_tenths = 45};
  }

  Observation Observed(const eligibility::Test& test) const {
    return Observe(test, StudentGroup::kHomeless, 2024, evidence_);
  }

  const eligibility::Test suspension_{.indicator = Indicator::kSuspension, .colors = kRedColor};
  const eligibility::Test absence_{.indicator = Indicator::kChronicAbsenteeism,
                                   .colors = kRedColor};
  GroupEvidence evidence_;
};

TEST_F(ReasoningTest, ShowsAnObservationAsALeafWithItsTestAndWhatIsKnown) {
  Finding finding = Step("criterion", Combination::kAllOf);
  finding.group = StudentGroup::kHomeless;
  finding.observed = {Observed(suspension_), Observed(absence_)};
  Conclude(finding);

  const v1::Reasoning step = ToReasoning(finding, NoFact);
  EXPECT_EQ(step.outcome(), v1::OUTCOME_INSUFFICIENT_DATA);
  EXPECT_EQ(step.combination(), v1::Reasoning::COMBINATION_ALL_OF);
  ASSERT_EQ(step.parts_size(), 2);
  EXPECT_EQ(step.parts(0).rule(), "test-susp");
  EXPECT_THAT(step.parts(0).statement(), HasSubstr("Red (4.5); wanted: Red."));
  EXPECT_EQ(step.parts(0).fact().possible_colors_size(), 1);
  EXPECT_EQ(step.parts(0).reason(), "");
  EXPECT_EQ(step.parts(1).reason(), reason::kResultsMissing);
  EXPECT_EQ(step.parts(1).fact().possible_colors_size(), 6);
  EXPECT_EQ(step.parts(1).dashboard_year(), 2024);
}

TEST_F(ReasoningTest, AddsWhatTheIndicatorServiceKnowsOfTheResult) {
  Finding finding = Step("criterion", Combination::kAllOf);
  finding.observed = {Observed(suspension_)};
  const v1::Reasoning step =
      ToReasoning(finding, [&](Indicator indicator, StudentGroup group, int dashboard_year) {
        EXPECT_EQ(indicator, Indicator::kSuspension);
        EXPECT_EQ(group, StudentGroup::kHomeless);
        EXPECT_EQ(dashboard_year, 2024);
        v1::Fact fact;
        fact.set_box(13);
        return fact;
      });
  EXPECT_EQ(step.parts(0).fact().box(), 13);
  EXPECT_EQ(step.parts(0).fact().evidence().status().value(), "4.5");
}

TEST_F(ReasoningTest, HasASentenceWithoutNumbersForWhatIsWithheld) {
  Finding finding = Step("criterion", Combination::kAllOf);
  finding.observed = {Observed(suspension_)};
  Performance& suspension = evidence_[static_cast<size_t>(Indicator::kSuspension)];
  for (const Disclosure shown : {Disclosure::kShown, Disclosure::kChangeWithheld}) {
    suspension.disclosure = shown;
    EXPECT_EQ(ToReasoning(finding, NoFact).parts(0).masked_statement(), "") << "it has no change";
  }
  suspension.disclosure = Disclosure::kWithheld;
  const v1::Reasoning step = ToReasoning(finding, NoFact).parts(0);
  EXPECT_EQ(step.masked_statement(), "SUSP withheld to protect small groups; wanted: Red.");
  EXPECT_THAT(step.statement(), HasSubstr("Red (4.5)"));
  EXPECT_EQ(step.outcome(), v1::OUTCOME_MET) << "outcomes are published";

  Finding average = Stated("graduation-average", Outcome::kMet);
  average.statement = "The average is 60.0.";
  average.masked_statement = "The average is withheld.";
  EXPECT_EQ(ToReasoning(average, NoFact).masked_statement(), "The average is withheld.");
}

TEST_F(ReasoningTest, AFactIsDisclosedAsItsEvidence) {
  Finding finding = Step("criterion", Combination::kAllOf);
  finding.observed = {Observed(suspension_)};
  Performance& suspension = evidence_[static_cast<size_t>(Indicator::kSuspension)];
  const auto disclosure = [&finding](const FactSource& facts) {
    return ToReasoning(finding, facts).parts(0).fact().disclosure();
  };
  EXPECT_EQ(disclosure(NoFact), education::v1::DISCLOSURE_SHOWN);
  suspension.disclosure = Disclosure::kChangeWithheld;
  EXPECT_EQ(disclosure(NoFact), education::v1::DISCLOSURE_CHANGE_WITHHELD);
  suspension = {.origin = Origin::kRedList, .colors = kRedColor};
  EXPECT_EQ(disclosure(NoFact), education::v1::DISCLOSURE_SHOWN) << "the list is published";
  const FactSource counted = [](Indicator, StudentGroup, int) {
    v1::Fact fact;
    fact.set_result("entities/99600010000000/results/2024-susp-hom");
    return fact;
  };
  EXPECT_EQ(disclosure(counted), education::v1::DISCLOSURE_WITHHELD)
      << "counts of a result that the list went before have no mark";
}

TEST_F(ReasoningTest, CountedColorsNeedAtLeastAsManyIndicatorsAsTheirRuleAsksFor) {
  const std::vector<ColorCountCriterion> criteria = {{.description = "all", .minimum_counted = 1},
                                                     {.description = "most", .minimum_counted = 5}};
  Finding finding = Step("performs-low", Combination::kColorCounts);
  finding.criteria = &criteria;
  finding.minimum_counted = 2;
  Observation observed = Observed(suspension_);
  observed.second_lowest = &absence_;
  finding.observed = {observed};

  const v1::Reasoning step = ToReasoning(finding, NoFact);
  ASSERT_EQ(step.criteria_size(), 2);
  EXPECT_EQ(step.criteria(0).minimum_counted(), 2);
  EXPECT_EQ(step.criteria(1).minimum_counted(), 5);
  EXPECT_TRUE(step.parts(0).fact().has_second_lowest());
}

TEST_F(ReasoningTest, SaysWhereARuleWasReadAndLeavesOutWhatAFindingIsNotAbout) {
  const Citation citation{.source = "EC 52071", .basis = Basis::kStatute};
  Finding finding =
      Stated("method-4", Outcome::kInsufficientData, reason::kLateCertificationListMissing);
  finding.citation = &citation;
  const v1::Reasoning step = ToReasoning(finding, NoFact);
  EXPECT_EQ(step.citation().source(), "EC 52071");
  EXPECT_EQ(step.citation().basis(), v1::BASIS_STATUTE);
  EXPECT_EQ(step.reason(), reason::kLateCertificationListMissing);
  EXPECT_EQ(step.student_group(), education::v1::STUDENT_GROUP_UNSPECIFIED);
  EXPECT_EQ(step.dashboard_year(), 0);
  EXPECT_FALSE(ToReasoning(Stated("entry", Outcome::kMet), NoFact).has_citation());
}

}  // namespace
}  // namespace sos::eligibility
