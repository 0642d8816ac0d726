// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "gtest/gtest.h"
#include "services/eligibility/convert/program_answers.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

const Citation kStatePlan{.source = "the state plan", .basis = Basis::kPublishedText};

TEST(EssaAnswerTest, ListsTheCategoriesInTheOrderInWhichTheyAreTried) {
  Determination determination;
  determination.answer = EssaAnswer{
      .categories = {{.category = "CSI Grad", .outcome = Outcome::kNotMet, .citation = &kStatePlan},
                     {.category = "CSI Low Perform",
                      .outcome = Outcome::kInsufficientData,
                      .reason = reason::kTitleIMissing,
                      .citation = &kStatePlan},
                     {.category = "ATSI", .outcome = Outcome::kMet, .citation = &kStatePlan}},
      .exit = "CSIEXIT"};
  v1::Determination proto;
  AddEssaAnswer(determination, Evidence(), proto);

  ASSERT_EQ(proto.categories_size(), 3);
  EXPECT_EQ(proto.categories(0).category(), "CSI Grad");
  EXPECT_EQ(proto.categories(0).outcome(), v1::OUTCOME_NOT_MET);
  EXPECT_EQ(proto.categories(1).outcome(), v1::OUTCOME_INSUFFICIENT_DATA);
  EXPECT_EQ(proto.categories(1).reason(), "TITLE_I_MISSING");
  EXPECT_EQ(proto.categories(2).outcome(), v1::OUTCOME_MET);
  EXPECT_EQ(proto.categories(2).reason(), "");
  EXPECT_EQ(proto.exit(), "CSIEXIT");

  ASSERT_EQ(proto.findings_size(), 3);
  EXPECT_EQ(proto.findings(0).description(), "The school is not in the category CSI Grad.");
  EXPECT_EQ(proto.findings(1).description(),
            "The school is perhaps in the category CSI Low Perform. Undecided: TITLE_I_MISSING.");
  EXPECT_EQ(proto.findings(2).description(), "The school is in the category ATSI.");
  EXPECT_EQ(proto.findings(2).rule(), "ATSI");
  EXPECT_EQ(proto.findings(2).citation().source(), "the state plan");
}

TEST(EssaAnswerTest, AFirstYearHasNoExit) {
  Determination determination;
  determination.answer = EssaAnswer();
  v1::Determination proto;
  AddEssaAnswer(determination, Evidence(), proto);
  EXPECT_EQ(proto.exit(), "");
  EXPECT_EQ(proto.findings_size(), 0);
}

}  // namespace
}  // namespace sos::eligibility
