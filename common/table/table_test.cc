// SPDX-License-Identifier: Apache-2.0
#include "common/table/table.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/table/delimited.h"
#include "common/table/packed_test_files.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::table {
namespace {

using ::sos::test_util::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Writes down every visit as "line:cell|cell".
class Recorder : public RowVisitor {
 public:
  void BeginSheet(absl::string_view name) override {
    visits.push_back(absl::StrCat("[", name, "]"));
  }
  absl::Status VisitRow(const Row& row) override {
    visits.push_back(absl::StrCat(row.line, ":", absl::StrJoin(row.cells, "|")));
    return absl::OkStatus();
  }
  std::vector<std::string> visits;
};

std::vector<std::string> Read(absl::string_view bytes) {
  Recorder recorder;
  EXPECT_THAT(ReadTable(bytes, {}, recorder), IsOk());
  return recorder.visits;
}

absl::Status Refusal(absl::string_view bytes, TableLimits limits = {}) {
  Recorder recorder;
  return ReadTable(bytes, limits, recorder);
}

std::string Workbook(const std::string& sheet_data) {
  return Zip({
      {"xl/workbook.xml", R"(<workbook xmlns:r="r"><sheets><sheet name="Notes" r:id="rId2"/>)"
                          R"(<sheet name="Data" r:id="rId1"/></sheets></workbook>)"},
      {"xl/_rels/workbook.xml.rels",
       R"(<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>)"
       R"(<Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>)"},
      {"xl/sharedStrings.xml",
       R"(<sst><si><t>cds</t></si><si><r><t>rich </t></r><r><t>text</t></r><rPh><t>x</t></rPh></si></sst>)"},
      {"xl/worksheets/sheet1.xml",
       absl::StrCat("<worksheet><sheetData>", sheet_data, "</sheetData></worksheet>")},
      {"xl/worksheets/sheet2.xml",
       R"(<worksheet><sheetData><row r="2"><c r="A2" t="inlineStr"><is><t>note</t></is></c></row></sheetData></worksheet>)"},
  });
}

TEST(DelimitedTest, ReadsTabsWithUnixAndWindowsLineEnds) {
  EXPECT_THAT(Read("a\tb\n1\t\n"), ElementsAre("[]", "1:a|b", "2:1|"));
  EXPECT_THAT(Read("a\tb\r\n1\t2\r\n"), ElementsAre("[]", "1:a|b", "2:1|2"));
}

TEST(DelimitedTest, ReadsTextWhoseLinesEndWithReturnsOnly) {
  EXPECT_THAT(Read("a\tb\r1\t2\r\r3\t4\r"), ElementsAre("[]", "1:a|b", "2:1|2", "4:3|4"));
}

TEST(DelimitedTest, SaysWhatStandsBetweenCellsAndWhereTheTextEndsWithinARow) {
  class Ends : public RowVisitor {
   public:
    void BeginSheet(absl::string_view) override {}
    absl::Status VisitRow(const Row& row) override {
      ends.push_back(absl::StrCat(std::string(1, row.delimiter), row.open_ended ? " open" : ""));
      return absl::OkStatus();
    }
    std::vector<std::string> ends;
  };
  Ends closed;
  EXPECT_THAT(ReadTable("a;b\n1;2\n", {}, closed), IsOk());
  EXPECT_THAT(closed.ends, ElementsAre(";", ";"));
  Ends open;
  EXPECT_THAT(ReadTable("a;b\n1;2", {}, open), IsOk());
  EXPECT_THAT(open.ends, ElementsAre(";", "; open"));
}

TEST(DelimitedTest, ReadsALastLineWithoutLineEnd) {
  EXPECT_THAT(Read("a\tb\n1\t2"), ElementsAre("[]", "1:a|b", "2:1|2"));
}

TEST(DelimitedTest, SkipsBlankLinesAndStillCountsThem) {
  EXPECT_THAT(Read("a,b\n\n,\n1,2\n"), ElementsAre("[]", "1:a|b", "4:1|2"));
}

TEST(DelimitedTest, UnquotesCellsAndLetsThemSpanLinesInCommaSeparatedText) {
  EXPECT_THAT(Read("a,b\n\"x, \"\"y\"\"\",\"two\nlines\"\n3,4\n"),
              ElementsAre("[]", "1:a|b", "2:x, \"y\"|two\nlines", "4:3|4"));
}

TEST(DelimitedTest, TakesAStrayQuoteInTabSeparatedTextForACharacter) {
  EXPECT_THAT(Read("a\tb\n\"Hope\" High\t2\n\"open\t3\n"),
              ElementsAre("[]", "1:a|b", "2:\"Hope\" High|2", "3:\"open|3"));
}

TEST(DelimitedTest, FindsTheDelimiterFromTheFirstLines) {
  EXPECT_EQ(SniffDelimiter("Title, with a comma\na\tb\tc\n1\t2\t3\n"), '\t');
  EXPECT_EQ(SniffDelimiter("a^b^c\n"), '^');
  EXPECT_EQ(SniffDelimiter("a|b|c\n1|one, two, three, and four|3\n1|five, six, seven|3\n"), '|');
  EXPECT_EQ(SniffDelimiter("a,b,c,d\n1,\"x; y; z\",3,4\n1,\"2, 2\",3,4\n"), ',');
}

TEST(EncodingTest, ReadsUtf8WithAndWithoutMarkAndWindows1252) {
  EXPECT_THAT(Read("\xef\xbb\xbf"
                   "a\tPe\xc3\xb1"
                   "a\n"),
              ElementsAre("[]",
                          "1:a|Pe\xc3\xb1"
                          "a"));
  EXPECT_THAT(Read("a\tPe\xf1"
                   "a \x96 x\n"),
              ElementsAre("[]",
                          "1:a|Pe\xc3\xb1"
                          "a \xe2\x80\x93 x"));
}

TEST(EncodingTest, ReadsUtf16WithAMark) {
  EXPECT_THAT(Read({"\xff\xfe"
                    "a\0\t\0b\0\n\0",
                    10}),
              ElementsAre("[]", "1:a|b"));
}

TEST(EncodingTest, KnowsUtf16WithoutAMarkByItsZeros) {
  EXPECT_THAT(Read({"a\0\t\0b\0\n\0001\0\t\0002\0", 14}), ElementsAre("[]", "1:a|b", "2:1|2"));
  EXPECT_THAT(Read({"\0a\0\t\0b\0\n", 8}), ElementsAre("[]", "1:a|b"));
}

TEST(EncodingTest, OneLineOfAnotherEncodingSpoilsNoOther) {
  EXPECT_THAT(Read("a\tPe\xc3\xb1"
                   "a\nb\tPe\xf1"
                   "a\nc\tCa\xc3\xb1"
                   "on\n"),
              ElementsAre("[]",
                          "1:a|Pe\xc3\xb1"
                          "a",
                          "2:b|Pe\xc3\xb1"
                          "a",
                          "3:c|Ca\xc3\xb1"
                          "on"));
}

TEST(GzipTest, ReadsTextInsideGzipAndSeveralMembers) {
  EXPECT_THAT(Read(Gzip("a\tb\n") + Gzip("1\t2\n")), ElementsAre("[]", "1:a|b", "2:1|2"));
}

TEST(GzipTest, RefusesATruncatedFileAndAFileThatUnpacksBeyondTheLimit) {
  const std::string packed = Gzip(std::string(1 << 20, 'x'));
  EXPECT_EQ(Refusal(absl::string_view(packed).substr(0, packed.size() / 2)).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Refusal(packed, {.max_uncompressed_bytes = 1 << 19}).code(),
            absl::StatusCode::kResourceExhausted);
}

TEST(WorkbookTest, ReadsSharedInlineAndNumberCellsAtTheirColumns) {
  EXPECT_THAT(
      Read(Workbook(
          R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>)"
          R"(<row r="3"><c r="B3"><v>45.700000000000003</v></c><c r="C3"><v>1100170112607</v></c></row>)")),
      ElementsAre("[Notes]", "2:note", "[Data]", "1:cds||rich text", "3:|45.7|1100170112607"));
}

TEST(WorkbookTest, LeavesANumberAsItIsWhoseExponentHidesDigits) {
  EXPECT_THAT(
      Read(Workbook(
          R"(<row r="1"><c r="A1"><v>1.96473E+13</v></c><c r="B1"><v>1.9647331234567E13</v></c>)"
          R"(<c r="C1"><v>4.4999999999999998E-2</v></c><c r="D1"><v>12.5</v></c></row>)")),
      ElementsAre("[Notes]", "2:note", "[Data]", "1:1.96473E+13|19647331234567|0.045|12.5"));
}

TEST(WorkbookTest, RefusesADamagedWorkbookAndOneThatUnpacksBeyondTheLimit) {
  const std::string bytes = Workbook("<row r=\"1\"><c><v>1</v></c></row>");
  EXPECT_EQ(Refusal(absl::string_view(bytes).substr(0, bytes.size() / 2)).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Refusal(bytes, {.max_uncompressed_bytes = 100}).code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(Refusal(Workbook("<row><c></row>")).message()),
              HasSubstr("not well-formed XML"));
}

TEST(TableTest, RefusesABinaryWorkbookWithTheWayOut) {
  const absl::Status status = Refusal({"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("save it as .xlsx or as CSV"));
}

TEST(TableTest, RefusesAnEmptyFileAndOneWithNuls) {
  EXPECT_EQ(Refusal("").code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Refusal({"a\0b", 3}).code(), absl::StatusCode::kInvalidArgument);
}

TEST(TableTest, RefusesALineOrARowBeyondTheLimits) {
  EXPECT_EQ(Refusal(std::string(100, 'x') + "\n", {.max_line_bytes = 99}).code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(Refusal("a,b,c\n", {.max_columns = 2}).code(), absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace sos::table
