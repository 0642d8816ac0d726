// SPDX-License-Identifier: Apache-2.0

// What reading one file may cost. Each test has a file within a limit beside one beyond it.

#include <string>

#include "absl/strings/str_cat.h"
#include "common/table/packed_test_files.h"
#include "common/table/table.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::table {
namespace {

using ::sos::test_util::IsOk;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr int64_t kMiB = int64_t{1} << 20;

class CountRows : public RowVisitor {
 public:
  void BeginSheet(absl::string_view) override {}
  absl::Status VisitRow(const Row&) override {
    ++count;
    return absl::OkStatus();
  }
  int64_t count = 0;
};

absl::Status Read(absl::string_view bytes, const TableLimits& limits = {}) {
  CountRows rows;
  return ReadTable(bytes, limits, rows);
}

// The message of a refusal, which must be for a limit.
std::string Refusal(absl::string_view bytes, const TableLimits& limits = {}) {
  const absl::Status status = Read(bytes, limits);
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted) << status;
  return std::string(status.message());
}

// Whether reading fits within a limit of memory.
bool Fits(absl::string_view bytes, int64_t limit_bytes) {
  MemoryBudget budget(limit_bytes);
  MemoryAccount memory(budget, limit_bytes);
  const absl::Status status = Read(bytes, {.memory = &memory});
  EXPECT_EQ(status.ok(), memory.fits()) << status;
  EXPECT_EQ(memory.held_bytes(), 0) << "all is given back";
  return memory.fits();
}

TEST(GzipLimitsTest, TakesAFileThatUnpacksFreelyAndRefusesOneByteMore) {
  const TableLimits limits{.max_gzip_ratio = 1, .free_uncompressed_bytes = 6000};
  EXPECT_THAT(Read(Gzip(Repeat("a\tb\n", 1500)), limits), IsOk());
  EXPECT_THAT(Refusal(Gzip(Repeat("a\tb\n", 1500) + "a"), limits),
              AllOf(HasSubstr("unpacks to more than 6000 bytes"), HasSubstr("unpack it")));
}

TEST(GzipLimitsTest, TakesWhatPublishedFilesNeedAndRefusesABomb) {
  const std::string bomb = Gzip(std::string(65 * kMiB, '\n'));
  EXPECT_LT(bomb.size(), 70'000);
  EXPECT_THAT(Refusal(bomb), HasSubstr("more than 67108864 bytes"));
  // Published files unpack 15 and 10 times; four times as much is still read.
  EXPECT_GE(TableLimits().max_gzip_ratio, 4 * 15);
  EXPECT_GE(TableLimits().max_workbook_ratio, 4 * 10);
}

TEST(GzipLimitsTest, CountsWhatIsUnpackedAndNotWhatTheFileSaysOfIt) {
  const std::string text = Repeat("a\tb\n", kMiB);  // 4 MiB.
  EXPECT_TRUE(Fits(Gzip(text), 5 * kMiB));
  EXPECT_FALSE(Fits(Gzip(text), 3 * kMiB));
  // Two members: the last says that it is short.
  EXPECT_TRUE(Fits(Gzip(text) + Gzip("c\n"), 13 * kMiB));
  EXPECT_FALSE(Fits(Gzip(text) + Gzip("c\n"), 4 * kMiB));
}

TEST(EncodingLimitsTest, CountsTheConversionOfWhatIsNotUtf8) {
  const std::string text = Repeat(
      "Pe\xf1"
      "a\n",
      200'000);  // 1,000,000 bytes, 1,400,000 at most.
  EXPECT_TRUE(Fits(text, 2 * kMiB));
  EXPECT_FALSE(Fits(text, 1 * kMiB));
}

TEST(DelimitedLimitsTest, RefusesALineBeyondTheLimitAndAHeaderOfAMillionColumns) {
  EXPECT_THAT(Read(std::string(99, 'x'), {.max_line_bytes = 99}), IsOk());
  EXPECT_THAT(Refusal(std::string(100, 'x'), {.max_line_bytes = 99}),
              HasSubstr("line 1 is longer than 99 bytes"));
  EXPECT_THAT(Read("cds" + Repeat("\tc", 1023)), IsOk());
  EXPECT_THAT(Refusal("cds" + Repeat("\tc", 1024)), HasSubstr("more than 1024 cells"));
  EXPECT_THAT(Refusal("cds" + Repeat("\tc", 1'000'000)), HasSubstr("more than 1024 cells"));
}

TEST(DelimitedLimitsTest, RefusesACellBeyondWhatASpreadsheetHolds) {
  const size_t most = TableLimits().max_cell_bytes;
  EXPECT_THAT(Read(absl::StrCat("a,b\n1,", std::string(most, 'x'))), IsOk());
  EXPECT_THAT(Refusal(absl::StrCat("a,b\n1,", std::string(most + 1, 'x'))),
              HasSubstr("a cell of line 2 has 131069 bytes"));
  EXPECT_THAT(Refusal(absl::StrCat("a,b\n1,\"", Repeat("x\n", most), "\"")),
              HasSubstr("is a quote missing?"));
}

TEST(DelimitedLimitsTest, RefusesARowOfQuotedCellsThatSpansTooManyLines) {
  const std::string cell = absl::StrCat("\"", Repeat("x\n", 40), "\",");
  EXPECT_THAT(Read("a,b\n" + Repeat(cell, 3), {.max_line_bytes = 250}), IsOk());
  EXPECT_THAT(Refusal("a,b\n" + Repeat(cell, 5), {.max_line_bytes = 250}),
              HasSubstr("line 2 is longer"));
}

TEST(DelimitedLimitsTest, RefusesMoreLinesThanTheLimitBlankOnesIncluded) {
  EXPECT_THAT(Read("a\n\n\nb\n", {.max_rows = 4}), IsOk());
  EXPECT_THAT(Refusal("a\n\n\n\nb\n", {.max_rows = 4}), HasSubstr("more than 4 lines"));
}

TEST(WorkbookLimitsTest, RefusesOneThatUnpacksTooFarAtOnceOrSheetBySheet) {
  const std::string row = R"(<row><c t="inlineStr"><is><t>x</t></is></c></row>)";  // 49 bytes.
  const TableLimits limits{.max_workbook_ratio = 1, .free_uncompressed_bytes = 1'000'000};
  EXPECT_THAT(Read(Workbook({.rows = Repeat(row, 20'000)}), limits), IsOk());
  EXPECT_THAT(Refusal(Workbook({.rows = Repeat(row, 21'000)}), limits),
              AllOf(HasSubstr("unpacks to more than 1000000 bytes"), HasSubstr("as CSV")));
  EXPECT_THAT(Refusal(Workbook({.sheets = Repeat(R"(<sheet name="S" r:id="rId1"/>)", 200),
                                .rows = Repeat(row, 200)}),
                      limits),
              HasSubstr("unpacks to more than 1000000 bytes"));
}

TEST(WorkbookLimitsTest, RefusesMoreSheetsThanTheLimit) {
  const std::string sheet = R"(<sheet name="S" r:id="rId1"/>)";
  EXPECT_THAT(Read(Workbook({.sheets = Repeat(sheet, 256), .rows = "<row/>"})), IsOk());
  EXPECT_THAT(Refusal(Workbook({.sheets = Repeat(sheet, 257)})), HasSubstr("more than 256 sheets"));
  EXPECT_THAT(Refusal(Workbook({.sheets = Repeat(sheet, 500'000)})),
              HasSubstr("more than 256 sheets"));
}

TEST(WorkbookLimitsTest, RefusesMorePartsThanTheLimit) {
  std::vector<ZipPart> parts;
  parts.reserve(20);
  for (int i = 0; i < 20; ++i) parts.push_back({absl::StrCat("p", i), "x"});
  EXPECT_EQ(Read(Zip(parts), {.max_parts = 20}).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(Refusal(Zip(parts), {.max_parts = 19}), HasSubstr("more than 19 parts"));
}

TEST(WorkbookLimitsTest, CountsSharedStringsWithWhatEachTakesBesideItsText) {
  // 4 bytes a string and twice the room while they grow, and 8 MiB for the parser.
  const std::string empty = Workbook({.shared_strings = Repeat("<si/>", 4'000'000)});
  EXPECT_LT(empty.size(), 60'000);
  EXPECT_TRUE(Fits(empty, 40 * kMiB));
  EXPECT_FALSE(Fits(empty, 16 * kMiB));
}

TEST(WorkbookLimitsTest, CountsATextAsOftenAsCellsReferToIt) {
  const std::string text = absl::StrCat("<si><t>", std::string(130'000, 'x'), "</t></si>");
  const auto book = [&](int rows) {
    return Workbook(
        {.shared_strings = text, .rows = Repeat(R"(<row><c t="s"><v>0</v></c></row>)", rows)});
  };
  EXPECT_THAT(Read(book(500)), IsOk());
  EXPECT_THAT(Refusal(book(600)), HasSubstr("unpacks to more than"));
}

TEST(WorkbookLimitsTest, CountsTheCellsThatARowSkips) {
  const auto book = [](int rows) {
    return Workbook({.rows = Repeat(R"(<row><c r="AMJ1"><v>1</v></c></row>)", rows)});
  };
  const TableLimits limits{.max_workbook_ratio = 1, .free_uncompressed_bytes = 1'000'000};
  EXPECT_THAT(Read(book(900), limits), IsOk());
  EXPECT_THAT(Refusal(book(1000), limits), HasSubstr("unpacks to more than"));
  EXPECT_THAT(Refusal(Workbook({.rows = R"(<row><c r="AMK1"><v>1</v></c></row>)"})),
              HasSubstr("more than 1024 cells"));
}

TEST(WorkbookLimitsTest, RefusesACellOrARowBeyondTheLimit) {
  const auto cells = [](size_t bytes, int count) {
    return Workbook(
        {.rows = absl::StrCat(
             "<row>",
             Repeat(absl::StrCat(R"(<c t="str"><v>)", std::string(bytes, 'x'), "</v></c>"), count),
             "</row>")});
  };
  const size_t most = TableLimits().max_cell_bytes;
  EXPECT_THAT(Read(cells(most, 32)), IsOk());
  EXPECT_THAT(Refusal(cells(most + 1, 1)), HasSubstr("a cell of row 1 has more than 131068 bytes"));
  EXPECT_THAT(Refusal(cells(most, 33)), HasSubstr("row 1 is longer than 4194304 bytes"));
  EXPECT_THAT(Refusal(Workbook({.shared_strings = absl::StrCat(
                                    "<si><t>", std::string(most + 1, 'x'), "</t></si>")})),
              HasSubstr("a cell of shared string 1"));
}

TEST(WorkbookLimitsTest, RefusesElementsNestedBeyondTheLimit) {
  // Within <sst>.
  const auto nested = [](size_t levels) {
    return Workbook({.shared_strings = Repeat("<a>", levels) + Repeat("</a>", levels)});
  };
  EXPECT_THAT(Read(nested(63)), IsOk());
  EXPECT_THAT(Refusal(nested(64)), HasSubstr("elements more than 64 deep"));
  EXPECT_THAT(Refusal(nested(5'000'000)), HasSubstr("elements more than 64 deep"));
}

TEST(WorkbookLimitsTest, RefusesATagOrACommentBeyondTheLimit) {
  const auto tag = [](size_t bytes) {
    return Workbook({.rows = absl::StrCat("<row a=\"", std::string(bytes, 'x'), "\"/>")});
  };
  EXPECT_THAT(Read(tag(size_t{150} << 10)), IsOk());
  EXPECT_THAT(Refusal(tag(size_t{400} << 10)), HasSubstr("a tag or comment of more than 262144"));
  EXPECT_THAT(Refusal(Workbook({.rows = absl::StrCat("<!--", std::string(60 * kMiB, 'x'), "-->")})),
              HasSubstr("a tag or comment of more than 262144"));
}

TEST(WorkbookLimitsTest, RefusesMoreNamesThanTheParserHasRoomFor) {
  std::string elements;
  for (int i = 0; i < 1'000'000; ++i) absl::StrAppend(&elements, "<a", i, "/>");
  EXPECT_THAT(Refusal(Workbook({.rows = elements})),
              HasSubstr("takes more than 8388608 bytes of memory to parse"));
}

TEST(WorkbookLimitsTest, RefusesADocumentTypeWithWhateverItDefines) {
  const absl::Status status =
      Read(Zip({{"xl/workbook.xml", R"(<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">]><w>&a;</w>)"}}));
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("declares a document type"));
}

}  // namespace
}  // namespace sos::table
