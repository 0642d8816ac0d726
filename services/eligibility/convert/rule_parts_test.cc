// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/rule_parts.h"

#include <string>
#include <vector>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::eligibility {
namespace {

using test_util::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

v1::Citation Source() {
  v1::Citation citation;
  citation.set_source("a guide");
  citation.set_basis(v1::BASIS_STATUTE);
  return citation;
}

std::string ProblemOf(const absl::Status& status) {
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  return std::string(status.message());
}

TEST(RulePartsTest, ACitationHasASourceAndABasis) {
  const auto citation = ToCitation(Source(), "a rule");
  ASSERT_THAT(citation, IsOk());
  EXPECT_EQ(citation->source, "a guide");
  EXPECT_EQ(citation->basis, Basis::kStatute);
  v1::Citation no_source = Source();
  no_source.clear_source();
  EXPECT_THAT(ProblemOf(ToCitation(no_source, "a rule").status()),
              HasSubstr("a rule has no source or basis"));
  v1::Citation no_basis = Source();
  no_basis.clear_basis();
  EXPECT_THAT(ProblemOf(ToCitation(no_basis, "a rule").status()),
              HasSubstr("a rule has no source or basis"));
}

TEST(RulePartsTest, ATestIsOfColorsOrOfLevels) {
  v1::Test proto;
  proto.set_indicator(education::v1::INDICATOR_SUSPENSION);
  EXPECT_THAT(ProblemOf(ToTest(proto).status()), HasSubstr("colors or status levels, not both"));
  proto.add_colors(education::v1::COLOR_RED);
  const auto by_color = ToTest(proto);
  ASSERT_THAT(by_color, IsOk());
  EXPECT_EQ(by_color->indicator, Indicator::kSuspension);
  EXPECT_EQ(by_color->colors, Bit(1));
  EXPECT_EQ(ToProto(*by_color).SerializeAsString(), proto.SerializeAsString());
  proto.add_status_levels(1);
  EXPECT_THAT(ProblemOf(ToTest(proto).status()), HasSubstr("colors or status levels, not both"));
}

TEST(RulePartsTest, LevelsRunFrom0To5) {
  v1::Test proto;
  proto.set_indicator(education::v1::INDICATOR_SUSPENSION);
  proto.add_status_levels(0);
  proto.add_status_levels(5);
  const auto test = ToTest(proto);
  ASSERT_THAT(test, IsOk());
  EXPECT_EQ(test->status_levels, Bit(0) | Bit(5));
  for (const int level : {-1, 6}) {
    proto.set_status_levels(0, level);
    EXPECT_THAT(ProblemOf(ToTest(proto).status()), HasSubstr("from 0 to 5")) << level;
  }
}

TEST(RulePartsTest, ATestNamesAnIndicatorAndColorsThatThereAre) {
  v1::Test proto;
  proto.add_colors(education::v1::COLOR_RED);
  EXPECT_THAT(ProblemOf(ToTest(proto).status()), HasSubstr("without an indicator"));
  proto.set_indicator(education::v1::INDICATOR_SUSPENSION);
  proto.set_colors(0, education::v1::COLOR_UNSPECIFIED);
  EXPECT_THAT(ProblemOf(ToTest(proto).status()), HasSubstr("a color that is none"));
}

TEST(RulePartsTest, AReadingIsYesNoOrUnknown) {
  EXPECT_EQ(*ToReading(v1::READING_YES, "it"), Reading::kYes);
  EXPECT_EQ(*ToReading(v1::READING_NO, "it"), Reading::kNo);
  EXPECT_EQ(*ToReading(v1::READING_UNKNOWN, "it"), Reading::kUnknown);
  EXPECT_THAT(ProblemOf(ToReading(v1::READING_UNSPECIFIED, "it").status()),
              HasSubstr("it is neither yes, no nor unknown"));
}

v1::RecurrenceRule Recurrence(const std::vector<int>& years, int minimum_years = 2) {
  v1::RecurrenceRule proto;
  for (const int year : years) proto.add_dashboard_years(year);
  proto.set_minimum_year_count(minimum_years);
  proto.set_minimum_group_count(1);
  *proto.mutable_citation() = Source();
  return proto;
}

TEST(RulePartsTest, ARecurrenceHasAsManyYearsAsMustCount) {
  const auto rule = ToRecurrence(Recurrence({2022, 2023, 2024}, 3), 2024);
  ASSERT_THAT(rule, IsOk());
  EXPECT_THAT(rule->dashboard_years, ElementsAre(2022, 2023, 2024));
  for (const v1::RecurrenceRule& wrong :
       {Recurrence({2023, 2024}, 3), Recurrence({}, 1), Recurrence({2023, 2024}, 0),
        Recurrence({2024, 2023}), Recurrence({2024, 2024})}) {
    EXPECT_THAT(ProblemOf(ToRecurrence(wrong).status()), HasSubstr("as many years as must count"));
  }
  v1::RecurrenceRule no_groups = Recurrence({2023, 2024});
  no_groups.set_minimum_group_count(0);
  EXPECT_THAT(ProblemOf(ToRecurrence(no_groups).status()), HasSubstr("as must count"));
}

TEST(RulePartsTest, TheYearsOfARecurrenceEndWithItsOwn) {
  EXPECT_THAT(ToRecurrence(Recurrence({2022, 2023})), IsOk()) << "where no year is its own";
  EXPECT_THAT(ProblemOf(ToRecurrence(Recurrence({2022, 2023}), 2024).status()),
              HasSubstr("end with its own"));
}

TEST(RulePartsTest, GroupsAreThoseOfTheContract) {
  google::protobuf::RepeatedField<int> groups;
  groups.Add(education::v1::STUDENT_GROUP_HOMELESS);
  groups.Add(education::v1::STUDENT_GROUP_ALL);
  EXPECT_THAT(*ToGroups(groups, "it"), ElementsAre(StudentGroup::kHomeless, StudentGroup::kAll));
  groups.Add(education::v1::STUDENT_GROUP_UNSPECIFIED);
  EXPECT_THAT(ProblemOf(ToGroups(groups, "it").status()),
              HasSubstr("it names a student group that is none"));
}

TEST(RulePartsTest, YearsAscendFromTheFirstDashboardToTheRulebooksOwn) {
  EXPECT_THAT(CheckYears({}, 2024, "years"), IsOk());
  EXPECT_THAT(CheckYears({2017, 2024}, 2024, "years"), IsOk());
  for (const std::vector<int>& wrong :
       {std::vector<int>{2016}, std::vector<int>{2025}, std::vector<int>{2023, 2023},
        std::vector<int>{2024, 2023}}) {
    EXPECT_THAT(ProblemOf(CheckYears(wrong, 2024, "years")), HasSubstr("years ascend from 2017"));
  }
}

TEST(RulePartsTest, ACriterionThatIsInForceNeedsNotSayIt) {
  ColorCountCriterion criterion{.minimum_lowest = 2, .maximum_not_lowest = 0};
  EXPECT_EQ(ToProto(criterion).in_force(), v1::READING_UNSPECIFIED);
  EXPECT_TRUE(ToProto(criterion).has_maximum_not_lowest()) << "0 is a limit";
  EXPECT_FALSE(ToProto(criterion).has_maximum_above_second_lowest());
  criterion.in_force = Reading::kUnknown;
  EXPECT_EQ(ToProto(criterion).in_force(), v1::READING_UNKNOWN);
}

}  // namespace
}  // namespace sos::eligibility
