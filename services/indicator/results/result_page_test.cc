// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/results/result_page.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
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

  ResultPage List(int64_t skip, int64_t size, const v1::ResultFilter& filter = {}) {
    const ResultSelection selection = *ResultSelection::Create(filter);
    const rpc::CallContext call(absl::InfiniteDuration(), "test");
    return *ListResultPage(source_, rulebooks_, selection, Revision(), skip, size, call);
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

TEST_F(ResultPageTest, AnErrorBeforeTheEndOfThePageIsTheAnswer) {
  source_.failure = absl::DataLossError("a partition is damaged");
  const ResultSelection selection = *ResultSelection::Create({});
  const rpc::CallContext call(absl::InfiniteDuration(), "test");
  const auto page = ListResultPage(source_, rulebooks_, selection, Revision(), 0, 9, call);
  EXPECT_TRUE(absl::IsDataLoss(page.status())) << page.status();
}

}  // namespace
}  // namespace sos::indicator
