// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/list_parsers.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/domain/parser_test.h"

namespace sos::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kLocal[] = "cds|leaname|localindicator|performance|year";

TEST(LocalRatingParserTest, ReadsThePriorityFromAWordOrANumber) {
  const ParsedText file(kLocal, {"01611190000000|Valley Unified|Basic-Priority Area 1|Met|2018",
                                 "01611190000000|Valley Unified|10|Not Met|2018"});

  ASSERT_THAT(file.issues, IsEmpty());
  ASSERT_THAT(file.rows.local_ratings, SizeIs(2));
  EXPECT_EQ(file.rows.local_ratings[0].priority, 1);
  EXPECT_EQ(file.rows.local_ratings[0].header.collection, Collection::kLocalPriority1);
  EXPECT_EQ(file.rows.local_ratings[1].priority, 10);
  EXPECT_EQ(file.rows.local_ratings[1].header.collection, Collection::kLocalPriority10);
}

TEST(LocalRatingParserTest, HasNoRatingOfPrioritiesThatAreNotLocal) {
  const ParsedText file(kLocal, {"01611190000000|Valley Unified|4|Met|2018",
                                 "01611190000000|Valley Unified||Met|2018"});

  EXPECT_THAT(file.issues, ElementsAre(IssueIs(IssueKind::kUnknownCode, "localindicator"),
                                       IssueIs(IssueKind::kUnknownCode, "localindicator")));
}

TEST(LocalRatingParserTest, KnowsFourRatings) {
  const ParsedText file(
      kLocal,
      {"01611190000000|Valley Unified|1|met|2018", "01611190000000|Valley Unified|2|Not Met|2018",
       "01611190000000|Valley Unified|3|Not Met For Two or More Years|2018",
       "01611190000000|Valley Unified|6|NA|2018", "01611190000000|Valley Unified|7|Good|2018"});

  ASSERT_THAT(file.rows.local_ratings, SizeIs(4));
  EXPECT_EQ(file.rows.local_ratings[0].performance, LocalPerformance::kMet);
  EXPECT_EQ(file.rows.local_ratings[1].performance, LocalPerformance::kNotMet);
  EXPECT_EQ(file.rows.local_ratings[2].performance, LocalPerformance::kNotMetTwoOrMoreYears);
  EXPECT_EQ(file.rows.local_ratings[3].performance, LocalPerformance::kNotApplicable);
  EXPECT_THAT(file.issues, ElementsAre(IssueIs(IssueKind::kUnknownCode, "performance")));
}

TEST(LocalRatingParserTest, ASchoolThatIsRatedIsACharterSchool) {
  const ParsedText file(kLocal, {"01611190130229|Valley Charter|1|Met|2018",
                                 "01611190000000|Valley Unified|1|Met|2018"});

  ASSERT_THAT(file.rows.local_ratings, SizeIs(2));
  EXPECT_TRUE(file.rows.local_ratings[0].header.charter);
  EXPECT_FALSE(file.rows.local_ratings[1].header.charter);
}

TEST(LocalRatingParserTest, ALeaIsRatedOnceAPriority) {
  const ParsedText file(kLocal, {"01611190000000|Valley Unified|1|Met|2018",
                                 "01611190000000|Valley Unified|2|Met|2018",
                                 "01611190000000|Valley Unified|1|Not Met|2018"});

  EXPECT_THAT(file.rows.local_ratings, SizeIs(2));
  EXPECT_THAT(file.issues, ElementsAre(IssueIs(IssueKind::kDuplicateRow, "cds")));
}

constexpr char kLowest[] = "cds|rtype|studentgroup|ela|math|chronic|elpi|grad|susp|reportingyear";

TEST(LowestPerformanceParserTest, ReadsInWhatAGroupIsAtTheLowestLevel) {
  const ParsedText file(kLowest, {"01611190000000|D|SWD|1|0||Y||N|2023"});

  ASSERT_THAT(file.rows.lowest_performance, SizeIs(1));
  EXPECT_EQ(file.rows.lowest_performance[0].group, StudentGroup::kStudentsWithDisabilities);
  EXPECT_THAT(file.rows.lowest_performance[0].indicators,
              ElementsAre(Indicator::kEnglishLanguageArts, Indicator::kEnglishLearnerProgress));
}

TEST(LowestPerformanceParserTest, EveryRowOfAListOfGroupsNamesOneGroupOnce) {
  const ParsedText file(kLowest,
                        {"01611190000000|D||1||||||2023", "01611190000000|D|EL|1||||||2023",
                         "01611190000000|D|EL|1||||||2023", "01611190000000|D|SED|1||||||2023"});

  EXPECT_THAT(file.rows.lowest_performance, SizeIs(2));
  EXPECT_THAT(file.issues, ElementsAre(IssueIs(IssueKind::kUnknownCode, "studentgroup"),
                                       IssueIs(IssueKind::kDuplicateRow, "cds")));
}

TEST(LowestPerformanceParserTest, AListOfSchoolsIsAboutAllStudents) {
  const ParsedText file("cds|rtype|ela|math|chronic|elpi|grad|susp|cci|reportingyear",
                        {"01611190130229|S|||||||1|2023"});

  ASSERT_THAT(file.rows.lowest_performance, SizeIs(1));
  EXPECT_EQ(file.rows.lowest_performance[0].group, StudentGroup::kAll);
  EXPECT_THAT(file.rows.lowest_performance[0].indicators, ElementsAre(Indicator::kCollegeCareer));
}

constexpr char kDirectory[] =
    "cdscode|county|district|school|statustype|charter|doc|eilcode|fundingtype|dass";

TEST(EntityParserTest, ReadsWhatADirectorySaysOfASchool) {
  const ParsedText file(kDirectory,
                        {"01611190130229|Alameda|Valley Unified|Valley High|Active|Y|54|HS|"
                         "Directly funded|N"},
                        {.dashboard_year = 2023});

  ASSERT_THAT(file.rows.entities, SizeIs(1));
  const EntityRow& row = file.rows.entities[0];
  EXPECT_EQ(row.header.collection, Collection::kEntityDirectory);
  EXPECT_TRUE(row.charter && row.header.charter);
  EXPECT_FALSE(row.alternative);
  EXPECT_EQ(row.district_type, "54");
  EXPECT_EQ(row.level, "HS");
  EXPECT_EQ(row.funding_type, "Directly funded");
  EXPECT_EQ(row.status, "Active");
}

TEST(EntityParserTest, NoDataIsNothing) {
  const ParsedText file(kDirectory,
                        {"01611190000000|Alameda|Valley Unified|No Data|Active|N|54|No Data|"
                         "no data|"},
                        {.dashboard_year = 2023});

  ASSERT_THAT(file.rows.entities, SizeIs(1));
  EXPECT_EQ(file.rows.entities[0].level, "");
  EXPECT_EQ(file.rows.entities[0].funding_type, "");
  EXPECT_FALSE(file.rows.entities[0].charter);
}

TEST(EntityParserTest, ListsAnEntityOnce) {
  constexpr char kRow[] = "01611190000000|Alameda|Valley Unified||Active|N|54|||";
  const ParsedText file(kDirectory, {kRow, kRow}, {.dashboard_year = 2023});

  EXPECT_THAT(file.rows.entities, SizeIs(1));
  EXPECT_THAT(file.issues, ElementsAre(IssueIs(IssueKind::kDuplicateRow, "cdscode")));
}

constexpr char kTestDirectory[] =
    "county code|district code|school code|type id|county name|district name|school name|zip code";

TEST(EntityParserTest, TheTypeOfADirectoryOfTestsFitsTheCode) {
  const FileContext context{.dashboard_year = 2023};
  const ParsedText good(kTestDirectory,
                        {"00|00000|0000000|4||||", "01|00000|0000000|5|Alameda|||",
                         "01|61119|0000000|6|Alameda|Valley Unified||94501-1234",
                         "01|61119|0130229|7|Alameda|Valley Unified|Valley High|94501"},
                        context);
  EXPECT_THAT(good.issues, IsEmpty());
  EXPECT_THAT(good.rows.entities, SizeIs(4));

  const ParsedText bad(kTestDirectory,
                       {"01|61119|0000000|7|Alameda|Valley Unified||",
                        "01|61119|0130229|6|Alameda|Valley Unified|Valley High|",
                        "01|61119|0130229|3|Alameda|Valley Unified|Valley High|"},
                       context);
  EXPECT_THAT(bad.issues, ElementsAre(IssueIs(IssueKind::kWrongEntity, "type id"),
                                      IssueIs(IssueKind::kWrongEntity, "type id"),
                                      IssueIs(IssueKind::kWrongEntity, "type id")));
}

TEST(EntityParserTest, AZipCodeHasNoLetters) {
  const ParsedText file(kTestDirectory, {"01|61119|0000000|6|Alameda|Valley Unified||Alameda"},
                        {.dashboard_year = 2023});

  EXPECT_THAT(file.issues, ElementsAre(IssueIs(IssueKind::kMalformedValue, "zip code")));
}

TEST(EntityParserTest, WhoCertifiedInTimeIsNotAmongTheLate) {
  const ParsedText file(
      "cds|leaname|latecertification|year",
      {"01611190000000|Valley Unified|Y|2023", "01611270000000|Hill Unified|N|2023",
       "01611270000000|Hill Unified|Y|2023"});

  ASSERT_THAT(file.rows.entities, SizeIs(1));
  EXPECT_EQ(file.rows.entities[0].header.cds.text(), "01611190000000");
  EXPECT_THAT(file.issues, ElementsAre(IssueIs(IssueKind::kDuplicateRow, "cds")))
      << "the row of an LEA that was in time is a row all the same";
}

}  // namespace
}  // namespace sos::ingestion
