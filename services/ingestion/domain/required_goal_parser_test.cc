// SPDX-License-Identifier: Apache-2.0
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/domain/parser_test.h"

namespace sos::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using enum StudentGroup;

constexpr char kGoals[] = "cds|leaname|targeted student group(s)|year";

TEST(RequiredGoalParserTest, ReadsAListOfGroupsInWordsOrCodes) {
  const ParsedText file(kGoals, {"01611190000000|Valley|Foster Youth, SWD; and Homeless|2024"});

  ASSERT_THAT(file.rows.required_goals, SizeIs(1));
  EXPECT_THAT(file.rows.required_goals[0].groups,
              UnorderedElementsAre(kFosterYouth, kStudentsWithDisabilities, kHomeless));
}

TEST(RequiredGoalParserTest, EveryLeaOfTheListHasAKnownGroupAndOneRow) {
  const ParsedText file(kGoals, {"01611190000000|Valley||2024", "01611190000000|Valley|, ;|2024",
                                 "01611190000000|Valley|EL, Left-handed|2024",
                                 "01611190000000|Valley|EL|2024", "01611190000000|Valley|EL|2024"});

  constexpr char kGroups[] = "targeted student group(s)";
  EXPECT_THAT(file.issues, ElementsAre(IssueIs(IssueKind::kMissingValue, kGroups),
                                       IssueIs(IssueKind::kMissingValue, kGroups),
                                       IssueIs(IssueKind::kUnknownCode, kGroups),
                                       IssueIs(IssueKind::kDuplicateRow, "cds")));
  EXPECT_THAT(file.rows.required_goals, SizeIs(1));
}

TEST(RequiredGoalParserTest, ReadsAMisspelledGroupWhereOnlyOneIsLikeItAndSaysSo) {
  const ParsedText file(kGoals, {"01611190000000|Valley|Two or More Race; Foster Youth|2023",
                                 "01611270000000|Hill|Martians|2023"});

  ASSERT_THAT(file.rows.required_goals, SizeIs(1));
  EXPECT_THAT(file.rows.required_goals[0].groups,
              ElementsAre(StudentGroup::kTwoOrMoreRaces, StudentGroup::kFosterYouth));
  constexpr char kGroups[] = "targeted student group(s)";
  ASSERT_THAT(file.issues, ElementsAre(IssueIs(IssueKind::kUnknownCode, kGroups),
                                       IssueIs(IssueKind::kUnknownCode, kGroups)));
  EXPECT_EQ(file.issues[0].severity, Severity::kWarning);
  EXPECT_EQ(file.issues[1].severity, Severity::kFatal);
}

}  // namespace
}  // namespace sos::ingestion
