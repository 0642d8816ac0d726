// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "common/education/minimum_shown.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/convert/program_answers.h"

namespace sos::eligibility {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const EquityMultiplierRules kMultiplierRules{.nonstability_above_thousandths = 250,
                                             .disadvantaged_above_thousandths = 700,
                                             .statewide_rate_text = "1052.61",
                                             .floor_dollars = 50'000,
                                             .citation = {.source = "EC 42238.024"},
                                             .amount_citation = {.source = "the state's file"}};

// A school of 100 students, of whom 30 were not enrolled without a break.
MultiplierAnswer OfAHundred(int64_t nonstable = 30, int64_t disadvantaged = 80) {
  return {.rules = &kMultiplierRules,
          .counts = {.nonstable = nonstable,
                     .enrollment = 100,
                     .disadvantaged = disadvantaged,
                     .classroom_based = Outcome::kMet},
          .nonstability_thousandths = nonstable * 10,
          .disadvantaged_thousandths = disadvantaged * 10,
          .nonstability = Outcome::kMet,
          .disadvantaged = Outcome::kMet,
          .entitlement_dollars = 105'261};
}

v1::Determination ConvertMultiplier(const MultiplierAnswer& answer) {
  Determination determination;
  determination.answer = EquityMultiplierAnswer{.multiplier = answer};
  v1::Determination proto;
  AddEquityMultiplierAnswer(determination, Evidence(), proto);
  return proto;
}

std::vector<std::string> MultiplierFindings(const v1::Determination& proto) {
  std::vector<std::string> rules;
  for (const v1::Finding& finding : proto.findings()) rules.push_back(finding.rule());
  return rules;
}

TEST(EquityMultiplierAnswerTest, HasTheCountsRatesAndDollarsOfTheSchool) {
  const v1::Determination proto = ConvertMultiplier(OfAHundred());
  const v1::EquityMultiplierAnswer& answer = proto.equity_multiplier();
  EXPECT_EQ(answer.nonstable_count(), 30);
  EXPECT_EQ(answer.enrollment(), 100);
  EXPECT_EQ(answer.disadvantaged_count(), 80);
  EXPECT_EQ(answer.nonstability_thousandths(), 300);
  EXPECT_EQ(answer.disadvantaged_thousandths(), 800);
  EXPECT_EQ(answer.nonstability(), v1::OUTCOME_MET);
  EXPECT_EQ(answer.classroom_based(), v1::OUTCOME_MET);
  EXPECT_EQ(answer.entitlement_dollars(), 105'261);
  EXPECT_EQ(answer.disclosure(), education::v1::DISCLOSURE_SHOWN);
  EXPECT_THAT(MultiplierFindings(proto),
              ElementsAre("nonstability", "disadvantaged", "classroom-based", "entitlement"));
  EXPECT_EQ(proto.findings(0).description(),
            "30 of 100 students were not enrolled without a break: 300 thousandths; the rule asks "
            "for more than 250.");
  EXPECT_EQ(proto.findings(0).masked_description(), "");
  EXPECT_EQ(proto.findings(3).citation().source(), "the state's file");
}

TEST(EquityMultiplierAnswerTest, CountsOfASmallGroupAreWithheldFromTheSentencesToo) {
  for (const MultiplierAnswer& small :
       {OfAHundred(kMinimumShown - 1), OfAHundred(30, kMinimumShown - 1)}) {
    const v1::Determination proto = ConvertMultiplier(small);
    EXPECT_EQ(proto.equity_multiplier().disclosure(), education::v1::DISCLOSURE_WITHHELD);
    EXPECT_THAT(proto.findings(0).masked_description(),
                HasSubstr("The numbers are withheld to protect small groups."));
    EXPECT_THAT(proto.findings(0).masked_description(), HasSubstr("more than 250 thousandths"));
    EXPECT_THAT(proto.findings(3).masked_description(), Not(HasSubstr("100 students")));
    EXPECT_EQ(proto.findings(2).masked_description(), "")
        << "whether a school is classroom-based tells nothing of a student";
  }
}

TEST(EquityMultiplierAnswerTest, NobodyIsNoSmallGroupAndASmallSchoolIs) {
  EXPECT_EQ(ConvertMultiplier(OfAHundred(0, kMinimumShown)).equity_multiplier().disclosure(),
            education::v1::DISCLOSURE_SHOWN);
  MultiplierAnswer small_school = OfAHundred(0, 0);
  small_school.counts.enrollment = kMinimumShown - 1;
  EXPECT_EQ(ConvertMultiplier(small_school).equity_multiplier().disclosure(),
            education::v1::DISCLOSURE_WITHHELD);
}

TEST(EquityMultiplierAnswerTest, AnAmountThatIsNotKnownIsMinusOneAndNoFinding) {
  MultiplierAnswer unknown = OfAHundred();
  unknown.entitlement_dollars.reset();
  EXPECT_EQ(ConvertMultiplier(unknown).equity_multiplier().entitlement_dollars(), -1);
  EXPECT_THAT(MultiplierFindings(ConvertMultiplier(unknown)),
              ElementsAre("nonstability", "disadvantaged", "classroom-based"));
  MultiplierAnswer nothing = OfAHundred();
  nothing.entitlement_dollars = 0;
  EXPECT_EQ(ConvertMultiplier(nothing).equity_multiplier().entitlement_dollars(), 0);
  EXPECT_EQ(ConvertMultiplier(nothing).findings_size(), 3);
}

TEST(EquityMultiplierAnswerTest, OfASchoolInNoFileNothingIsSaid) {
  Determination determination;
  determination.answer = EquityMultiplierAnswer();
  v1::Determination proto;
  AddEquityMultiplierAnswer(determination, Evidence(), proto);
  EXPECT_FALSE(proto.has_equity_multiplier());
  EXPECT_EQ(proto.findings_size(), 0);
}

}  // namespace
}  // namespace sos::eligibility
