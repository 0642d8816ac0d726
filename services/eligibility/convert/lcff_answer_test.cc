// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/convert/program_answers.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Two methods; the answers of a test point to them.
const std::vector<Method>& TheMethods() {
  static const auto* const kMethods = new std::vector<Method>{
      {.number = 1, .description = "By groups.", .citation = {.source = "EC 52071"}},
      {.number = 4, .description = "Late.", .citation = {.source = "EC 52071(a)"}}};
  return *kMethods;
}

const RecurrenceRule& TheRecurrence() {
  static const auto* const kRule = new RecurrenceRule{
      .dashboard_years = {2023, 2024}, .minimum_year_count = 2, .minimum_group_count = 1};
  return *kRule;
}

std::vector<MethodAnswer> TwoMethods() {
  return {{.method = &TheMethods()[0], .outcome = Outcome::kMet},
          {.method = &TheMethods()[1],
           .outcome = Outcome::kInsufficientData,
           .reason = reason::kLateCertificationListMissing}};
}

// By method 1, which rests on the published letter of one group, or by method 4.
Determination Lettered() {
  Determination determination;
  determination.groups = {{.group = StudentGroup::kHomeless,
                           .outcome = Outcome::kMet,
                           .letter = 'C',
                           .letter_decided = true}};
  determination.root = Step("criteria-2024", Combination::kAnyOf);
  Finding by_groups = Step("method-1", Combination::kAnyOf);
  by_groups.parts.push_back(Stated("letter", Outcome::kMet));
  determination.root.parts.push_back(std::move(by_groups));
  determination.root.parts.push_back(Stated("method-4", Outcome::kInsufficientData));
  return determination;
}

std::vector<std::string> LcffFindings(const v1::Determination& proto) {
  std::vector<std::string> rules;
  for (const v1::Finding& finding : proto.findings()) rules.push_back(finding.rule());
  return rules;
}

TEST(LcffAnswerTest, ListsMethodsWithWhatTheyRestOn) {
  Determination determination = Lettered();
  LcffAnswer answer{.methods = TwoMethods()};
  answer.methods[0].published = true;
  determination.answer = answer;
  v1::Determination proto;
  AddLcffAnswer(determination, Evidence(), proto);

  ASSERT_EQ(proto.methods_size(), 2);
  EXPECT_EQ(proto.methods(0).method(), 1);
  EXPECT_EQ(proto.methods(0).outcome(), v1::OUTCOME_MET);
  EXPECT_EQ(proto.methods(0).basis(), v1::LETTER_BASIS_PUBLISHED);
  EXPECT_EQ(proto.methods(1).outcome(), v1::OUTCOME_INSUFFICIENT_DATA);
  EXPECT_EQ(proto.methods(1).reason(), "LATE_CERTIFICATION_LIST_MISSING");
  EXPECT_EQ(proto.methods(1).basis(), v1::LETTER_BASIS_RESULTS);
}

TEST(LcffAnswerTest, FindingsOnGroupsComeFirstAndThoseOnMethodsAfter) {
  Determination determination = Lettered();
  determination.answer = LcffAnswer{.methods = TwoMethods()};
  v1::Determination proto;
  AddLcffAnswer(determination, Evidence(), proto);

  EXPECT_THAT(LcffFindings(proto), ElementsAre("letter", "method-1", "method-4"));
  EXPECT_EQ(proto.findings(0).student_group(), education::v1::STUDENT_GROUP_HOMELESS);
  EXPECT_EQ(proto.findings(0).description(), "The state published letter C.");
  EXPECT_EQ(proto.findings(2).citation().source(), "EC 52071(a)");
}

TEST(LcffAnswerTest, WithoutTheFirstMethodThereIsNothingToSayOfGroups) {
  Determination determination = Lettered();
  determination.root.parts.erase(determination.root.parts.begin());
  determination.answer = LcffAnswer{.methods = {TwoMethods()[1]}};
  v1::Determination proto;
  AddLcffAnswer(determination, Evidence(), proto);
  EXPECT_THAT(LcffFindings(proto), ElementsAre("method-4"));
}

TEST(LcffAnswerTest, ListsLocalIndicatorsByPriority) {
  Determination determination;
  determination.answer = LcffAnswer{
      .local_indicators = {{.priority = 2, .outcome = Outcome::kNotMet}, {.priority = 6}}};
  v1::Determination proto;
  AddLcffAnswer(determination, Evidence(), proto);
  ASSERT_EQ(proto.local_indicators_size(), 2);
  EXPECT_EQ(proto.local_indicators(0).priority(), 2);
  EXPECT_EQ(proto.local_indicators(0).not_met_two_or_more_years(), v1::OUTCOME_NOT_MET);
  EXPECT_EQ(proto.local_indicators(1).not_met_two_or_more_years(), v1::OUTCOME_INSUFFICIENT_DATA);
}

TEST(LcffAnswerTest, EachRecurrenceHasItsOwnFindingWhicheverAYearHas) {
  Determination determination;
  determination.further = {Stated("ec52072", Outcome::kNotMet), Stated("ec52071f", Outcome::kMet)};
  LcffAnswer answer;
  answer.intensive = {.rule = &TheRecurrence(), .outcome = Outcome::kNotMet};
  answer.geographic_lead = {.rule = &TheRecurrence(), .outcome = Outcome::kMet};
  determination.answer = answer;
  v1::Determination both;
  AddLcffAnswer(determination, Evidence(), both);
  EXPECT_THAT(LcffFindings(both), ElementsAre("ec52072", "ec52071f"));
  EXPECT_EQ(both.intensive().outcome(), v1::OUTCOME_NOT_MET);
  EXPECT_EQ(both.geographic_lead().outcome(), v1::OUTCOME_MET);

  answer.intensive.reset();
  determination.answer = answer;
  determination.further.erase(determination.further.begin());
  v1::Determination lead_alone;
  AddLcffAnswer(determination, Evidence(), lead_alone);
  EXPECT_THAT(LcffFindings(lead_alone), ElementsAre("ec52071f"));
  EXPECT_FALSE(lead_alone.has_intensive());
}

TEST(CharterAnswerTest, HasTheMethodsOfItsYearAndItsOwnRecurrence) {
  Determination determination;
  determination.further = {Stated("ec47607.3", Outcome::kMet)};
  CharterAnswer answer{.methods = {TwoMethods()[0]},
                       .local_indicators = {{.priority = 2, .outcome = Outcome::kMet}}};
  answer.intensive = {.rule = &TheRecurrence(), .outcome = Outcome::kMet};
  determination.answer = answer;
  v1::Determination proto;
  AddCharterAnswer(determination, Evidence(), proto);
  EXPECT_THAT(LcffFindings(proto), ElementsAre("method-1", "ec47607.3"));
  EXPECT_EQ(proto.local_indicators_size(), 1);
  EXPECT_EQ(proto.intensive().outcome(), v1::OUTCOME_MET);
  EXPECT_FALSE(proto.has_geographic_lead()) << "no geographic lead supports a charter school";
}

TEST(CharterAnswerTest, OfAYearWithoutRulesNothingIsSaid) {
  Determination determination;
  determination.answer = CharterAnswer();
  v1::Determination proto;
  AddCharterAnswer(determination, Evidence(), proto);
  EXPECT_THAT(LcffFindings(proto), IsEmpty());
  EXPECT_EQ(proto.methods_size(), 0);
  EXPECT_FALSE(proto.has_intensive());
}

}  // namespace
}  // namespace sos::eligibility
