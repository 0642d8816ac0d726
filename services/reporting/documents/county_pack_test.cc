// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/county_pack.h"

#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/sources/fake_report_source.h"

namespace sos::reporting {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const rpc::CallContext& AnyPackCall() {
  static const auto* const kCall = new rpc::CallContext(absl::InfiniteDuration(), "test");
  return *kCall;
}

// A county of two districts of one name, one of which has a school.
FakeReportSource TwoDistricts() {
  FakeReportSource source;
  indicator::v1::ResultBlock& block = source.results.emplace_back();
  block.set_indicator(education::v1::INDICATOR_SUSPENSION);
  for (const char* const cds : {"01600010000000", "01600020000000", "01600010000001"}) {
    education::v1::Entity& entity = *block.add_entities();
    entity.set_name(std::string("entities/") + cds);
    entity.set_display_name("Alder <Unified>");
  }
  return source;
}

absl::StatusOr<PackPlan> Plan(FakeReportSource source, bool with_schools = false) {
  const DocumentKey key = {.kind = DocumentKey::Kind::kCountyPack,
                           .cds = *CdsCode::Parse("01000000000000"),
                           .dashboard_year = 2024};
  return PlanCountyPack(source, key, with_schools, {.number = 1, .identity = "a"}, AnyPackCall());
}

std::vector<std::string> PathsOf(const PackPlan& plan) {
  std::vector<std::string> paths;
  for (const PackFile* const file : plan.Files()) paths.push_back(file->path);
  return paths;
}

TEST(CountyPackTest, HasAFolderForEachLeaAndTellsTwoOfOneNameApart) {
  const auto plan = Plan(TwoDistricts());
  ASSERT_TRUE(plan.ok()) << plan.status();
  const std::vector<std::string> paths = PathsOf(*plan);
  EXPECT_THAT(paths, Contains("alder-unified/report.html"));
  EXPECT_THAT(paths, Contains("alder-unified-01600020000000/report.html"));
  EXPECT_THAT(paths, Contains("alder-unified/five-by-five/susp.png"));
  EXPECT_THAT(paths, Not(Contains("alder-unified-01600020000000/five-by-five/susp.png")))
      << "it has no schools";
  EXPECT_EQ(std::set<std::string>(paths.begin(), paths.end()).size(), paths.size());
}

TEST(CountyPackTest, IsTheSameEveryTime) {
  EXPECT_EQ(PathsOf(*Plan(TwoDistricts())), PathsOf(*Plan(TwoDistricts())));
}

TEST(CountyPackTest, HasReportsOfSchoolsWhereTheyAreWanted) {
  const std::string school = "alder-unified/schools/01600010000001.html";
  EXPECT_THAT(PathsOf(*Plan(TwoDistricts())), Not(Contains(school)));
  EXPECT_THAT(PathsOf(*Plan(TwoDistricts(), /*with_schools=*/true)), Contains(school));
}

TEST(CountyPackTest, TheIndexLinksEveryFileAndTakesNamesForTextAlone) {
  const auto plan = Plan(TwoDistricts(), /*with_schools=*/true);
  ASSERT_TRUE(plan.ok()) << plan.status();
  const std::string index = RenderPackIndex(*plan);
  for (const std::string& path : PathsOf(*plan)) EXPECT_THAT(index, HasSubstr(path));
  EXPECT_THAT(index, HasSubstr("Alder &lt;Unified&gt;"));
  EXPECT_THAT(index, Not(HasSubstr("<Unified>")));
}

TEST(CountyPackTest, SaysThatNothingIsKnownOfTheCounty) {
  EXPECT_EQ(Plan(FakeReportSource()).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace sos::reporting
