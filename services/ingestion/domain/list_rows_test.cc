// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/list_rows.h"

#include <optional>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::ingestion {
namespace {

// The list that rows of record type, charter flag and group are of.
std::optional<Collection> KindOf(const std::vector<absl::string_view>& rows) {
  const Header header({"rtype", "charter_flag", "studentgroup"});
  ListRows list(header);
  for (const absl::string_view row : rows) {
    const std::vector<absl::string_view> cells = absl::StrSplit(row, '|');
    list.Add(cells);
  }
  return list.Kind();
}

TEST(ListRowsTest, AListWithADistrictIsOfLeas) {
  EXPECT_EQ(KindOf({"S|Y|EL", "D||EL"}), Collection::kLowestPerformanceLeaGroups);
}

TEST(ListRowsTest, AListWithASchoolThatIsNoCharterSchoolIsOfSchools) {
  EXPECT_EQ(KindOf({"S|Y|EL", "S||SWD"}), Collection::kLowestPerformanceSchoolGroups);
  EXPECT_EQ(KindOf({"S|N|EL", "s|*|SWD"}), Collection::kLowestPerformanceSchoolGroups);
}

TEST(ListRowsTest, WithoutAGroupButAllItIsTheListOfWholeSchools) {
  EXPECT_EQ(KindOf({"S||ALL", "S|Y|ALL"}), Collection::kLowestPerformanceSchools);
}

TEST(ListRowsTest, CharterSchoolsAloneMayBeOfEither) {
  EXPECT_EQ(KindOf({"S|Y|EL", "S|Y|SWD"}), std::nullopt);
  EXPECT_EQ(KindOf({}), std::nullopt);
  EXPECT_EQ(KindOf({"S"}), Collection::kLowestPerformanceSchools) << "a row that ends early";
}

}  // namespace
}  // namespace sos::ingestion
