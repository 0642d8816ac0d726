// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/results/result_page.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicator/results/marked_partitions.h"
#include "services/indicator/rulebooks/rulebook_files.h"
#include "services/indicator/sources/fake_measure_source.h"

namespace sos::indicator {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr int32_t kNoTenths = std::numeric_limits<int32_t>::min();

// Suspension of three groups of one district.
ingestion::v1::Partition District(const std::string& cds) {
  ingestion::v1::Partition partition;
  partition.set_collection(ingestion::v1::COLLECTION_SUSPENSION);
  partition.set_dashboard_year(2023);
  partition.set_lea_cds(cds);
  ingestion::v1::MeasureBlock& block = *partition.mutable_measures();
  ingestion::v1::MeasuredEntity& entity = *block.add_entities();
  entity.mutable_entity()->set_name("entities/" + cds);
  entity.mutable_entity()->set_type(education::v1::ENTITY_TYPE_DISTRICT);
  entity.set_school_type("UD");
  for (const auto group : {education::v1::STUDENT_GROUP_ALL, education::v1::STUDENT_GROUP_HISPANIC,
                           education::v1::STUDENT_GROUP_HOMELESS}) {
    block.add_entity_indexes(0);
    block.add_student_groups(group);
    block.add_flags(0);
    block.add_current_numerators(7);
    block.add_current_denominators(70);
    block.add_prior_numerators(8);
    block.add_prior_denominators(80);
    block.add_current_test_counts(-1);
    block.add_prior_test_counts(-1);
    block.add_current_status_tenths(kNoTenths);
    block.add_prior_status_tenths(kNoTenths);
    block.add_change_tenths(kNoTenths);
    block.add_lines(block.lines_size() + 2);
  }
  return partition;
}

class ResultPageTest : public testing::Test {
 protected:
  ResultPageTest() {
    source_.partitions = {District("99600010000000"), District("99600020000000"),
                          District("99600030000000")};
  }

  ResultPage List(int64_t skip, int64_t size, const v1::ResultFilter& filter = {},
                  const ListCaller& caller = {}) {
    const ResultSelection selection = *ResultSelection::Create(filter);
    const rpc::CallContext call(absl::InfiniteDuration(), "test");
    return *ListResultPage(source_, rulebooks_, selection, Revision(), skip, size, caller, call);
  }

  // District and group of each result, such as `1-hom`.
  static std::vector<std::string> Names(const ResultPage& page) {
    std::vector<std::string> names;
    for (const v1::Result& result : page.results) {
      const std::string& name = result.name();
      names.push_back(name.substr(15, 1) + name.substr(name.rfind('-')));
    }
    return names;
  }

  FakeMeasureSource source_;
  const RulebookLibrary rulebooks_ = *RulebookLibrary::Load(RulebookFiles());
};

TEST_F(ResultPageTest, PagesOfAnySizeGiveEveryResultOnceAndInOrder) {
  const std::vector<std::string> all = Names(List(0, 100));
  ASSERT_EQ(all.size(), 9);
  for (int size = 1; size <= 10; ++size) {
    std::vector<std::string> listed;
    bool more = true;
    for (int64_t skip = 0; more; skip += size) {
      const ResultPage page = List(skip, size);
      for (const std::string& name : Names(page)) listed.push_back(name);
      more = page.more;
      ASSERT_LE(listed.size(), all.size()) << size;
    }
    EXPECT_EQ(listed, all) << size;
  }
}

TEST_F(ResultPageTest, SaysThatMoreFollowOnlyWhereMoreFollow) {
  EXPECT_TRUE(List(0, 8).more);
  EXPECT_FALSE(List(0, 9).more);
  EXPECT_FALSE(List(8, 1).more);
  EXPECT_FALSE(List(9, 1).more);
  EXPECT_THAT(Names(List(100, 1)), IsEmpty());
}

TEST_F(ResultPageTest, ReadsNoFurtherThanThePage) {
  EXPECT_THAT(Names(List(1, 2)), ElementsAre("1-hi", "1-hom"));
  EXPECT_EQ(source_.visited, 2) << "the row after the page says that more follow";
}

TEST_F(ResultPageTest, SkipsOnlyResultsThatAreWanted) {
  v1::ResultFilter filter;
  filter.add_student_groups(education::v1::STUDENT_GROUP_HOMELESS);
  EXPECT_THAT(Names(List(1, 5, filter)), ElementsAre("2-hom", "3-hom"));
}

TEST_F(ResultPageTest, APageHasTheResultsThatTheWholeListHas) {
  const ResultPage all = List(0, 9);
  const ResultPage middle = List(4, 2);
  for (size_t i = 0; i < middle.results.size(); ++i) {
    EXPECT_EQ(middle.results[i].SerializeAsString(), all.results[i + 4].SerializeAsString()) << i;
  }
}

// A caller without the right to any counts.
const ListCaller kPublic = {.marking = {.marked = true},
                            .sees_counts = [](const education::v1::Entity&) { return false; }};

TEST_F(ResultPageTest, MarksEachResultForCallersWithoutTheRightToCounts) {
  ingestion::v1::MeasureBlock& first = *source_.partitions[0].mutable_measures();
  first.set_current_denominators(2, 10);  // Homeless students of the first district.
  for (const v1::Result& result : List(0, 9, {}, kPublic).results) {
    const bool small =
        result.name().find("99600010000000/results/2023-susp-hom") != std::string::npos;
    EXPECT_EQ(result.disclosure(),
              small ? education::v1::DISCLOSURE_WITHHELD : education::v1::DISCLOSURE_SHOWN)
        << result.name();
    EXPECT_EQ(result.measure().disclosure(), result.disclosure()) << result.name();
  }
  for (const v1::Result& result : List(0, 9).results) {
    EXPECT_EQ(result.disclosure(), education::v1::DISCLOSURE_UNSPECIFIED) << "nobody asked";
  }
}

TEST_F(ResultPageTest, ListsResultsOfTheWantedColorsOnly) {
  const education::v1::Color color = List(0, 1).results[0].color();
  v1::ResultFilter filter;
  filter.add_colors(color);
  EXPECT_EQ(Names(List(0, 100, filter)).size(), 9) << "all have the same numbers";
  EXPECT_THAT(Names(List(2, 2, filter)), ElementsAre("1-hom", "2-all"));
  filter.set_colors(
      0, color == education::v1::COLOR_BLUE ? education::v1::COLOR_RED : education::v1::COLOR_BLUE);
  EXPECT_THAT(Names(List(0, 100, filter)), IsEmpty());
}

TEST_F(ResultPageTest, NoColorFilterFindsAResultThatIsWithheld) {
  ingestion::v1::MeasureBlock& first = *source_.partitions[0].mutable_measures();
  first.set_current_denominators(2, 10);
  v1::ResultFilter filter;
  for (int color = education::v1::COLOR_NONE; color <= education::v1::COLOR_BLUE; ++color) {
    filter.add_colors(static_cast<education::v1::Color>(color));
  }
  EXPECT_THAT(Names(List(0, 100, filter)), testing::Contains("1-hom"));
  EXPECT_THAT(Names(List(0, 100, filter, kPublic)), testing::Not(testing::Contains("1-hom")));
}

TEST_F(ResultPageTest, FiltersByWhatEntitiesAre) {
  v1::ResultFilter filter;
  filter.add_entity_types(education::v1::ENTITY_TYPE_DISTRICT);
  EXPECT_EQ(List(0, 100, filter).results.size(), 9);
  filter.set_entity_types(0, education::v1::ENTITY_TYPE_SCHOOL);
  EXPECT_THAT(List(0, 100, filter).results, IsEmpty());
}

TEST_F(ResultPageTest, RefusesColorsAndTypesThatAreNone) {
  v1::ResultFilter filter;
  filter.add_colors(education::v1::COLOR_UNSPECIFIED);
  EXPECT_TRUE(absl::IsInvalidArgument(ResultSelection::Create(filter).status()));
  filter.Clear();
  filter.add_entity_types(static_cast<education::v1::EntityType>(99));
  EXPECT_TRUE(absl::IsInvalidArgument(ResultSelection::Create(filter).status()));
}

TEST_F(ResultPageTest, MarksAreThoseOfStoredMeasuresWhateverTheyAreTakenToBe) {
  source_.partitions.resize(1);
  ingestion::v1::MeasureBlock& stored = *source_.partitions[0].mutable_measures();
  stored.set_current_denominators(2, 10);
  const ResultSelection selection = *ResultSelection::Create({});
  const rpc::CallContext call(absl::InfiniteDuration(), "test");
  const StoredMarks marks = *StoredMarks::Read(source_, selection, Revision(), {}, call);

  ingestion::v1::Partition changed = source_.partitions[0];
  changed.mutable_measures()->set_current_denominators(2, 1000);
  changed.mutable_measures()->add_entity_indexes(0);
  changed.mutable_measures()->add_student_groups(education::v1::STUDENT_GROUP_ASIAN);
  EXPECT_THAT(marks.Of(changed),
              ElementsAre(education::v1::DISCLOSURE_SHOWN, education::v1::DISCLOSURE_SHOWN,
                          education::v1::DISCLOSURE_WITHHELD, education::v1::DISCLOSURE_WITHHELD))
      << "the third is small as stored, the fourth is not stored";
  changed.set_dashboard_year(2024);
  EXPECT_THAT(marks.Of(changed), testing::Each(education::v1::DISCLOSURE_WITHHELD))
      << "nothing of that year is stored";
}

TEST_F(ResultPageTest, WhatAnEarlierPublicRevisionWithheldStaysWithheld) {
  source_.partitions.resize(1);
  const ingestion::v1::Partition now = source_.partitions[0];
  source_.partitions[0].mutable_measures()->set_current_denominators(2, 10);
  const ResultSelection selection = *ResultSelection::Create({});
  const rpc::CallContext call(absl::InfiniteDuration(), "test");
  const EarlierMarks earlier = *EarlierMarks::Read(source_, selection, {{.number = 1}}, call);

  std::vector<education::v1::Disclosure> marks(3, education::v1::DISCLOSURE_SHOWN);
  marks[1] = education::v1::DISCLOSURE_CHANGE_WITHHELD;
  earlier.Restrict(now, marks);
  EXPECT_THAT(
      marks, ElementsAre(education::v1::DISCLOSURE_SHOWN, education::v1::DISCLOSURE_CHANGE_WITHHELD,
                         education::v1::DISCLOSURE_WITHHELD))
      << "the third was withheld before, and the second is not shown because it was";
  ingestion::v1::Partition of_later_year = now;
  of_later_year.set_dashboard_year(2024);
  marks.assign(3, education::v1::DISCLOSURE_SHOWN);
  earlier.Restrict(of_later_year, marks);
  EXPECT_THAT(marks, testing::Each(education::v1::DISCLOSURE_SHOWN))
      << "the earlier revision has nothing of that year";
}

TEST_F(ResultPageTest, AnErrorBeforeTheEndOfThePageIsTheAnswer) {
  source_.failure = absl::DataLossError("a partition is damaged");
  const ResultSelection selection = *ResultSelection::Create({});
  const rpc::CallContext call(absl::InfiniteDuration(), "test");
  const auto page = ListResultPage(source_, rulebooks_, selection, Revision(), 0, 9, {}, call);
  EXPECT_TRUE(absl::IsDataLoss(page.status())) << page.status();
}

}  // namespace
}  // namespace sos::indicator
