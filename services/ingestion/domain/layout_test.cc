// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/layout.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::ingestion {
namespace {

using ::testing::IsNull;
using ::testing::NotNull;

// The columns without which a file is none of the layout.
std::vector<std::string> NeededColumns(const Layout& layout) {
  std::vector<absl::string_view> names = layout.all_of;
  if (!layout.any_of.empty()) names.push_back(layout.any_of.front());
  std::vector<std::string> columns;
  columns.reserve(names.size());
  for (const absl::string_view any : names) {
    columns.push_back(
        absl::StrReplaceAll(*absl::StrSplit(any, '|').begin(), {{"{school year}", "1920"}}));
  }
  return columns;
}

Header HeaderOf(const std::vector<std::string>& columns) {
  const std::vector<absl::string_view> names(columns.begin(), columns.end());
  return Header(names);
}

TEST(LayoutTest, EachIsRecognizedByTheColumnsThatItNeeds) {
  std::set<absl::string_view> ids;
  for (const Layout& layout : Layouts()) {
    EXPECT_TRUE(ids.insert(layout.id).second) << layout.id;
    const Layout* const found = Recognize(HeaderOf(NeededColumns(layout)));
    ASSERT_THAT(found, NotNull()) << layout.id;
    EXPECT_EQ(found->id, layout.id);
  }
}

TEST(LayoutTest, NoneFitsWithoutAColumnThatItNeeds) {
  for (const Layout& layout : Layouts()) {
    const std::vector<std::string> columns = NeededColumns(layout);
    for (size_t left_out = 0; left_out < columns.size(); ++left_out) {
      std::vector<std::string> fewer = columns;
      fewer.erase(fewer.begin() + static_cast<ptrdiff_t>(left_out));
      const Layout* const found = Recognize(HeaderOf(fewer));
      EXPECT_TRUE(found == nullptr || found->id != layout.id) << layout.id << left_out;
    }
  }
  EXPECT_THAT(Recognize(Header({"cds", "rtype"})), IsNull());
}

TEST(LayoutTest, OneForSeveralCollectionsHasAHintForEach) {
  for (const Layout& layout : Layouts()) {
    if (layout.collections.size() < 2) continue;
    EXPECT_EQ(layout.name_hints.size(), layout.collections.size()) << layout.id;
  }
}

TEST(LayoutTest, ComparesColumnNamesWithoutCaseAndLineBreaks) {
  EXPECT_EQ(NormalizedColumn("  CDS   Code "), "cds code");
  for (const char* name : {"CDS\nCode", "CDS\r\nCode", "CDS\rCode", "CDS\tCode"}) {
    EXPECT_EQ(NormalizedColumn(name), "cds code");
  }
  EXPECT_EQ(NormalizedColumn(" \n "), "");
}

TEST(LayoutTest, FindsTheSchoolYearOfAColumnWhoseYearsFollowOneAnother) {
  EXPECT_EQ(SchoolYearOfColumn("titlei1718", "titlei"), 2018);
  EXPECT_EQ(SchoolYearOfColumn("titlei9900", "titlei"), 2000);
  for (const char* column : {"titlei", "titlei1719", "titlei1817", "titlei171", "titlei17181",
                             "titlei17-18", "title1718"}) {
    EXPECT_EQ(SchoolYearOfColumn(column, "titlei"), std::nullopt) << column;
  }
}

TEST(LayoutTest, FindsAColumnByAnyOfItsNames) {
  const Header header({"Name", "CDS Code", "TitleI1920"});

  EXPECT_EQ(header.Find("cds|cds code"), 1);
  EXPECT_EQ(header.name(1), "CDS Code");
  EXPECT_EQ(header.normalized(1), "cds code");
  EXPECT_EQ(header.Find("titlei{school year}"), 2);
  EXPECT_EQ(header.Find("titleii{school year}"), -1);
  EXPECT_EQ(header.Find("code"), -1) << "no part of a name";
}

TEST(LayoutTest, PrefersTheNameThatIsSaidFirst) {
  EXPECT_EQ(Header({"school", "schoolname"}).Find("schoolname|school"), 1);
}

TEST(LayoutTest, FindsTheFirstTwoColumnsOfOneName) {
  EXPECT_EQ(Header({"cds", "", "", "Year"}).Repeated(), std::nullopt) << "blanks do not count";
  EXPECT_EQ(Header({"cds", "Year", "ela", "year", "ela"}).Repeated(), (std::pair{1, 3}));
}

TEST(LayoutTest, TheNameOfTheFileSaysWhichOfTwoCollectionsItIs) {
  const Layout layout{.collections = {Collection::kEnglishLanguageArts, Collection::kMathematics},
                      .name_hints = {"ela", "math"}};
  EXPECT_EQ(CollectionByName(layout, "MathDownload2018.txt"), Collection::kMathematics);
  EXPECT_EQ(CollectionByName(layout, "eladownload2018.txt"), Collection::kEnglishLanguageArts);
  EXPECT_EQ(CollectionByName(layout, "data.txt"), std::nullopt);
}

TEST(LayoutTest, AHeaderMaySpeakForTheFirstCollection) {
  const Layout layout{.collections = {Collection::kGraduation, Collection::kChronicAbsenteeism},
                      .name_hints = {"grad", "chron"},
                      .first_collection_by_default = true};
  EXPECT_EQ(CollectionByName(layout, "data.txt"), Collection::kGraduation);
  EXPECT_EQ(CollectionByName(layout, "chronic.txt"), Collection::kChronicAbsenteeism);
}

TEST(LayoutTest, TheNameDecidesNothingWhereTheHeaderOrEachRowDoes) {
  EXPECT_EQ(CollectionByName({.collections = {Collection::kScience}}, "math.txt"),
            Collection::kScience);
  EXPECT_EQ(CollectionByName({}, "math.txt"), std::nullopt);
}

}  // namespace
}  // namespace sos::ingestion
