// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/domain/reconcile/file_report.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::reporting::reconcile {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

constexpr char kDistrict[] = "01611190000000";

TEST(FileReportTest, CountsWhatWasComparedAndWhatAgrees) {
  FileReport report;
  report.Compare(kDistrict, "HOM", "color", "1", "1");
  report.Compare(kDistrict, "WH", "color", "2", "3");
  report.Compare(kDistrict, "", "status", "", "");
  EXPECT_THAT(report.compared, ElementsAre(Pair("color", 2), Pair("status", 1)));
  EXPECT_THAT(report.agree, ElementsAre(Pair("color", 1), Pair("status", 1)));
}

TEST(FileReportTest, ListsACellThatDiffersWithBothAnswers) {
  FileReport report;
  report.Compare(kDistrict, "WH", "color", "2", "3");
  ASSERT_THAT(report.differences, SizeIs(1));
  EXPECT_EQ(report.differences[0].cds, kDistrict);
  EXPECT_EQ(report.differences[0].group, "WH");
  EXPECT_EQ(report.differences[0].field, "color");
  EXPECT_EQ(report.differences[0].published, "2");
  EXPECT_EQ(report.differences[0].computed, "3");
  EXPECT_THAT(report.agree, IsEmpty());
}

TEST(FileReportTest, ACellThatTheStateLeavesBlankDiffersAndIsNotCompared) {
  FileReport report;
  report.Extra(kDistrict, "HOM", "letter", "C");
  EXPECT_THAT(report.compared, IsEmpty());
  ASSERT_THAT(report.differences, SizeIs(1));
  EXPECT_EQ(report.differences[0].published, "");
  EXPECT_EQ(report.differences[0].computed, "C");
}

TEST(FileReportTest, ExceptedAndUndeterminedCellsAreCountedByReasonAndDifferInNothing) {
  FileReport report;
  report.Except("status", "REVISED");
  report.Except("status", "REVISED");
  report.Except("status", "MASKED");
  report.Undetermined("letter", "ORANGE_UNKNOWN");
  EXPECT_THAT(report.excepted.at("status"), ElementsAre(Pair("MASKED", 1), Pair("REVISED", 2)));
  EXPECT_THAT(report.undetermined.at("letter"), ElementsAre(Pair("ORANGE_UNKNOWN", 1)));
  EXPECT_THAT(report.compared, IsEmpty());
  EXPECT_THAT(report.differences, IsEmpty());
}

}  // namespace
}  // namespace sos::reporting::reconcile
