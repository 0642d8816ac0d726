// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/row_parser.h"

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/domain/parser_test.h"

namespace sos::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::NotNull;

// A row of one column without cells.
struct Row {
  const std::vector<absl::string_view> names = {"cds"};
  const Header header{names};
  std::vector<Issue> issues;
  RowCells cells{header, {}, 2, "", issues};
};

TEST(RowParserTest, RejectsTheSecondRowWithAKey) {
  SeenKeys seen;
  Row first;
  CheckFresh(first.cells, 0, seen, "a key");
  Row second;
  CheckFresh(second.cells, 0, seen, "a key");

  EXPECT_THAT(first.issues, IsEmpty());
  EXPECT_THAT(second.issues, ElementsAre(IssueIs(IssueKind::kDuplicateRow, "cds")));
}

TEST(RowParserTest, ARowThatIsBadAnywayLeavesItsKeyToTheNext) {
  SeenKeys seen;
  Row bad;
  bad.cells.Reject(IssueKind::kMalformedValue, 0, "bad");
  CheckFresh(bad.cells, 0, seen, "a key");
  Row good;
  CheckFresh(good.cells, 0, seen, "a key");

  EXPECT_EQ(bad.issues.size(), 1);
  EXPECT_THAT(good.issues, IsEmpty());
}

TEST(RowParserTest, EveryLayoutHasAParser) {
  const FileContext context;
  SeenKeys seen;
  for (const Layout& layout : Layouts()) {
    std::vector<absl::string_view> names;
    names.reserve(layout.all_of.size());
    for (const absl::string_view any : layout.all_of) {
      names.push_back(*absl::StrSplit(any, '|').begin());
    }
    const Header header(names);
    EXPECT_THAT(MakeRowParser(layout, header, context, seen), NotNull()) << layout.id;
  }
}

TEST(RowParserTest, FindsTheColumnOfYearsUnderAllItsNames) {
  for (const absl::string_view name : {"ReportingYear", "reportyear", "repyr", "Test Year", "year",
                                       "DashboardYear", "academic_year"}) {
    EXPECT_EQ(YearColumn(Header({"cds", name})), 1) << name;
  }
  EXPECT_EQ(YearColumn(Header({"cds", "years"})), -1);
}

}  // namespace
}  // namespace sos::ingestion
