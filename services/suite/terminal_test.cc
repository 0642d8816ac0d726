// SPDX-License-Identifier: Apache-2.0

// Whatever a name holds, a terminal and a spreadsheet get nothing from it but text.

#include "services/suite/terminal.h"

#include <fstream>
#include <iterator>
#include <string>

#include "common/text/printable.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/suite/print.h"
#include "services/suite/session.h"
#include "services/suite/upload.h"

namespace sos::suite {
namespace {

using ::testing::HasSubstr;
using ::testing::internal::CaptureStderr;
using ::testing::internal::CaptureStdout;
using ::testing::internal::GetCapturedStderr;
using ::testing::internal::GetCapturedStdout;

// A formula, the title of a terminal, CSI in one character, an override, a line of its own.
constexpr char kHostile[] = "=HYPERLINK(\"x\")\x1b]0;owned\x07\u009b31m\u202e\x1b[2J\n@SUM(A1)";
constexpr char kShown[] = R"(=HYPERLINK("x")\x1b]0;owned\x07\u009b31m\u202e\x1b[2J\x0a@SUM(A1))";

Listing HostileListing() {
  Listing listing({{"name"}, {"change", Listing::Kind::kNumber}});
  listing.Add({kHostile, "-5.2"});
  listing.Add({"-St. Mary's", ""});
  return listing;
}

// What a command that ends so writes to a file.
std::string Written(Format format, absl::string_view text, Keep keep = Keep::kLines) {
  const std::string path = ::testing::TempDir() + "/terminal_test_output";
  EXPECT_TRUE(WriteOutput({.format = format, .output = path}, text, keep).ok());
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(ListingTest, ShowsHostileNamesAsText) {
  EXPECT_EQ(HostileListing().Text(), std::string("name") + std::string(sizeof kShown - 1 - 4, ' ') +
                                         "  change\n" + std::string(sizeof kShown - 1, '-') +
                                         "  ------\n" + kShown + "    -5.2\n" + "-St. Mary's\n");
}

TEST(ListingTest, GivesASpreadsheetTextAndNumbers) {
  EXPECT_EQ(
      HostileListing().Csv(),
      "name,change\n"
      "\"'=HYPERLINK(\"\"x\"\")\\x1b]0;owned\\x07\\u009b31m\\u202e\\x1b[2J\\x0a@SUM(A1)\",-5.2\n"
      "'-St. Mary's,\n");
}

TEST(ListingTest, KeepsTheValueInJson) {
  const std::string json = Written(Format::kJson, HostileListing().Json());

  EXPECT_EQ(json, Printable(json, Keep::kLines));
  EXPECT_EQ(nlohmann::json::parse(json)[0]["name"], kHostile);
}

TEST(ListingTest, CutsTheWidestTextsForANarrowTerminalAndNoCodes) {
  Listing listing({{"cds"}, {"name"}, {"students", Listing::Kind::kNumber}});
  listing.Add({"01611190000000", "A District Whose Name Is Long", "120"});
  EXPECT_EQ(listing.Text(36),
            "cds             name        students\n"
            "--------------  ----------  --------\n"
            "01611190000000  A Distric\u2026       120\n");
  EXPECT_THAT(listing.Text(34), HasSubstr("01611190000000  A Distr\u2026"))
      << "as narrow as it gets";
  EXPECT_THAT(listing.Text(), HasSubstr("A District Whose Name Is Long"));
}

TEST(ListingTest, LeavesOutMinorColumnsThatDoNotFitAndNamesThem) {
  Listing listing({{"cds"},
                   {.name = "county", .minor = true},
                   {"students", Listing::Kind::kNumber},
                   {"box", Listing::Kind::kNumber, /*minor=*/true}});
  listing.Add({"01611190000000", "Alameda", "120", "12"});
  EXPECT_THAT(listing.Text(36), HasSubstr("01611190000000  Alameda       120\n"));
  EXPECT_THAT(listing.Text(36), HasSubstr("--wide shows also: box\n"));
  EXPECT_EQ(listing.Text(24),
            "cds             students\n"
            "--------------  --------\n"
            "01611190000000       120\n"
            "--wide shows also: coun\u2026\n");
  EXPECT_THAT(listing.Text(10), HasSubstr("01611190000000\n")) << "one column is always there";
  EXPECT_THAT(listing.Text(), HasSubstr("12")) << "any width has all";
}

TEST(WriteOutputTest, ShowsWhatACommandForgot) {
  for (const Format format : {Format::kText, Format::kCsv, Format::kHtml}) {
    EXPECT_EQ(Written(format, "\x1b[31mred\nnext\x9b"), "\\x1b[31mred\nnext\\x9b");
  }
  CaptureStdout();
  EXPECT_TRUE(WriteOutput({}, "\x1b[31mred\u202e\n").ok());
  EXPECT_EQ(GetCapturedStdout(), "\\x1b[31mred\\u202e\n");
}

TEST(WriteOutputTest, KeepsTheColorsOfAReport) {
  EXPECT_EQ(Written(Format::kText, "\033[41;97mR\033[0m \033[2J\n", Keep::kLinesAndColors),
            "\033[41;97mR\033[0m \\x1b[2J\n");
}

TEST(WriteOutputTest, KeepsMessagesInJson) {
  education::v1::Entity entity;
  entity.set_display_name(kHostile);

  const std::string json = Written(Format::kJson, JsonLine(entity));

  EXPECT_EQ(json, Printable(json, Keep::kLines));
  EXPECT_EQ(nlohmann::json::parse(json)["displayName"], kHostile);
}

TEST(TerminalTest, SaysErrorsInPrintableCharacters) {
  CaptureStderr();
  Fail(absl::NotFoundError(kHostile));
  EXPECT_THAT(GetCapturedStderr(), HasSubstr(R"(sos: =HYPERLINK("x")\x1b]0;owned\x07)"));
  CaptureStderr();
  Say(kHostile);
  EXPECT_EQ(GetCapturedStderr(), std::string("sos: ") + kShown + "\n");
}

TEST(TerminalTest, ShowsAnIssueOnOneLine) {
  ingestion::v1::SubmissionIssue issue;
  issue.set_line(3);
  issue.set_sheet(kHostile);
  issue.set_column(kHostile);
  issue.set_value(kHostile);
  issue.set_description(kHostile);

  const std::string line = IssueLine(kHostile, issue);

  EXPECT_TRUE(IsPrintable(line)) << line;
  EXPECT_THAT(line, HasSubstr(kShown));
}

}  // namespace
}  // namespace sos::suite
