// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/domain/reconcile/entity_cells.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::reporting::reconcile {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr char kCds[] = "99600020000000";

FileReport Compared(const std::vector<PublishedCell>& cells, const EntityAnswers* answers,
                    const std::string& basis = "results") {
  FileReport report{.basis = basis};
  CompareEntity(kCds, cells, answers, "ENTITY_NOT_JUDGED", report);
  return report;
}

TEST(EntityCellsTest, CountsACellThatAgreesAndShowsOneThatDoesNot) {
  const EntityAnswers answers{
      .cells = {{{field::kLetters, "EL"}, {"A"}}, {{field::kLetters, "SWD"}, {"B"}}}};
  const FileReport report =
      Compared({{field::kLetters, "EL", "A"}, {field::kLetters, "SWD", ""}}, &answers);
  EXPECT_THAT(report.compared, ElementsAre(Pair("group_letters", 2)));
  EXPECT_THAT(report.agree, ElementsAre(Pair("group_letters", 1)));
  ASSERT_EQ(report.differences.size(), 1U);
  EXPECT_EQ(report.differences[0].group, "SWD");
  EXPECT_EQ(report.differences[0].published, "");
  EXPECT_EQ(report.differences[0].computed, "B");
}

TEST(EntityCellsTest, ACellThatTheRulesDoNotKnowIsOneWithoutAnAnswer) {
  const EntityAnswers answers;
  EXPECT_THAT(Compared({{field::kLetters, "LTEL", ""}}, &answers).differences, IsEmpty());
  EXPECT_EQ(Compared({{field::kLetters, "LTEL", ""}}, &answers).agree_none.at(field::kLetters), 1);
  EXPECT_EQ(Compared({{field::kLetters, "LTEL", "A"}}, &answers).differences.size(), 1U);
}

TEST(EntityCellsTest, AnUndecidedAnswerIsNeitherRightNorWrong) {
  const EntityAnswers answers{.cells = {{{field::kStatus, ""}, Answer::Open("RESULTS_MISSING")}}};
  const FileReport report = Compared({{field::kStatus, "", "General Assistance"}}, &answers);
  EXPECT_THAT(report.compared, IsEmpty());
  EXPECT_THAT(report.differences, IsEmpty());
  EXPECT_EQ(report.undetermined.at(field::kStatus).at("RESULTS_MISSING"), 1);
}

TEST(EntityCellsTest, SaysWhyAnEntityHasNoAnswers) {
  const FileReport report = Compared({{field::kStatus, "", "CSI"}}, nullptr);
  EXPECT_EQ(report.undetermined.at(field::kStatus).at("ENTITY_NOT_JUDGED"), 1);
}

TEST(EntityCellsTest, DoesNotCompareWhatTheAnswersRestOn) {
  const EntityAnswers answers{
      .cells = {{{field::kLetters, "EL"}, {"A"}}, {{field::kTotal, ""}, {"1"}}}};
  const FileReport report = Compared({{field::kLetters, "EL", "A"}, {field::kTotal, "", "1"}},
                                     &answers, "published-letters");
  EXPECT_THAT(report.compared, ElementsAre(Pair("total_groups", 1)));
}

TEST(EntityCellsTest, DoesNotJudgeAColumnThatNobodyUnderstands) {
  const EntityAnswers answers{.cells = {{{"ec47607", ""}, {"Y"}}}};
  const FileReport report = Compared({{"ec47607", "", "N", /*understood=*/false}}, &answers);
  EXPECT_EQ(report.undetermined.at("ec47607").at(kColumnUnknown), 1);
  EXPECT_THAT(report.differences, IsEmpty());
}

TEST(EntityCellsTest, AKnownExceptionOfAGroupAlsoMovesTheStatusAndNoOtherGroup) {
  const EntityAnswers answers{.cells = {{{field::kFlags, "EL"}, {"0"}},
                                        {{field::kFlags, "SWD"}, {"0"}},
                                        {{field::kStatus, ""}, {"None"}}},
                              .exceptions = {{"EL", "APPEAL"}}};
  const FileReport report = Compared(
      {{field::kFlags, "EL", "1"}, {field::kFlags, "SWD", "1"}, {field::kStatus, "", "ATSI"}},
      &answers);
  EXPECT_EQ(report.excepted.at(field::kFlags).at("APPEAL"), 1);
  EXPECT_EQ(report.excepted.at(field::kStatus).at("APPEAL"), 1);
  ASSERT_EQ(report.differences.size(), 1U);
  EXPECT_EQ(report.differences[0].group, "SWD");
}

TEST(EntityCellsTest, AnExceptionHidesNoAgreement) {
  const EntityAnswers answers{.cells = {{{field::kStatus, ""}, {"ATSI"}}},
                              .exceptions = {{"", "APPEAL"}}};
  const FileReport report = Compared({{field::kStatus, "", "ATSI"}}, &answers);
  EXPECT_THAT(report.agree, ElementsAre(Pair("assistance_status", 1)));
  EXPECT_THAT(report.excepted, IsEmpty());
}

TEST(EntityCellsTest, TakesARateInThePrecisionInWhichItIsPrinted) {
  // 2 of 3: 0.667 to three decimals, 0.6667 to four.
  EXPECT_EQ(RateAsPrinted(2, 3, 667'000), 667'000);
  EXPECT_EQ(RateAsPrinted(2, 3, 666'700), 666'700);
  EXPECT_EQ(RateAsPrinted(2, 3, 660'000), 667'000);
  EXPECT_EQ(RateAsPrinted(0, 0, 0), 0);
}

}  // namespace
}  // namespace sos::reporting::reconcile
