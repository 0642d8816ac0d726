// SPDX-License-Identifier: Apache-2.0

// The parser of rows that are kept as published, whose function stands in list_parsers.h.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/domain/parser_test.h"

namespace sos::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kCensus[] = "CDS|studentgroup|totalenrollment|subgrouptotal|rate|reportingyear";

std::vector<Issue> CensusIssues(absl::string_view row) { return ParsedText(kCensus, {row}).issues; }

TEST(PublishedRecordParserTest, KeepsARowWithTheColumnsAsTheFileHasThem) {
  const ParsedText file(kCensus, {"01611190000000|EL|100|*|--|2023"});

  ASSERT_THAT(file.rows.records, SizeIs(1));
  EXPECT_EQ(file.rows.records[0].header.collection, Collection::kCensusEnrollment);
  EXPECT_THAT(file.rows.records[0].columns, ElementsAre("CDS", "studentgroup", "totalenrollment",
                                                        "subgrouptotal", "rate", "reportingyear"));
  EXPECT_THAT(file.rows.records[0].cells,
              ElementsAre("01611190000000", "EL", "100", "", "", "2023"))
      << "a mark for nothing is nothing";
}

TEST(PublishedRecordParserTest, ARowMayLackItsLastCells) {
  const ParsedText file("cds|studentgroup|totalenrollment|subgrouptotal|reportingyear|rate",
                        {"01611190000000|EL|100|20|2023"});

  ASSERT_THAT(file.rows.records, SizeIs(1));
  EXPECT_THAT(file.rows.records[0].cells, SizeIs(6));
}

TEST(PublishedRecordParserTest, AGroupIsNoMoreThanAllAndItsShareIsWhatTheCountsSay) {
  EXPECT_THAT(CensusIssues("01611190000000|EL|100|100|100.0|2023"), IsEmpty());
  EXPECT_THAT(CensusIssues("01611190000000|EL|100|101||2023"),
              ElementsAre(IssueIs(IssueKind::kContradiction, "subgrouptotal")));
  // 20 of 60 are 33.3 percent.
  EXPECT_THAT(CensusIssues("01611190000000|EL|60|20|33.2|2023"), IsEmpty());
  EXPECT_THAT(CensusIssues("01611190000000|EL|60|20|33.4|2023"), IsEmpty());
  const std::vector<Issue> off = CensusIssues("01611190000000|EL|60|20|33.5|2023");
  ASSERT_THAT(off, ElementsAre(IssueIs(IssueKind::kContradiction, "rate")));
  EXPECT_THAT(off[0].description, HasSubstr("33.3"));
  EXPECT_THAT(CensusIssues("01611190000000|EL|0|0|0|2023"), IsEmpty()) << "no share of nobody";
}

TEST(PublishedRecordParserTest, EveryGroupOfAnEntityHasOneRow) {
  const ParsedText file(kCensus,
                        {"01611190000000|TOM|100|20|20|2023", "01611190000000|MR|100|20|20|2023",
                         "01611190000000|EL|100|20|20|2023", "01611190000000||100|20|20|2023"});

  EXPECT_THAT(file.rows.records, SizeIs(2));
  EXPECT_THAT(file.issues, ElementsAre(IssueIs(IssueKind::kDuplicateRow, "CDS"),
                                       IssueIs(IssueKind::kUnknownCode, "studentgroup")))
      << "TOM and MR are one group";
}

constexpr char kLevels[] = "cds|rtype|pl_1|pl_2|pl_3|pl_4|pltotct|pl1_pct|pl4_pct|reportingyear";

std::vector<Issue> LevelIssues(absl::string_view row) { return ParsedText(kLevels, {row}).issues; }

TEST(PublishedRecordParserTest, TheLevelsOfATestAreAllStudentsTogether) {
  EXPECT_THAT(LevelIssues("01611190000000|D|1|2|3|4|10|10|40|2019"), IsEmpty());
  EXPECT_THAT(LevelIssues("01611190000000|D||3|3|4|10||40|2019"), IsEmpty())
      << "a level of nobody may be blank";
  for (const char* row :
       {"01611190000000|D|1|2|3|3|10|||2019", "01611190000000|D|1|2|3|5|10|||2019"}) {
    EXPECT_THAT(LevelIssues(row), ElementsAre(IssueIs(IssueKind::kContradiction, "pltotct")))
        << row;
  }
}

TEST(PublishedRecordParserTest, ChecksTheShareOfALevel) {
  EXPECT_THAT(LevelIssues("01611190000000|D|1|2|3|4|10|20|40|2019"),
              ElementsAre(IssueIs(IssueKind::kContradiction, "pl1_pct")));
}

TEST(PublishedRecordParserTest, ARowWithoutCountsContradictsNothing) {
  EXPECT_THAT(LevelIssues("01611190000000|D||||||||2019"), IsEmpty());
}

}  // namespace
}  // namespace sos::ingestion
