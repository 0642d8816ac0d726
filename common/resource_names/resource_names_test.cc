// SPDX-License-Identifier: Apache-2.0
#include "common/resource_names/resource_names.h"

#include <string>

#include "gtest/gtest.h"

namespace sos {
namespace {

constexpr char kCds[] = "27102720000000";

TEST(ResourceNamesTest, AnEntityIsReadAsItWasWritten) {
  EXPECT_EQ(EntityName(kCds), "entities/27102720000000");
  EXPECT_EQ(EntityName(*CdsCode::Parse(kCds)), "entities/27102720000000");
  EXPECT_EQ(ParseEntityName(EntityName(kCds)), CdsCode::Parse(kCds));
  EXPECT_EQ(ParseEntityName(kCds), CdsCode::Parse(kCds)) << "a bare code";
}

TEST(ResourceNamesTest, AnythingElseIsNoEntity) {
  for (const char* const name :
       {"", "entities/", "entities/2710272000000", "entities/271027200000000", "entities/x",
        "entities/27102720000000/", "entity/27102720000000", "entities/entities/27102720000000"}) {
    EXPECT_EQ(ParseEntityName(name), std::nullopt) << name;
  }
}

TEST(ResourceNamesTest, EveryResultIsReadAsItWasWritten) {
  for (const auto& indicator : kIndicators) {
    for (const auto& group : kStudentGroups) {
      const std::string name = ResultName(EntityName(kCds), 2023, indicator.value, group.value);
      const auto id = ParseResultId(name);
      ASSERT_TRUE(id) << name;
      EXPECT_EQ(id->cds.text(), kCds);
      EXPECT_EQ(id->dashboard_year, 2023);
      EXPECT_EQ(id->indicator, indicator.value) << name;
      EXPECT_EQ(id->group, group.value) << name;
    }
  }
}

TEST(ResourceNamesTest, AnythingElseIsNoResult) {
  for (const char* const name :
       {"", "results/2023-grad-all", "entities/27102720000000/results/",
        "entities/27102720000000/results/2023-grad", "entities/1/results/2023-grad-all",
        "entities/27102720000000/results/23-grad-all", "entities/27102720000000/results/2023-x-all",
        "entities/27102720000000/results/2023-grad-x",
        "entities/27102720000000/results/2023-grad-all/more"}) {
    EXPECT_FALSE(ParseResultId(name)) << name;
  }
}

TEST(ResourceNamesTest, AReleaseAndASubmissionMayBeGivenByIdOrByName) {
  EXPECT_EQ(ReleaseName("2024-final"), "releases/2024-final");
  EXPECT_EQ(ReleaseName("releases/2024-final"), "releases/2024-final");
  EXPECT_EQ(SubmissionName("17"), "submissions/17");
  EXPECT_EQ(SubmissionName("submissions/17"), "submissions/17");
}

TEST(ResourceNamesTest, ARulebookIsNamedByProgramAndYear) {
  EXPECT_EQ(RulebookName("dashboard", 2023), "rulebooks/dashboard-2023");
}

}  // namespace
}  // namespace sos
