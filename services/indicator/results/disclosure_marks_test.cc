// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/results/disclosure_marks.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::indicator {
namespace {

using education::v1::DISCLOSURE_CHANGE_WITHHELD;
using education::v1::DISCLOSURE_SHOWN;
using education::v1::DISCLOSURE_WITHHELD;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

constexpr char kLea[] = "99100000000000";
constexpr char kSecondLea[] = "99200000000000";
constexpr char kCounty[] = "99000000000000";

struct Row {
  education::v1::StudentGroup group = education::v1::STUDENT_GROUP_ALL;
  int64_t students = 0;
  // Negative where the file does not repeat the year before.
  int64_t students_before = -1;
};

// Graduation rows of one LEA or county.
ingestion::v1::Partition Rows(const std::string& code, int year, const std::vector<Row>& rows) {
  ingestion::v1::Partition partition;
  partition.set_collection(ingestion::v1::COLLECTION_GRADUATION);
  partition.set_dashboard_year(year);
  partition.set_lea_cds(code);
  auto& measures = *partition.mutable_measures();
  auto& entity = *measures.add_entities()->mutable_entity();
  entity.set_name("entities/" + code);
  entity.set_type(code == kCounty ? education::v1::ENTITY_TYPE_COUNTY
                                  : education::v1::ENTITY_TYPE_DISTRICT);
  for (const Row& row : rows) {
    measures.add_entity_indexes(0);
    measures.add_student_groups(row.group);
    measures.add_current_denominators(row.students);
    measures.add_prior_denominators(row.students_before);
  }
  return partition;
}

constexpr education::v1::StudentGroup kAll = education::v1::STUDENT_GROUP_ALL;
constexpr education::v1::StudentGroup kFoster = education::v1::STUDENT_GROUP_FOSTER_YOUTH;

// Announces and marks one partition after the other.
std::vector<std::vector<education::v1::Disclosure>> MarksOf(
    const std::vector<ingestion::v1::Partition>& partitions, bool for_counties_and_state = false) {
  DisclosureMarks marks(for_counties_and_state);
  std::vector<std::shared_ptr<DisclosureMarks::Place>> places;
  for (const auto& partition : partitions) places.push_back(marks.Announce(partition));
  std::vector<std::vector<education::v1::Disclosure>> all;
  for (size_t i = 0; i < partitions.size(); ++i) {
    all.push_back(marks.Mark(partitions[i], *places[i]));
  }
  return all;
}

TEST(DisclosureMarksTest, ShowsElevenAndWithholdsTen) {
  EXPECT_THAT(MarksOf({Rows(kLea, 2024, {{kAll, 11}})}),
              ElementsAre(ElementsAre(DISCLOSURE_SHOWN)));
  EXPECT_THAT(MarksOf({Rows(kLea, 2024, {{kAll, 100}, {kFoster, 10}})}),
              ElementsAre(ElementsAre(DISCLOSURE_SHOWN, DISCLOSURE_WITHHELD)));
}

TEST(DisclosureMarksTest, AChangeWouldTellTheRateOfAYearBeforeThatIsWithheld) {
  EXPECT_THAT(
      MarksOf({Rows(kLea, 2023, {{kFoster, 10}}), Rows(kLea, 2024, {{kFoster, 40}})}),
      ElementsAre(ElementsAre(DISCLOSURE_WITHHELD), ElementsAre(DISCLOSURE_CHANGE_WITHHELD)));
}

TEST(DisclosureMarksTest, WhereTheYearBeforeIsNotStoredTheCountsRepeatedOfItDecide) {
  EXPECT_THAT(MarksOf({Rows(kLea, 2024, {{kAll, 100, 100}, {kFoster, 40, 10}})}),
              ElementsAre(ElementsAre(DISCLOSURE_SHOWN, DISCLOSURE_CHANGE_WITHHELD)));
  EXPECT_THAT(MarksOf({Rows(kLea, 2024, {{kAll, 100, 100}, {kFoster, 40, 11}})}),
              ElementsAre(ElementsAre(DISCLOSURE_SHOWN, DISCLOSURE_SHOWN)));
}

// A year counted from student records is stored before the year that the state publishes.
TEST(DisclosureMarksTest, WhereTheYearBeforeComesLaterTheCountsRepeatedOfItDecide) {
  EXPECT_THAT(
      MarksOf({Rows(kLea, 2024, {{kFoster, 40, 10}}), Rows(kLea, 2023, {{kFoster, 10, 50}})}),
      ElementsAre(ElementsAre(DISCLOSURE_CHANGE_WITHHELD), ElementsAre(DISCLOSURE_WITHHELD)));
}

TEST(DisclosureMarksTest, AnotherLeaOrCollectionIsNotTheYearBefore) {
  auto other = Rows(kLea, 2023, {{kFoster, 10}});
  other.set_collection(ingestion::v1::COLLECTION_SUSPENSION);
  EXPECT_THAT(
      MarksOf({other, Rows(kSecondLea, 2023, {{kFoster, 10}}), Rows(kLea, 2024, {{kFoster, 40}})})
          .back(),
      ElementsAre(DISCLOSURE_SHOWN));
}

TEST(DisclosureMarksTest, ACountyLessItsOtherLeasWouldTellTheSmallOne) {
  const auto small = Rows(kLea, 2024, {{kAll, 10}});
  const auto large = Rows(kSecondLea, 2024, {{kAll, 100}});
  const auto county = Rows(kCounty, 2024, {{kAll, 110}});
  EXPECT_THAT(MarksOf({small, large, county}, /*for_counties_and_state=*/true),
              ElementsAre(ElementsAre(DISCLOSURE_WITHHELD), ElementsAre(DISCLOSURE_SHOWN),
                          ElementsAre(DISCLOSURE_WITHHELD)));
}

TEST(DisclosureMarksTest, ACountyIsWithheldWhereItsLeasAreNotRead) {
  EXPECT_THAT(MarksOf({Rows(kCounty, 2024, {{kAll, 110000}})}).front(), Each(DISCLOSURE_WITHHELD));
}

TEST(DisclosureMarksTest, ReadsTheYearBeforeAndAllLeasBelowACounty) {
  ingestion::v1::PartitionFilter asked;
  asked.add_dashboard_years(2024);
  asked.add_lea_cds(kLea);
  const auto of_lea = WithWhatMarksRestOn(asked);
  EXPECT_THAT(of_lea.dashboard_years(), UnorderedElementsAre(2024, 2023));
  EXPECT_THAT(of_lea.lea_cds(), ElementsAre(kLea));

  // As many years as their list must grow for.
  for (int year = 2017; year < 2024; year += 2) asked.add_dashboard_years(year);
  EXPECT_THAT(WithWhatMarksRestOn(asked).dashboard_years(),
              UnorderedElementsAre(2024, 2017, 2019, 2021, 2023, 2022, 2020, 2018, 2016));

  asked.add_lea_cds(kCounty);
  const auto of_county = WithWhatMarksRestOn(asked);
  EXPECT_THAT(of_county.counties(), ElementsAre("99"));
  EXPECT_TRUE(of_county.lea_cds().empty());

  asked.add_lea_cds("00000000000000");
  const auto of_state = WithWhatMarksRestOn(asked);
  EXPECT_TRUE(of_state.lea_cds().empty());
  EXPECT_TRUE(of_state.counties().empty());
}

}  // namespace
}  // namespace sos::indicator
