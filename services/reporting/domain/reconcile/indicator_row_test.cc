// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/domain/reconcile/indicator_row.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::reporting::reconcile {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

// A row of a file with all columns, and the same as it is computed.
PublishedRow Published() {
  return {.cds = "99600020000000",
          .group = "EL",
          .cells = {"4.5", "-0.3", "3", "2", "3", "13"},
          .prior_status = "4.8",
          .has_status_level = true,
          .has_change = true,
          .has_color = true};
}
ComputedRow Computed() { return {.cells = Published().cells}; }

FileReport Compared(const PublishedRow& published, const ComputedRow* computed,
                    bool values_given = false) {
  FileReport report;
  CompareRow(published, computed, "NO_RULEBOOK_FOR_YEAR", values_given, report);
  return report;
}

TEST(IndicatorRowTest, ComparesEveryOutputOfARow) {
  const ComputedRow computed = Computed();
  const FileReport report = Compared(Published(), &computed);
  EXPECT_EQ(report.agree.size(), 6U);
  EXPECT_THAT(report.differences, IsEmpty());
}

TEST(IndicatorRowTest, CountsWhereFileAndComputationAgreeThatThereIsNone) {
  PublishedRow published = Published();
  published.cells.color = published.cells.box = "";
  const ComputedRow computed = {.cells = published.cells};
  const FileReport report = Compared(published, &computed);
  EXPECT_THAT(report.compared_none, ElementsAre(Pair("box", 1), Pair("color", 1)));
  EXPECT_EQ(report.agree_none, report.compared_none);
  EXPECT_EQ(report.compared.size(), 4U) << "counts the filled cells alone, as ever";
}

TEST(IndicatorRowTest, ABlankThatIsFilledByTheRulesIsComparedAndDoesNotAgree) {
  const ComputedRow computed = Computed();
  PublishedRow published = Published();
  published.cells.color = "";
  const FileReport report = Compared(published, &computed);
  EXPECT_THAT(report.compared_none, ElementsAre(Pair("color", 1)));
  EXPECT_THAT(report.agree_none, IsEmpty());
}

TEST(IndicatorRowTest, AColumnThatTheFileDoesNotHaveIsNotComparedAtAll) {
  PublishedRow published = Published();
  published.cells = {.status = "4.5"};
  published.has_status_level = published.has_change = published.has_color = false;
  const ComputedRow computed = {.cells = published.cells};
  EXPECT_THAT(Compared(published, &computed).compared_none, IsEmpty());
}

TEST(IndicatorRowTest, CountsAnUndeterminedCellWhateverTheFileHasInIt) {
  ComputedRow computed = Computed();
  computed.open_reason = "SIZE_UNKNOWN";
  PublishedRow published = Published();
  published.cells.color = published.cells.box = "";
  const FileReport report = Compared(published, &computed);
  EXPECT_EQ(report.undetermined.at("color").at("SIZE_UNKNOWN"), 1);
  EXPECT_THAT(report.compared_none, IsEmpty());
}

TEST(IndicatorRowTest, DoesNotCompareInputsWithThemselves) {
  ComputedRow computed = Computed();
  computed.cells.status = "9.9";
  computed.cells.change = "9.9";
  const FileReport report = Compared(Published(), &computed, /*values_given=*/true);
  EXPECT_EQ(report.compared.size(), 4U);
  EXPECT_THAT(report.differences, IsEmpty());
}

TEST(IndicatorRowTest, ABlankInAColumnThatTheFileHasIsAnAnswer) {
  const ComputedRow computed = Computed();
  PublishedRow published = Published();
  published.cells.color = "";
  ASSERT_EQ(Compared(published, &computed).differences.size(), 1U);
  EXPECT_EQ(Compared(published, &computed).differences[0].computed, "3");

  published.has_color = false;
  EXPECT_THAT(Compared(published, &computed).differences, IsEmpty());
}

TEST(IndicatorRowTest, AnUndeterminedRowLeavesItsColorAndBoxOpenAndNoKnownLevel) {
  ComputedRow computed = Computed();
  computed.open_reason = "SIZE_UNKNOWN";
  const FileReport report = Compared(Published(), &computed);
  EXPECT_EQ(report.undetermined.at("color").at("SIZE_UNKNOWN"), 1);
  EXPECT_EQ(report.undetermined.at("box").at("SIZE_UNKNOWN"), 1);
  EXPECT_EQ(report.agree.at("status_level"), 1);
  EXPECT_FALSE(report.undetermined.contains("status_level"));

  computed.cells.status_level = "";
  EXPECT_TRUE(Compared(Published(), &computed).undetermined.contains("status_level"));
}

TEST(IndicatorRowTest, SaysThatAYearHasNoRules) {
  const FileReport report = Compared(Published(), nullptr);
  EXPECT_EQ(report.undetermined.size(), 6U);
  EXPECT_EQ(report.undetermined.at("box").at("NO_RULEBOOK_FOR_YEAR"), 1);
}

TEST(IndicatorRowTest, TakesAChangeOfZeroBesideAMissingStatusForNoValueWhereThatIsKnown) {
  PublishedRow published = Published();
  published.cells.change = "0.0";
  ComputedRow computed = Computed();
  computed.cells.change = "";
  EXPECT_EQ(Compared(published, &computed).differences.size(), 1U);

  computed.exception = "ZERO_FOR_NONE";
  EXPECT_EQ(Compared(published, &computed).excepted.at("change").at("ZERO_FOR_NONE"), 1);
}

TEST(IndicatorRowTest, ExceptsWhatFollowsFromAChangeThatTheFileLeavesOut) {
  PublishedRow published = Published();
  published.cells.change = published.cells.change_level = "";
  ComputedRow computed = Computed();
  computed.exception = "CHANGE_LEFT_OUT";
  const FileReport report = Compared(published, &computed);
  EXPECT_EQ(report.excepted.at("change").at("CHANGE_LEFT_OUT"), 1);
  EXPECT_EQ(report.excepted.at("change_level").at("CHANGE_LEFT_OUT"), 1);
  EXPECT_THAT(report.differences, IsEmpty());

  published.prior_status = "";
  EXPECT_EQ(Compared(published, &computed).differences.size(), 2U);
}

}  // namespace
}  // namespace sos::reporting::reconcile
