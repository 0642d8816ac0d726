// SPDX-License-Identifier: Apache-2.0
#include "services/suite/commands/replacement_lines.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::suite {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

void Add(ingestion::v1::Submission& submission, const std::string& lea, int stored, int after,
         int vanished_rows, int vanished_groups) {
  auto& replacement = *submission.add_replacements();
  replacement.set_collection(ingestion::v1::COLLECTION_SUSPENSION);
  replacement.set_dashboard_year(2018);
  replacement.set_lea_cds(lea);
  replacement.set_stored_row_count(stored);
  replacement.set_row_count(after);
  replacement.set_vanished_row_count(vanished_rows);
  replacement.set_vanished_group_count(vanished_groups);
}

TEST(ReplacementLinesTest, SaysNothingOfAFileThatReplacesNothing) {
  EXPECT_THAT(ReplacementLines({}, true), IsEmpty());
}

TEST(ReplacementLinesTest, NamesEveryLeaThatLosesRowsAndSumsUpTheOthers) {
  ingestion::v1::Submission submission;
  Add(submission, "27102720000000", 315, 302, 13, 13);
  Add(submission, "27660350000000", 1, 1, 1, 0);
  Add(submission, "27660500000000", 100, 100, 0, 0);
  Add(submission, "27660680000000", 20, 21, 0, 0);

  EXPECT_THAT(
      ReplacementLines(submission, true),
      ElementsAre("replaces 315 rows of LEA 27102720000000 (suspension 2018) by 302; "
                  "13 rows and 13 groups vanish",
                  "replaces 1 row of LEA 27660350000000 (suspension 2018) by 1; 1 row vanishes",
                  "replaces 120 rows of 2 other LEAs by 121; nothing vanishes"));
}

TEST(ReplacementLinesTest, SaysOfADryRunWhatWouldHappen) {
  ingestion::v1::Submission submission;
  Add(submission, "27660500000000", 100, 100, 0, 0);

  EXPECT_THAT(ReplacementLines(submission, false),
              ElementsAre("would replace 100 rows of 1 LEA by 100; nothing vanishes"));
}

TEST(ReplacementLinesTest, SaysOfACorrectionHowManyRowsThereAreThen) {
  ingestion::v1::Submission submission;
  submission.set_corrects(true);
  Add(submission, "27660500000000", 14, 15, 0, 0);

  EXPECT_THAT(ReplacementLines(submission, true),
              ElementsAre("corrects 14 rows of 1 LEA, which are now 15; nothing vanishes"));
}

TEST(ReplacementLinesTest, ShowsTwentyLeasAtMost) {
  ingestion::v1::Submission submission;
  for (int i = 0; i < 21; ++i) Add(submission, absl::StrCat(10 + i), 100, 50, 50, 50);

  const auto lines = ReplacementLines(submission, true);

  ASSERT_EQ(lines.size(), 21);
  EXPECT_EQ(lines.back(), "... and of 1 more; --format json lists them all");
}

TEST(ReplacementLinesTest, SaysThatTheNewValuesHoldWhereFilesDiffer) {
  ingestion::v1::Submission submission;
  ingestion::v1::Submission::Replacement& replacement = *submission.add_replacements();
  replacement.set_stored_row_count(10);
  replacement.set_row_count(10);
  replacement.set_changed_row_count(1);
  EXPECT_THAT(ReplacementLines(submission, true),
              ElementsAre("1 row says something else than what was loaded before; this file holds",
                          "replaces 10 rows of 1 LEA by 10; nothing vanishes"));
}

}  // namespace
}  // namespace sos::suite
