// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/domain/reconcile/lowest_performance.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::reporting::reconcile {
namespace {

using ::testing::IsEmpty;

constexpr char kCds[] = "99600026000001";

LowestRow Row(ListedEntity entity, const std::string& group, bool lowest) {
  return {.cds = kCds, .entity = entity, .group = group, .indicator = "SUSP", .lowest = lowest};
}

TEST(LowestPerformanceTest, FindsWhatTheListHasTooMuchAndTooLittle) {
  FileReport report;
  LowestPerformance comparison(LowestList::kSchoolGroups, report);
  comparison.AddListed(kCds, "EL", "SUSP");
  comparison.AddListed(kCds, "SWD", "SUSP");
  comparison.Compare(Row(ListedEntity::kSchool, "EL", true));
  comparison.Compare(Row(ListedEntity::kSchool, "SWD", false));
  comparison.Compare(Row(ListedEntity::kSchool, "HI", true));
  EXPECT_EQ(report.agree.at("lowest_performance"), 1);
  ASSERT_EQ(report.differences.size(), 2U);
  EXPECT_EQ(report.differences[0].group, "SWD SUSP");
  EXPECT_EQ(report.differences[1].computed, "Y");
}

TEST(LowestPerformanceTest, EachListIsAboutItsOwnEntitiesAndGroups) {
  const struct {
    LowestList list;
    ListedEntity entity;
    const char* group;
    bool about;
  } cases[] = {{LowestList::kLeaGroups, ListedEntity::kLea, "EL", true},
               {LowestList::kLeaGroups, ListedEntity::kLea, "ALL", false},
               {LowestList::kLeaGroups, ListedEntity::kCharterSchool, "EL", true},
               {LowestList::kLeaGroups, ListedEntity::kSchool, "EL", false},
               {LowestList::kSchools, ListedEntity::kSchool, "ALL", true},
               {LowestList::kSchools, ListedEntity::kSchool, "EL", false},
               {LowestList::kSchools, ListedEntity::kLea, "ALL", false},
               {LowestList::kSchoolGroups, ListedEntity::kCharterSchool, "EL", true},
               {LowestList::kSchoolGroups, ListedEntity::kOther, "EL", false}};
  for (const auto& c : cases) {
    FileReport report;
    LowestPerformance(c.list, report).Compare(Row(c.entity, c.group, false));
    EXPECT_EQ(!report.compared.empty(), c.about) << c.group;
  }
}

TEST(LowestPerformanceTest, LearnersProgressStandsWithAllStudentsOfASchoolAndInNoListOfItsGroups) {
  LowestRow progress = Row(ListedEntity::kSchool, "EL", true);
  progress.english_learner_progress = true;

  FileReport schools;
  LowestPerformance comparison(LowestList::kSchools, schools);
  comparison.AddListed(kCds, "ALL", "SUSP");
  comparison.Compare(progress);
  EXPECT_EQ(schools.agree.at("lowest_performance"), 1);

  FileReport groups;
  LowestPerformance(LowestList::kSchoolGroups, groups).Compare(progress);
  EXPECT_THAT(groups.compared, IsEmpty());
}

}  // namespace
}  // namespace sos::reporting::reconcile
