// SPDX-License-Identifier: Apache-2.0

// The parser of assistance files, whose function stands in list_parsers.h.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/domain/parser_test.h"

namespace sos::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using enum StudentGroup;

TEST(AssistanceParserTest, ReadsTheLettersOfEachGroupThatTheFileLists) {
  const ParsedText file("cds|leaname|AApriorities|SWDpriorities|WH_Priorities|reportingyear",
                        {"01611190000000|Valley Unified|A||K|2023"});

  ASSERT_THAT(file.rows.assistance, SizeIs(1));
  const AssistanceRow& row = file.rows.assistance[0];
  EXPECT_EQ(row.header.collection, Collection::kLcffAssistance);
  EXPECT_THAT(row.listed_groups, ElementsAre(kAfricanAmerican, kStudentsWithDisabilities, kWhite));
  EXPECT_THAT(row.letters, ElementsAre(Pair(kAfricanAmerican, 'A'), Pair(kWhite, 'K')));
  EXPECT_FALSE(row.prior_letters_listed);
  EXPECT_EQ(row.total_group_count, kNoCount);
  EXPECT_EQ(row.ec52072, std::nullopt);
}

TEST(AssistanceParserTest, LettersGoFromAToK) {
  for (const char* row : {"01611190000000|L||2023", "01611190000000|a||2023",
                          "01611190000000|AB||2023", "01611190000000|1||2023"}) {
    EXPECT_THAT(ParsedText("cds|swdpriorities|whpriorities|reportingyear", {row}).issues,
                ElementsAre(IssueIs(IssueKind::kUnknownCode, "swdpriorities")))
        << row;
  }
}

TEST(AssistanceParserTest, ReadsStatusesMethodsAndSectionsByTheNamesOfTheirColumns) {
  const ParsedText file(
      "cds|swdpriorities|whpriorities|reportingyear|AssistanceStatus2022|AssistanceStatus2019|"
      "AssistanceStatus|MetMethod1|MetMethod2|MetMethod4|EC52072_2023|EC52071f|TotalStudentGroups",
      {"01611190000000|||2023|General Assistance||Differentiated Assistance|Y|N||N|Y|2"});

  ASSERT_THAT(file.rows.assistance, SizeIs(1));
  const AssistanceRow& row = file.rows.assistance[0];
  EXPECT_THAT(row.statuses, ElementsAre(Pair(2022, "General Assistance"),
                                        Pair(2023, "Differentiated Assistance")))
      << "a blank status is none";
  EXPECT_THAT(row.methods, ElementsAre(Pair(1, true), Pair(2, false)));
  EXPECT_EQ(row.ec52072, false);
  EXPECT_EQ(row.ec52071f, true);
  EXPECT_EQ(row.total_group_count, 2);
}

TEST(AssistanceParserTest, NoEntityHasMoreGroupsThanThereAre) {
  constexpr char kHeader[] = "cds|swdpriorities|whpriorities|reportingyear|totalstudentgroups";

  EXPECT_THAT(ParsedText(kHeader, {"01611190000000|||2023|21"}).issues, IsEmpty());
  EXPECT_THAT(ParsedText(kHeader, {"01611190000000|||2023|22"}).issues,
              ElementsAre(IssueIs(IssueKind::kOutOfRange, "totalstudentgroups")));
}

TEST(AssistanceParserTest, ItsRowsAreOfLeasEachOnce) {
  const ParsedText file("cds|swdpriorities|whpriorities|reportingyear",
                        {"01611190130229|||2023", "01611190000000|||2023", "01611190000000|||2023",
                         "01611190000000|||2024"});

  EXPECT_THAT(file.rows.assistance, SizeIs(2)) << "of two years";
  EXPECT_THAT(file.issues, ElementsAre(IssueIs(IssueKind::kWrongEntity, "cds"),
                                       IssueIs(IssueKind::kDuplicateRow, "cds")));
}

TEST(CharterAssistanceParserTest, TellsTheLettersOfTwoYearsApart) {
  for (const char* header :
       {"cds|swdcurrent|swdprior|ec47607|reportingyear",
        "cds|swd_priorities_current|swd_priorities_prior|ec47607c|reportingyear",
        "cds|swdcurrentpriorities|swdpriorpriorities|ec47607|reportingyear"}) {
    const ParsedText file(header, {"01611190130229|B|C|Y|2024"});

    ASSERT_THAT(file.rows.assistance, SizeIs(1)) << header;
    const AssistanceRow& row = file.rows.assistance[0];
    EXPECT_EQ(row.header.collection, Collection::kCharterAssistance);
    EXPECT_TRUE(row.header.charter);
    EXPECT_THAT(row.letters, ElementsAre(Pair(kStudentsWithDisabilities, 'B'))) << header;
    EXPECT_THAT(row.prior_letters, ElementsAre(Pair(kStudentsWithDisabilities, 'C'))) << header;
    EXPECT_TRUE(row.prior_letters_listed);
    EXPECT_EQ(row.ec47607, true);
  }
}

TEST(CharterAssistanceParserTest, ItsRowsAreOfSchools) {
  EXPECT_THAT(ParsedText("cds|swdcurrent|reportingyear", {"01611190000000||2024"}).issues,
              ElementsAre(IssueIs(IssueKind::kWrongEntity, "cds")));
}

}  // namespace
}  // namespace sos::ingestion
