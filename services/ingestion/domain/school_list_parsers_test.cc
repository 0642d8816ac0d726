// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/school_list_parsers.h"

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

TEST(SchoolSupportParserTest, ReadsWhatTheListSaysOfASchool) {
  const ParsedText file(
      "cds|schoolname|districtname|countyname|charter|TitleI2223|TitleI2324|AssistanceStatus2023|"
      "AssistanceStatus|AA|SWD|TotStudGrps|Exit|DASS|Colors|EnrollmentCount|reportingyear",
      {"01611190130229|Valley High|Valley Unified|Alameda|Y|N|Y|CSI Low Perform|ATSI|N|Y|1|"
       "Did not exit|No|Yes|312|2024"});

  ASSERT_THAT(file.issues, IsEmpty());
  ASSERT_THAT(file.rows.school_support, SizeIs(1));
  const SchoolSupportRow& row = file.rows.school_support[0];
  EXPECT_TRUE(row.header.charter);
  EXPECT_THAT(row.title_i, ElementsAre(Pair(2023, false), Pair(2024, true)));
  EXPECT_THAT(row.statuses, ElementsAre(Pair(2023, "CSI Low Perform"), Pair(2024, "ATSI")));
  EXPECT_THAT(row.listed_groups, ElementsAre(kAfricanAmerican, kStudentsWithDisabilities));
  EXPECT_THAT(row.flagged, ElementsAre(kStudentsWithDisabilities));
  EXPECT_EQ(row.total_group_count, 1);
  EXPECT_EQ(row.exit, "Did not exit");
  EXPECT_EQ(row.alternative, false);
  EXPECT_EQ(row.colored, true);
  EXPECT_EQ(row.enrollment, 312);
}

TEST(SchoolSupportParserTest, NoTitleIOfTheNewestYearIsANo) {
  for (const char* header :
       {"cds|school|county|titlei2223|titlei2324|assistancestatus|reportingyear",
        "cds|school|county|titlei2324|titlei2223|assistancestatus|reportingyear"}) {
    const ParsedText file(header, {"01611190130229|Valley High|Alameda||||2024"});

    ASSERT_THAT(file.rows.school_support, SizeIs(1));
    EXPECT_THAT(file.rows.school_support[0].title_i, ElementsAre(Pair(2024, false)))
        << "and of earlier ones nothing is known: " << header;
  }
}

TEST(SchoolSupportParserTest, WordsBesideTheAnswersAreNotSaid) {
  constexpr char kHeader[] =
      "cds|school|county|titlei2324|dass|colors|enrollmentcount|reportingyear";
  const ParsedText words(kHeader, {"01611190130229|Valley High|Alameda|Y|new|closed|small|2024"});
  ASSERT_THAT(words.rows.school_support, SizeIs(1));
  EXPECT_EQ(words.rows.school_support[0].alternative, std::nullopt);
  EXPECT_EQ(words.rows.school_support[0].colored, std::nullopt);
  EXPECT_EQ(words.rows.school_support[0].enrollment, kNoCount);

  EXPECT_THAT(ParsedText(kHeader, {"01611190130229|Valley High|Alameda|Y|||about 20|2024"}).issues,
              ElementsAre(IssueIs(IssueKind::kMalformedValue, "enrollmentcount")))
      << "what has a digit is a count";
}

TEST(SchoolSupportParserTest, AddsUpTheTotalsOfTwoKindsOfSupport) {
  constexpr char kHeader[] =
      "cds|school|county|titlei2324|totstudgrpsatsi|totstudgrpstsi|reportingyear";
  const ParsedText file(kHeader, {"01611190000001|Valley High|Alameda|Y|2|0|2024",
                                  "01611190000002|Valley High|Alameda|Y||3|2024",
                                  "01611190000003|Valley High|Alameda|Y|4||2024",
                                  "01611190000004|Valley High|Alameda|Y|||2024"});

  ASSERT_THAT(file.rows.school_support, SizeIs(4));
  EXPECT_EQ(file.rows.school_support[0].total_group_count, 2);
  EXPECT_EQ(file.rows.school_support[1].total_group_count, 3);
  EXPECT_EQ(file.rows.school_support[2].total_group_count, 4);
  EXPECT_EQ(file.rows.school_support[3].total_group_count, kNoCount);
}

TEST(SchoolSupportParserTest, ItsRowsAreOfSchoolsEachOnce) {
  const ParsedText file("cds|school|county|titlei2324|reportingyear",
                        {"01611190000000||Alameda|Y|2024", "01611190130229|Valley|Alameda|Y|2024",
                         "01611190130229|Valley|Alameda|Y|2024"});

  EXPECT_THAT(file.rows.school_support, SizeIs(1));
  EXPECT_THAT(file.issues, ElementsAre(IssueIs(IssueKind::kWrongEntity, "cds"),
                                       IssueIs(IssueKind::kDuplicateRow, "cds")));
}

constexpr char kColors[] =
    "cds|studentgroup|ela|math|chronic|grad|susp|cci|grad_average|titlei2324|reportingyear";

TEST(ColorParserTest, ReadsColorsAndWhatStandsBesideThem) {
  const ParsedText file(kColors, {"01611190130229|EL|Red|BLUE|none||Yellow||67.25|Y|2024"});

  ASSERT_THAT(file.rows.colors, SizeIs(1));
  const ColorRow& row = file.rows.colors[0];
  EXPECT_EQ(row.header.collection, Collection::kPublishedSchoolColors);
  EXPECT_EQ(row.group, kEnglishLearners);
  EXPECT_THAT(row.indicators, ElementsAre(Indicator::kChronicAbsenteeism, Indicator::kSuspension,
                                          Indicator::kGraduation, Indicator::kEnglishLanguageArts,
                                          Indicator::kMathematics, Indicator::kCollegeCareer));
  EXPECT_THAT(row.colors, ElementsAre(Color::kNone, Color::kYellow, Color::kNone, Color::kRed,
                                      Color::kBlue, Color::kNone));
  EXPECT_EQ(row.title_i_school_year, 2024);
  EXPECT_EQ(row.title_i, true);
  EXPECT_TRUE(row.graduation_average_listed);
  EXPECT_EQ(row.graduation_average, 67'250'000);
}

TEST(ColorParserTest, ASchoolWithoutAnyResultHasNoGroup) {
  const ParsedText file(kColors, {"01611190130229|||||||||Y|2024"});

  ASSERT_THAT(file.rows.colors, SizeIs(1));
  EXPECT_EQ(file.rows.colors[0].group, kAll);
  EXPECT_EQ(file.rows.colors[0].graduation_average, kNoCount);
}

TEST(ColorParserTest, RefusesOtherColorsGroupsAndAverages) {
  const ParsedText file(
      kColors, {"01611190130229|EL|Purple||||||||2024", "01611190130229|ZZ|||||||||2024",
                "01611190130229|EL|||||||100.000001||2024", "01611190130229|SED|||||||-1||2024",
                "01611190130229|EL|||||||100||2024"});

  EXPECT_THAT(file.issues, ElementsAre(IssueIs(IssueKind::kUnknownCode, "ela"),
                                       IssueIs(IssueKind::kUnknownCode, "studentgroup"),
                                       IssueIs(IssueKind::kOutOfRange, "grad_average"),
                                       IssueIs(IssueKind::kMalformedValue, "grad_average")));
  EXPECT_THAT(file.rows.colors, SizeIs(1));
}

TEST(ColorParserTest, ATableWithoutTheseColumnsSaysNothingOfThem) {
  const ParsedText file("cds|studentgroup|ela|math|chronic|grad|susp|cci|reportingyear",
                        {"01611190130229|ALL|Red||||||2024"});

  ASSERT_THAT(file.rows.colors, SizeIs(1));
  EXPECT_EQ(file.rows.colors[0].header.collection, Collection::kPublishedColors);
  EXPECT_EQ(file.rows.colors[0].title_i_school_year, 0);
  EXPECT_EQ(file.rows.colors[0].title_i, std::nullopt);
  EXPECT_FALSE(file.rows.colors[0].graduation_average_listed);
}

constexpr char kMultiplier[] =
    "county code|district code|school code|school name|charter number|Nonstable A-1|"
    "Enrollment A-2|Rate A-3|Disadvantaged B-1|Rate B-2|Met C-1|Met C-2|Classroom C-3|Eligible C-4|"
    "Statewide D-1|Adjustment D-2|Entitlement D-3|year";

TEST(EquityMultiplierParserTest, ReadsCountsRatesAndDollarsByTheirMarks) {
  const ParsedText file(kMultiplier,
                        {"01|61119|0130229|Valley High|0123|30|100|0.300001|80|0.8|Y|Y|Yes|Y|"
                         "1012.5000000001|-5|81000|2024"});

  ASSERT_THAT(file.issues, IsEmpty());
  ASSERT_THAT(file.rows.equity_multiplier, SizeIs(1));
  const EquityMultiplierRow& row = file.rows.equity_multiplier[0];
  EXPECT_TRUE(row.header.charter);
  EXPECT_EQ(row.nonstable_count, 30);
  EXPECT_EQ(row.enrollment, 100);
  EXPECT_EQ(row.published_nonstability, 300'001);
  EXPECT_EQ(row.disadvantaged_count, 80);
  EXPECT_EQ(row.published_disadvantaged, 800'000);
  EXPECT_EQ(row.published_nonstability_met, true);
  EXPECT_EQ(row.classroom_based, true);
  EXPECT_EQ(row.published_eligible, true);
  EXPECT_EQ(row.statewide_rate, 10'125'000'000'001);
  EXPECT_EQ(row.adjustment, -5);
  EXPECT_EQ(row.published_entitlement, 81'000);
}

TEST(EquityMultiplierParserTest, EverySchoolHasThreeCountsNoneAboveTheEnrollment) {
  const ParsedText file(
      kMultiplier,
      {"01|61119|0000001|Valley||100|100||100||||||||", "01|61119|0000002|Valley|||100||80||||||||",
       "01|61119|0000003|Valley||101|100||80||||||||",
       "01|61119|0000004|Valley||30|100||101||||||||"},
      {.dashboard_year = 2024});

  EXPECT_THAT(file.rows.equity_multiplier, SizeIs(1));
  EXPECT_THAT(file.issues, ElementsAre(IssueIs(IssueKind::kMissingValue, "Nonstable A-1"),
                                       IssueIs(IssueKind::kContradiction, "Nonstable A-1"),
                                       IssueIs(IssueKind::kContradiction, "Disadvantaged B-1")));
}

TEST(EquityMultiplierParserTest, RatesAreSharesAndDollarsHaveAnEnd) {
  const ParsedText file(kMultiplier,
                        {"01|61119|0000001|Valley||1|2|1.000001|1|1||||||||",
                         "01|61119|0000002|Valley||1|2||1|||||||1000000001||",
                         "01|61119|0000003|Valley||1|2||1|||||||-1000000000|1000000000|"},
                        {.dashboard_year = 2024});

  EXPECT_THAT(file.issues, ElementsAre(IssueIs(IssueKind::kOutOfRange, "Rate A-3"),
                                       IssueIs(IssueKind::kOutOfRange, "Adjustment D-2")));
  EXPECT_THAT(file.rows.equity_multiplier, SizeIs(1));
}

TEST(SchoolSupportParserTest, ACharterSchoolIsOneWhoseCellIsNoNo) {
  const ParsedText file("cds|school|county|charter|titleistatus1718|assistancestatus2018|repyr",
                        {"01611190130229|A School|Alameda|N|Yes|ATSI|2018",
                         "01611190130230|B School|Alameda|0|No|ATSI|2018",
                         "01611190130231|C School|Alameda|1234|Yes|ATSI|2018"});

  ASSERT_THAT(file.issues, IsEmpty());
  ASSERT_THAT(file.rows.school_support, SizeIs(3));
  EXPECT_FALSE(file.rows.school_support[0].header.charter);
  EXPECT_FALSE(file.rows.school_support[1].header.charter);
  EXPECT_TRUE(file.rows.school_support[2].header.charter);
  EXPECT_THAT(file.rows.school_support[0].title_i, ElementsAre(std::pair(2018, true)));
}

}  // namespace
}  // namespace sos::ingestion
