// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/layout.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
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
    EXPECT_FALSE(layout.rows_name_indicator()) << layout.id;
    EXPECT_EQ(layout.name_hints.size(), layout.collections.size()) << layout.id;
  }
}

TEST(LayoutTest, ComparesColumnNamesWithoutCaseAndSeparators) {
  for (const char* name :
       {"  CDS   Code ", "CDS\nCode", "CDS\r\nCode", "cds_code", "CDS-Code", "cds.code", "CDSCode",
        "\xef\xbb\xbf"
        "CDS Code"}) {
    EXPECT_EQ(NormalizedColumn(name), "cdscode");
  }
  EXPECT_EQ(NormalizedColumn(" \n "), "");
  EXPECT_NE(NormalizedColumn("EL"), NormalizedColumn("EL %"));
}

TEST(LayoutTest, FindsTheSchoolYearOfAColumnWhoseYearsFollowOneAnother) {
  EXPECT_EQ(SchoolYearOfColumn("titlei1718", "titlei"), 2018);
  EXPECT_EQ(SchoolYearOfColumn("titlei9900", "titlei"), 2000);
  EXPECT_EQ(SchoolYearOfColumn("titlei202526", "titlei"), 2026);
  EXPECT_EQ(TitleIYearOfColumn("titleistatus1718"), 2018);
  for (const char* column : {"titlei", "titlei1719", "titlei1817", "titlei171", "titlei17181",
                             "titlei17-18", "title1718"}) {
    EXPECT_EQ(SchoolYearOfColumn(column, "titlei"), std::nullopt) << column;
  }
}

TEST(LayoutTest, FindsAColumnByAnyOfItsNames) {
  const Header header({"Name", "CDS Code", "TitleI1920"});

  EXPECT_EQ(header.Find("cds|cdscode"), 1);
  EXPECT_EQ(header.name(1), "CDS Code");
  EXPECT_EQ(header.normalized(1), "cdscode");
  EXPECT_EQ(header.Find("titlei{school year}"), 2);
  EXPECT_EQ(header.Find("titleii{school year}"), -1);
  EXPECT_EQ(header.Find("code"), -1) << "no part of a name";
}

TEST(LayoutTest, PrefersTheNameThatIsSaidFirst) {
  EXPECT_EQ(Header({"school", "schoolname"}).Find("schoolname|school"), 1);
}

TEST(LayoutTest, FindsTheFirstTwoColumnsOfOneName) {
  EXPECT_EQ(Header({"cds", "", "", "Year"}).Repeated(), std::nullopt) << "blanks do not count";
  const Header header({"cds", "Year", "ela", "year", "ela"});
  EXPECT_EQ(header.Repeated(), (std::pair{1, 3}));
  EXPECT_EQ(header.Repeated(true), (std::pair{2, 4}));
  EXPECT_EQ(header.Twin(1), 3);
  EXPECT_EQ(header.Twin(3), -1);
}

// The columns of the layouts of the state and of people, all of one kind each.
TEST(LayoutTest, KnowsTheFilesOfEveryYear) {
  for (const auto& [header, id] :
       {std::pair{"CDSCode|LEA|PriorityNumber|NumMaterials|Performance|AdditionalInfo|Year",
                  "local-indicators"},
        std::pair{"cdscode|lea|priorityId|numMaterials|performance|year", "local-indicators"},
        std::pair{"cdsCode|lea|priorityNumber|summary|countyPerformance|year", "local-indicators"},
        std::pair{"CDS|LEAname|Countyname|LocalIndicator|Performance", "local-indicators"},
        std::pair{"cds|schoolname|districtname|countyname|TitleIStatus1718|AssistanceStatus2018",
                  "essa-assistance"},
        std::pair{"cds|schoolname|districtname|countyname|title_i2526|assistance_status2026",
                  "essa-assistance"},
        std::pair{"cds|r_type|student_group|curr_denom|curr_status|indicator|reporting_year",
                  "dashboard-2023"},
        std::pair{"CDS Code|R Type|Student Group|Curr Numer|Curr Denom|Fiveyr Numer", "graduation"},
        std::pair{"County.Code|District.Code|School.Code|Type.ID|District.Name",
                  "directory-caaspp"}}) {
    const std::vector<absl::string_view> names = absl::StrSplit(header, '|');
    const Layout* const found = Recognize(Header(names));
    ASSERT_THAT(found, NotNull()) << header;
    EXPECT_EQ(found->id, id) << header;
  }
}

TEST(LayoutTest, EveryNameOfAColumnThatItNeedsServes) {
  for (const Layout& layout : Layouts()) {
    const std::vector<std::string> columns = NeededColumns(layout);
    for (size_t i = 0; i < layout.all_of.size(); ++i) {
      for (const absl::string_view name : absl::StrSplit(layout.all_of[i], '|')) {
        std::vector<std::string> renamed = columns;
        renamed[i] = std::string(name);
        const Layout* const found = Recognize(HeaderOf(renamed));
        ASSERT_THAT(found, NotNull()) << layout.id << " with " << name;
        EXPECT_EQ(found->id, layout.id) << "with " << name;
      }
    }
  }
}

TEST(LayoutTest, NamesColumnsAsTheyAreCompared) {
  for (const Layout& layout : Layouts()) {
    std::vector<absl::string_view> all = layout.all_of;
    all.insert(all.end(), layout.any_of.begin(), layout.any_of.end());
    all.insert(all.end(), layout.none_of.begin(), layout.none_of.end());
    for (const absl::string_view names : all) {
      for (const absl::string_view name : absl::StrSplit(names, '|')) {
        const absl::string_view fixed = absl::StripSuffix(name, "{school year}");
        EXPECT_EQ(NormalizedColumn(fixed), fixed) << layout.id;
      }
    }
  }
}

}  // namespace
}  // namespace sos::ingestion
