// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/cell.h"

#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/domain/parser_test.h"

namespace sos::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr int kLine = 7;

// A row of one cell, in the column `value`.
class OneCell {
 public:
  explicit OneCell(absl::string_view text)
      : cell_{text}, row(header_, cell_, kLine, "Sheet 2", issues) {}

 private:
  const absl::string_view name_[1] = {"Value"};
  const Header header_{name_};
  const std::vector<absl::string_view> cell_;

 public:
  std::vector<Issue> issues;
  RowCells row;
};

TEST(CellTest, ANameHasThreeCharactersAndALetter) {
  EXPECT_TRUE(LooksLikeName("Ina"));
  EXPECT_TRUE(LooksLikeName("99 High"));
  EXPECT_TRUE(LooksLikeName("\xc3\xb1\xc3\xb1")) << "letters outside ASCII";
  for (const char* text : {"", "El", "123", "www.example.org", "WWW.EXAMPLE.ORG", "https://a.b"}) {
    EXPECT_FALSE(LooksLikeName(text)) << text;
  }
}

TEST(CellTest, HasNoTextWhereTheRowHasNoCell) {
  const OneCell cell("x");

  EXPECT_EQ(cell.row.Text(-1), "");
  EXPECT_EQ(cell.row.Text(0), "x");
  EXPECT_EQ(cell.row.Text(1), "");
}

TEST(CellTest, CountsFromZeroToTheMostThereCanBe) {
  EXPECT_EQ(OneCell("0").row.Count(0), 0);
  EXPECT_EQ(OneCell("72.0").row.Count(0), 72);
  EXPECT_EQ(OneCell("1,314").row.Count(0), 1314);
  EXPECT_EQ(OneCell("8000000").row.Count(0), kMaxStudentCount);
  EXPECT_EQ(OneCell("21").row.Count(0, 21), 21);

  OneCell over("8000001");
  over.row.Count(0);
  EXPECT_THAT(over.issues, ElementsAre(IssueIs(IssueKind::kOutOfRange, "Value")));
  OneCell over_own("22");
  over_own.row.Count(0, 21);
  EXPECT_THAT(over_own.issues, ElementsAre(IssueIs(IssueKind::kOutOfRange, "Value")));
  OneCell negative("-1");
  negative.row.Count(0);
  EXPECT_THAT(negative.issues, ElementsAre(IssueIs(IssueKind::kOutOfRange, "Value")));
}

TEST(CellTest, RefusesACountThatIsNoWholeNumber) {
  for (const char* text : {"72.5", "10,00", ".0", "twelve", "99999999999999999999"}) {
    OneCell cell(text);
    EXPECT_EQ(cell.row.Count(0), kNoCount) << text;
    EXPECT_THAT(cell.issues, ElementsAre(IssueIs(IssueKind::kMalformedValue, "Value"))) << text;
  }
}

TEST(CellTest, ABlankCountIsNoneAndNoIssue) {
  OneCell cell("--");

  EXPECT_EQ(cell.row.Count(0), kNoCount);
  EXPECT_FALSE(cell.row.bad());
}

TEST(CellTest, ANumberMayBeAsLargeAsBothEndsOfItsRange) {
  EXPECT_EQ(OneCell("100").row.Number(0, -100, 100), Tenths{1000});
  EXPECT_EQ(OneCell("-100.0").row.Number(0, -100, 100), Tenths{-1000});
  EXPECT_EQ(OneCell("").row.Number(0, -100, 100), std::nullopt);

  for (const char* text : {"100.1", "-100.1"}) {
    OneCell cell(text);
    cell.row.Number(0, -100, 100);
    EXPECT_THAT(cell.issues, ElementsAre(IssueIs(IssueKind::kOutOfRange, "Value"))) << text;
  }
  OneCell word("high");
  EXPECT_EQ(word.row.Number(0, -100, 100), std::nullopt);
  EXPECT_THAT(word.issues, ElementsAre(IssueIs(IssueKind::kMalformedValue, "Value")));
}

TEST(CellTest, ANumberWithAnExponentIsRefusedWithTheCure) {
  for (const char* text : {"1.2E+03", "1E3", "1,2e+3"}) {
    OneCell count(text);
    EXPECT_EQ(count.row.Count(0), kNoCount) << text;
    ASSERT_THAT(count.issues, ElementsAre(IssueIs(IssueKind::kMalformedValue, "Value"))) << text;
    EXPECT_THAT(count.issues[0].description, HasSubstr("without exponent"));
    OneCell number(text);
    EXPECT_EQ(number.row.Number(0, 0, 100), std::nullopt) << text;
    EXPECT_THAT(number.issues, ElementsAre(IssueIs(IssueKind::kMalformedValue, "Value"))) << text;
  }
}

TEST(CellTest, ARateMayBePrintedInPercentAndADistanceMayNot) {
  EXPECT_EQ(OneCell("12.3%").row.Number(0, 0, 100), Tenths{123});
  EXPECT_EQ(OneCell("12.3 %").row.Number(0, -100, 100), Tenths{123});

  OneCell distance("12.3%");
  EXPECT_EQ(distance.row.Number(0, -400, 400), std::nullopt);
  EXPECT_THAT(distance.issues, ElementsAre(IssueIs(IssueKind::kMalformedValue, "Value")));
}

TEST(CellTest, AnAnswerOfTheStateIsZeroWhereItIsBlankAndAWordIsNone) {
  EXPECT_EQ(OneCell("").row.Output(0, 5).value, 0);
  EXPECT_EQ(OneCell("5").row.Output(0, 5).value, 5);
  OneCell word("High");
  EXPECT_FALSE(word.row.Output(0, 5).readable);
  EXPECT_FALSE(word.row.bad()) << "no rule reads it";
  for (const char* text : {"6", "-1"}) {
    OneCell cell(text);
    EXPECT_EQ(cell.row.Output(0, 5).value, 0) << text;
    EXPECT_THAT(cell.issues, ElementsAre(IssueIs(IssueKind::kOutOfRange, "Value"))) << text;
  }
}

TEST(CellTest, AWarningLeavesTheRow) {
  OneCell cell("High");
  cell.row.Warn(IssueKind::kMalformedValue, 0, "expected a number");

  ASSERT_THAT(cell.issues, ElementsAre(IssueIs(IssueKind::kMalformedValue, "Value")));
  EXPECT_EQ(cell.issues[0].severity, Severity::kWarning);
  EXPECT_FALSE(cell.row.bad());
}

TEST(CellTest, WhatIsGivenIsNeitherBlankNorNo) {
  for (const char* text : {"Y", "1234", "DA"}) EXPECT_TRUE(OneCell(text).row.Given(0)) << text;
  for (const char* text : {"", "N", "no", "0", "FALSE", "NA"}) {
    EXPECT_FALSE(OneCell(text).row.Given(0)) << text;
  }
}

TEST(CellTest, AnAnswerMayBeLeftOutAndAFlagIsThenFalse) {
  for (const char* yes : {"Y", "y", "Yes", "TRUE", "T", "1", "1.0"}) {
    EXPECT_EQ(OneCell(yes).row.Answer(0), true) << yes;
  }
  for (const char* no : {"N", "no", "False", "F", "0", "0.0"}) {
    EXPECT_EQ(OneCell(no).row.Answer(0), false) << no;
  }
  EXPECT_EQ(OneCell("").row.Answer(0), std::nullopt);
  EXPECT_FALSE(OneCell("").row.Flag(0));
  EXPECT_TRUE(OneCell("Y").row.Flag(0));

  OneCell maybe("Perhaps");
  EXPECT_FALSE(maybe.row.Flag(0));
  EXPECT_THAT(maybe.issues, ElementsAre(IssueIs(IssueKind::kUnknownCode, "Value")));
}

TEST(CellTest, ANameHasNoCharactersThatCannotBeSeen) {
  EXPECT_EQ(OneCell("Pe\xc3\xb1"
                    "a Elementary")
                .row.Name(0),
            "Pe\xc3\xb1"
            "a Elementary");

  OneCell hidden("Valley\x1b[2J");
  EXPECT_EQ(hidden.row.Name(0), "");
  EXPECT_THAT(hidden.issues, ElementsAre(IssueIs(IssueKind::kMalformedValue, "Value")));
}

TEST(CellTest, AnIssueSaysWhereTheValueStandsAndWhatItIs) {
  OneCell cell("12x");
  cell.row.Reject(IssueKind::kMalformedValue, 0, "a count is a whole number");

  ASSERT_EQ(cell.issues.size(), 1);
  EXPECT_TRUE(cell.row.bad());
  EXPECT_EQ(cell.issues[0].sheet, "Sheet 2");
  EXPECT_EQ(cell.issues[0].line, kLine);
  EXPECT_EQ(cell.issues[0].column, "Value");
  EXPECT_EQ(cell.issues[0].value, "12x");
}

TEST(CellTest, AnIssueOfNoColumnNamesNone) {
  OneCell cell("12x");
  cell.row.Reject(IssueKind::kMissingValue, -1, "every row needs its Dashboard year");

  EXPECT_THAT(cell.issues, ElementsAre(IssueIs(IssueKind::kMissingValue, "")));
  EXPECT_EQ(cell.issues[0].value, "");
}

TEST(CellTest, CutsALongValueBetweenTwoCharacters) {
  const std::string exact(kMaxIssueValueBytes, 'a');
  const std::string split = std::string(kMaxIssueValueBytes - 1, 'a') + "\xc3\xb1";

  OneCell whole(exact);
  whole.row.Reject(IssueKind::kMalformedValue, 0, "");
  EXPECT_EQ(whole.issues[0].value, exact);
  OneCell cut(split);
  cut.row.Reject(IssueKind::kMalformedValue, 0, "");
  EXPECT_EQ(cut.issues[0].value, std::string(kMaxIssueValueBytes - 1, 'a'));
}

TEST(CellTest, AnIssueOfAStudentHoldsNothingOfTheCell) {
  OneCell cell("1000000001");
  cell.row.RejectUnseen(IssueKind::kMalformedValue, 0, "expected 10 digits");

  EXPECT_THAT(cell.issues, ElementsAre(IssueIs(IssueKind::kMalformedValue, "Value")));
  EXPECT_EQ(cell.issues[0].value, "");
}

TEST(CellTest, SaysWhomTheIssuesOfThisRowAreAboutAndNoOthers) {
  OneCell cell("x");
  cell.issues.push_back({.line = kLine - 1});
  cell.row.RejectUnseen(IssueKind::kMissingValue, 0, "");
  cell.row.RejectUnseen(IssueKind::kMissingValue, 0, "");
  cell.row.NoteStudent("L1");

  ASSERT_EQ(cell.issues.size(), 3);
  EXPECT_EQ(cell.issues[0].local_student, std::nullopt);
  EXPECT_EQ(cell.issues[1].local_student, "L1");
  EXPECT_EQ(cell.issues[2].local_student, "L1");
}

}  // namespace
}  // namespace sos::ingestion
