// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/measure_parser.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/domain/parser_test.h"

namespace sos::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A download of 2023 or later: every row says its indicator.
constexpr char kHeader[] =
    "cds|rtype|studentgroup|indicator|reportingyear|currnumer|currdenom|"
    "currstatus|priornumer|priordenom|priorstatus|change|box";

constexpr char kDistrict[] = "01611190000000";

// The text of a row of the district; `numbers` are the columns from `currnumer` on.
std::string Row(const char* indicator, const char* group, const char* numbers) {
  return absl::StrCat(kDistrict, "|D|", group, "|", indicator, "|2023|", numbers);
}

// The issues of the one row of a file.
std::vector<Issue> IssuesOf(const std::string& row, FileContext context = {}) {
  return ParsedText(kHeader, {row}, std::move(context)).issues;
}

TEST(MeasureParserTest, ReadsWhatTheStateCountedAndWhatItMadeOfIt) {
  const ParsedText file(
      "cds|rtype|studentgroup|indicator|reportingyear|dass_flag|type|currnumer|currdenom|"
      "currstatus|priornumer|priordenom|priorstatus|change|statuslevel|changelevel|color|box|"
      "currdenom_swd|certifyflag|hscutpoints|pairshare_method",
      {"01611190130229|S|SWD|GRAD|2023|Y|HS|50|60|83.3|40|50|80.0|3.3|3|4|4|140|12|Y||P"});

  ASSERT_THAT(file.issues, IsEmpty());
  ASSERT_THAT(file.rows.measures, SizeIs(1));
  const MeasureRow& row = file.rows.measures[0];
  EXPECT_EQ(row.header.collection, Collection::kGraduation);
  EXPECT_EQ(row.header.dashboard_year, 2023);
  EXPECT_EQ(row.group, StudentGroup::kStudentsWithDisabilities);
  EXPECT_TRUE(row.alternative);
  EXPECT_EQ(row.school_type, "HS");
  EXPECT_EQ(row.current_numerator, 50);
  EXPECT_EQ(row.current_denominator, 60);
  EXPECT_EQ(row.prior_numerator, 40);
  EXPECT_EQ(row.prior_denominator, 50);
  EXPECT_EQ(row.current_test_count, kNoCount) << "a column of other indicators";
  EXPECT_EQ(row.current_status, Tenths{833});
  EXPECT_EQ(row.prior_status, Tenths{800});
  EXPECT_EQ(row.change, Tenths{33});
  EXPECT_EQ(row.published_status_level, 3);
  EXPECT_EQ(row.published_change_level, 4);
  EXPECT_EQ(row.published_color, 4);
  EXPECT_EQ(row.published_box, 140);
  EXPECT_EQ(row.flags, kUncertified | kPairShare);
  EXPECT_TRUE(row.status_level_published && row.change_published && row.color_published);
}

TEST(MeasureParserTest, EveryIndicatorIsACollectionOfItsOwn) {
  for (const CodeEntry<Indicator>& entry : kIndicators) {
    const std::string row = Row(std::string(entry.code).c_str(), "ALL", "||||||||");
    const ParsedText file(kHeader, {row});
    ASSERT_THAT(file.rows.measures, SizeIs(1)) << entry.code;
    EXPECT_EQ(static_cast<int>(file.rows.measures[0].header.collection),
              static_cast<int>(entry.value));
  }
  EXPECT_THAT(IssuesOf(Row("GPA", "ALL", "||||||||")),
              ElementsAre(IssueIs(IssueKind::kUnknownCode, "indicator")));
}

TEST(MeasureParserTest, TellsAMissingGroupFromAnUnknownOne) {
  EXPECT_THAT(IssuesOf(Row("GRAD", "", "||||||||")),
              ElementsAre(IssueIs(IssueKind::kMissingValue, "studentgroup")));
  EXPECT_THAT(IssuesOf(Row("GRAD", "ZZ", "||||||||")),
              ElementsAre(IssueIs(IssueKind::kUnknownCode, "studentgroup")));
}

TEST(MeasureParserTest, AnOlderFileOfEnglishLearnersHasNoOtherGroup) {
  const ParsedText file("cds|rtype|currprogressed|currnumer|currdenom|reportingyear",
                        {"01611190000000|D|4|5|10|2019"},
                        {.collection = Collection::kEnglishLearnerProgress});

  ASSERT_THAT(file.rows.measures, SizeIs(1));
  EXPECT_EQ(file.rows.measures[0].group, StudentGroup::kEnglishLearners);
}

TEST(MeasureParserTest, AllMayBeInTheNumeratorAndNoMore) {
  EXPECT_THAT(IssuesOf(Row("GRAD", "ALL", "60|60|100|||||")), IsEmpty());
  EXPECT_THAT(IssuesOf(Row("GRAD", "ALL", "61|60||||||")),
              ElementsAre(IssueIs(IssueKind::kContradiction, "currnumer")));
  EXPECT_THAT(IssuesOf(Row("GRAD", "ALL", "|||61|60|||")),
              ElementsAre(IssueIs(IssueKind::kContradiction, "priornumer")));
}

TEST(MeasureParserTest, NobodyIsInTheNumeratorOfNobody) {
  EXPECT_THAT(IssuesOf(Row("GRAD", "ALL", "0|||||||")), IsEmpty());
  EXPECT_THAT(IssuesOf(Row("GRAD", "ALL", "1|||||||")),
              ElementsAre(IssueIs(IssueKind::kContradiction, "currnumer")));
  EXPECT_THAT(IssuesOf(Row("GRAD", "ALL", "0|0|0|||||")), IsEmpty()) << "no rate of nobody";
}

TEST(MeasureParserTest, ARateMayDifferFromItsCountsByOneTenth) {
  // 50 of 60 are 83.3 percent.
  EXPECT_THAT(IssuesOf(Row("GRAD", "ALL", "50|60|83.2|||||")), IsEmpty());
  EXPECT_THAT(IssuesOf(Row("GRAD", "ALL", "50|60|83.4|||||")), IsEmpty());
  for (const char* numbers : {"50|60|83.1|||||", "50|60|83.5|||||"}) {
    const std::vector<Issue> issues = IssuesOf(Row("GRAD", "ALL", numbers));
    ASSERT_THAT(issues, ElementsAre(IssueIs(IssueKind::kContradiction, "currstatus")));
    EXPECT_THAT(issues[0].description, HasSubstr("50 of 60 is 83.3"));
  }
}

TEST(MeasureParserTest, KeepsAContradictionThatIsAccepted) {
  EXPECT_THAT(IssuesOf(Row("GRAD", "ALL", "50|60|10.0|||||"), {.contradictions_accepted = true}),
              IsEmpty());
}

TEST(MeasureParserTest, MoreStudentsThanTestersMayHaveMadeProgressIn2017) {
  // The rate counts students twice who were reclassified.
  const ParsedText file("cds|rtype|currtesters|currnumer|currdenom|currstatus|reportingyear",
                        {"01611190000000|D|10|12|10|100|2017f"},
                        {.collection = Collection::kEnglishLearnerProgress});

  EXPECT_THAT(file.issues, IsEmpty());
  EXPECT_THAT(file.rows.measures, SizeIs(1));
}

TEST(MeasureParserTest, DistancesMayBeNegativeAndRatesNot) {
  EXPECT_THAT(IssuesOf(Row("ELA", "ALL", "||-400|||400|-800|")), IsEmpty());
  EXPECT_THAT(IssuesOf(Row("MATH", "ALL", "||-400.1|||||")),
              ElementsAre(IssueIs(IssueKind::kOutOfRange, "currstatus")));
  EXPECT_THAT(IssuesOf(Row("SUSP", "ALL", "||-0.1|||||")),
              ElementsAre(IssueIs(IssueKind::kOutOfRange, "currstatus")));
  EXPECT_THAT(IssuesOf(Row("SUSP", "ALL", "|||||100|-100|")), IsEmpty());
  EXPECT_THAT(IssuesOf(Row("SUSP", "ALL", "||||||-100.1|")),
              ElementsAre(IssueIs(IssueKind::kOutOfRange, "change")));
}

TEST(MeasureParserTest, BoxesAreTensUpTo250) {
  EXPECT_THAT(IssuesOf(Row("GRAD", "ALL", "|||||||250")), IsEmpty());
  EXPECT_THAT(IssuesOf(Row("GRAD", "ALL", "|||||||0")), IsEmpty());
  for (const char* box : {"|||||||260", "|||||||15"}) {
    EXPECT_THAT(IssuesOf(Row("GRAD", "ALL", box)),
                ElementsAre(IssueIs(IssueKind::kOutOfRange, "box")));
  }
}

TEST(MeasureParserTest, AnEntityHasOneRowOfAnIndicatorYearAndGroup) {
  const std::string all = Row("GRAD", "ALL", "||||||||");
  const std::string learners = Row("GRAD", "EL", "||||||||");
  const std::string suspension = Row("SUSP", "ALL", "||||||||");
  const ParsedText file(kHeader, {all, learners, suspension, all});

  EXPECT_THAT(file.rows.measures, SizeIs(3));
  ASSERT_THAT(file.issues, ElementsAre(IssueIs(IssueKind::kDuplicateRow, "cds")));
  EXPECT_EQ(file.issues[0].line, 5);
}

// A table that joins all indicators: it has the columns of all, and each row fills its own.
constexpr char kJoined[] =
    "cds|rtype|studentgroup|indicator|reportingyear|currnumer|currdenom|currstatus|priornumer|"
    "priordenom|change|statuslevel|changelevel|color|curr_prep|currdenom_swd|currtesters";

TEST(MeasureParserTest, ReadsTheColumnsOfTheRowsOwnIndicator) {
  const ParsedText file(kJoined,
                        {"01611190000000|D|ALL|CCI|2023|NA|100|40.0|NA|NA|NA|3|NA|NA|40|NA|NA",
                         "01611190000000|D|ALL|GRAD|2023|90|100|90.0|80|100|10.0|4|5|5|NA|NA|NA",
                         "01611190000000|D|SWD|ELA|2023|NA|50|-12.5|NA|50|NA|2|0|0|NA|31|NA",
                         "01611190000000|D|NA|ELPI|2023|30|60|50.0|NA|NA|NA|3|NA|NA|NA|NA|61"});

  ASSERT_THAT(file.issues, IsEmpty());
  ASSERT_THAT(file.rows.measures, SizeIs(4));
  const MeasureRow& career = file.rows.measures[0];
  EXPECT_EQ(career.current_numerator, 40) << "those who are prepared";
  EXPECT_TRUE(career.status_level_published);
  EXPECT_FALSE(career.change_published || career.color_published) << "as in its own file";
  const MeasureRow& graduation = file.rows.measures[1];
  EXPECT_EQ(graduation.current_numerator, 90);
  EXPECT_TRUE(graduation.change_published && graduation.color_published);
  const MeasureRow& english = file.rows.measures[2];
  EXPECT_EQ(english.current_test_count, 31);
  EXPECT_TRUE(english.change_published) << "a 0 among the answers is an answer";
  const MeasureRow& progress = file.rows.measures[3];
  EXPECT_EQ(progress.group, StudentGroup::kEnglishLearners);
  EXPECT_EQ(progress.current_test_count, 61);
}

TEST(MeasureParserTest, AGroupMayBeLeftOutOnlyWhereNoRowOfTheIndicatorNamesOne) {
  const ParsedText file(kJoined, {"01611190000000|D|EL|ELPI|2024|30|60|50.0|||||||||",
                                  "01611190000000|D||ELPI|2024|20|40|50.0|||||||||",
                                  "01611190000000|D||GRAD|2024|20|40|50.0|||||||||"});

  EXPECT_THAT(file.issues, ElementsAre(IssueIs(IssueKind::kMissingValue, "studentgroup"),
                                       IssueIs(IssueKind::kMissingValue, "studentgroup")));
}

TEST(MeasureParserTest, WithoutAColumnOfGroupsOnlyEnglishLearnerProgressIsKnown) {
  const ParsedText file(
      "cds|rtype|indicator|reportingyear|currnumer|currdenom|currstatus",
      {"01611190000000|D|ELPI|2023|30|60|50.0", "01611190000000|D|GRAD|2023|30|60|50.0"});

  EXPECT_THAT(file.rows.measures, SizeIs(1));
  EXPECT_THAT(file.issues, ElementsAre(IssueIs(IssueKind::kMissingValue, "")));
}

TEST(MeasureParserTest, KnowsAnIndicatorByItsCodeItsNameAndOtherWords) {
  for (const auto& [text, indicator] :
       {std::pair{"chro", Indicator::kChronicAbsenteeism},
        std::pair{"absenteeism", Indicator::kChronicAbsenteeism},
        std::pair{"Chronic Absenteeism Rate", Indicator::kChronicAbsenteeism},
        std::pair{"suspension", Indicator::kSuspension},
        std::pair{"Suspension Rate Indicator", Indicator::kSuspension},
        std::pair{"English Learner Progress Indicator", Indicator::kEnglishLearnerProgress},
        std::pair{"Graduation Rate", Indicator::kGraduation},
        std::pair{"English language arts", Indicator::kEnglishLanguageArts},
        std::pair{"Math", Indicator::kMathematics},
        std::pair{"mathematics", Indicator::kMathematics},
        std::pair{"College/Career", Indicator::kCollegeCareer},
        std::pair{"college_and_career", Indicator::kCollegeCareer},
        std::pair{"Science", Indicator::kScience}}) {
    EXPECT_EQ(ParseIndicator(text), indicator) << text;
  }
  for (const char* text : {"", "5", "rate", "English", "indicator", "delay"}) {
    EXPECT_EQ(ParseIndicator(text), std::nullopt) << text;
  }
}

TEST(MeasureParserTest, AWordAmongTheAnswersCostsNoRow) {
  const ParsedText file(kJoined,
                        {"01611190000000|D|ALL|GRAD|2023|90|100|90.0|80|100|10.0|High|5|Blue|||",
                         "01611190000000|D|EL|GRAD|2023|90|100|90.0|80|100|10.0|High|5|Red|||",
                         "01611190000000|D|SWD|GRAD|2023|90|100|90.0|80|100|10.0|4|5|Mauve|||"});

  ASSERT_THAT(file.rows.measures, SizeIs(3));
  EXPECT_FALSE(file.rows.measures[0].status_level_published);
  EXPECT_EQ(file.rows.measures[0].published_color, 5) << "a color by its name";
  EXPECT_EQ(file.rows.measures[1].published_color, 1);
  EXPECT_FALSE(file.rows.measures[2].color_published);
  ASSERT_THAT(file.issues, ElementsAre(IssueIs(IssueKind::kMalformedValue, "statuslevel"),
                                       IssueIs(IssueKind::kMalformedValue, "color")))
      << "once a column";
  EXPECT_EQ(file.issues[0].severity, Severity::kWarning);
}

TEST(MeasureParserTest, AFlagIsReadByItsValue) {
  const ParsedText file(
      "cds|rtype|studentgroup|indicator|reportingyear|currdenom|currstatus|hscutpoints|"
      "pairshare_method",
      {"01611190130229|S|ALL|ELA|2023|50|-3.2|N|No", "01611190130229|S|EL|ELA|2023|50|-3.2|Y|DA",
       "01611190130229|S|SWD|ELA|2023|50|-3.2|0|0"});

  ASSERT_THAT(file.issues, IsEmpty());
  ASSERT_THAT(file.rows.measures, SizeIs(3));
  EXPECT_EQ(file.rows.measures[0].flags, 0);
  EXPECT_EQ(file.rows.measures[1].flags, kHighSchoolCuts | kPairShare);
  EXPECT_EQ(file.rows.measures[2].flags, 0);
}

}  // namespace
}  // namespace sos::ingestion
