// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/finding.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(FindingConversionTest, SaysWhyASentenceIsUndecidedOnlyWhereItIs) {
  EXPECT_EQ(WithReason("So it is.", ""), "So it is.");
  EXPECT_EQ(WithReason("So it is.", "RULE_UNKNOWN"), "So it is. Undecided: RULE_UNKNOWN.");
}

TEST(FindingConversionTest, AMethodHasItsRulebooksWordsAndSource) {
  const Method method{.number = 2,
                      .description = "Two local indicators.",
                      .citation = {.source = "EC 52071", .basis = Basis::kStatute}};
  v1::Determination proto;
  AddMethodFindings({{.method = &method, .outcome = Outcome::kMet},
                     {.method = &method,
                      .outcome = Outcome::kInsufficientData,
                      .reason = reason::kLocalIndicatorsMissing}},
                    proto);
  ASSERT_EQ(proto.findings_size(), 2);
  EXPECT_EQ(proto.findings(0).description(), "Method 2 met: Two local indicators.");
  EXPECT_EQ(proto.findings(1).description(),
            "Method 2 undecided (LOCAL_INDICATORS_MISSING): Two local indicators.");
  EXPECT_EQ(proto.findings(0).citation().source(), "EC 52071");
}

class RecurrenceConversionTest : public testing::Test {
 protected:
  v1::RecurrenceAnswer Convert(const RecurrenceAnswer& answer) {
    v1::RecurrenceAnswer converted;
    Finding finding;
    finding.rule = "ec52072";
    AddRecurrence(answer, finding, converted, proto_);
    return converted;
  }

  const RecurrenceRule rule_{.dashboard_years = {2023, 2024},
                             .minimum_year_count = 2,
                             .minimum_group_count = 3,
                             .all_groups_if_fewer = true};
  v1::Determination proto_;
};

TEST_F(RecurrenceConversionTest, ListsTheGroupsThatMetTheCriteriaYearByYear) {
  const v1::RecurrenceAnswer answer =
      Convert({.rule = &rule_,
               .outcome = Outcome::kNotMet,
               .years = {{.dashboard_year = 2023,
                          .basis = LetterBasis::kResults,
                          .outcomes = {{StudentGroup::kHomeless, Outcome::kMet},
                                       {StudentGroup::kWhite, Outcome::kNotMet}}},
                         {.dashboard_year = 2024, .basis = LetterBasis::kPublished}},
               .recurring_group_count = 1});
  ASSERT_EQ(answer.years_size(), 2);
  ASSERT_EQ(answer.years(0).student_groups_size(), 1);
  EXPECT_EQ(answer.years(0).student_groups(0), education::v1::STUDENT_GROUP_HOMELESS);
  EXPECT_THAT(
      answer.description(),
      HasSubstr("1 student groups met the criteria in at least 2 of the determination years "
                "2023, 2024; the rule asks for 3, or all of an LEA with fewer."));
  EXPECT_THAT(answer.description(), HasSubstr("taken from what the state published"));
  EXPECT_EQ(proto_.findings(0).rule(), "ec52072");
  EXPECT_EQ(proto_.findings(0).description(), answer.description());
}

TEST_F(RecurrenceConversionTest, SaysThatARuleConcernsDistrictsOnly) {
  const v1::RecurrenceAnswer answer = Convert({.rule = &rule_, .outcome = Outcome::kNotMet});
  EXPECT_EQ(answer.description(), "The rule concerns districts only.");
}

TEST_F(RecurrenceConversionTest, SaysInWordsThatTheNumberOfGroupsDoesNotShow) {
  const v1::RecurrenceAnswer answer =
      Convert({.rule = &rule_,
               .outcome = Outcome::kInsufficientData,
               .reason = reason::kGroupCountUnknown,
               .years = {{.dashboard_year = 2024, .basis = LetterBasis::kResults}}});
  EXPECT_THAT(answer.description(), HasSubstr("does not show in published letters"));
  EXPECT_THAT(answer.description(), Not(HasSubstr("Undecided")));
}

}  // namespace
}  // namespace sos::eligibility
