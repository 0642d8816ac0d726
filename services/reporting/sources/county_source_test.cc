// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sources/county_source.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/sources/fake_report_source.h"

namespace sos::reporting {
namespace {

using indicator::v1::ResultBlock;
using indicator::v1::ResultFilter;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kCountyLea[] = "entities/01600010000000";
constexpr char kCountySchool[] = "entities/01600010000001";

const rpc::CallContext& AnyCountyCall() {
  static const auto* const kCall = new rpc::CallContext(absl::InfiniteDuration(), "test");
  return *kCall;
}

// Suspension of the LEA (row 0: all, row 1: English learners) and of its school (row 2: all).
ResultBlock ThreeRows() {
  ResultBlock block;
  block.set_dashboard_year(2024);
  block.set_indicator(education::v1::INDICATOR_SUSPENSION);
  block.add_entities()->set_name(kCountyLea);
  block.mutable_entities(0)->set_type(education::v1::ENTITY_TYPE_DISTRICT);
  block.add_entities()->set_name(kCountySchool);
  block.mutable_entities(1)->set_type(education::v1::ENTITY_TYPE_SCHOOL);
  for (const int entity : {0, 0, 1}) block.add_entity_indexes(entity);
  block.add_student_groups(education::v1::STUDENT_GROUP_ALL);
  block.add_student_groups(education::v1::STUDENT_GROUP_ENGLISH_LEARNERS);
  block.add_student_groups(education::v1::STUDENT_GROUP_ALL);
  for (const int students : {500, 60, 80}) block.add_current_denominators(students);
  for (const bool enough : {true, false, true}) block.add_current_size_met(enough);
  block.add_school_types("UD");
  block.add_school_types("ES");
  (*block.mutable_undetermined_reasons())[2] = "RULE_UNKNOWN";
  return block;
}

class CountingSource : public FakeReportSource {
 public:
  absl::StatusOr<std::vector<ResultBlock>> GetResults(const ResultFilter& filter,
                                                      const Revision& revision,
                                                      const rpc::CallContext& context) override {
    asked.push_back(filter);
    return FakeReportSource::GetResults(filter, revision, context);
  }
  std::vector<ResultFilter> asked;
};

TEST(CountySourceTest, KeepsRowsWithAllOfTheirColumns) {
  const ResultBlock kept = RowsOf(ThreeRows(), [](int row) { return row != 1; });
  EXPECT_THAT(kept.entity_indexes(), ElementsAre(0, 1));
  EXPECT_THAT(kept.current_denominators(), ElementsAre(500, 80));
  EXPECT_THAT(kept.current_size_met(), ElementsAre(true, true));
  EXPECT_THAT(kept.school_types(), ElementsAre("UD", "ES")) << "one an entity, not a row";
  EXPECT_EQ(kept.undetermined_reasons().at(1), "RULE_UNKNOWN");
  EXPECT_EQ(kept.entities_size(), 2);
}

TEST(CountySourceTest, ReadsAnLeaOnceForAllOfItsSchools) {
  CountingSource upstream;
  upstream.results = {ThreeRows()};
  CountySource source(&upstream, "01");
  ResultFilter of_school;
  of_school.add_entities(kCountySchool);
  ResultFilter of_lea;
  of_lea.add_leas(kCountyLea);
  of_lea.set_lea_rows_only(true);
  const auto school = source.GetResults(of_school, {}, AnyCountyCall());
  const auto lea = source.GetResults(of_lea, {}, AnyCountyCall());

  ASSERT_THAT(*school, SizeIs(1));
  EXPECT_THAT((*school)[0].current_denominators(), ElementsAre(80));
  ASSERT_THAT(*lea, SizeIs(1));
  EXPECT_THAT((*lea)[0].current_denominators(), ElementsAre(500, 60));
  ASSERT_THAT(upstream.asked, SizeIs(1));
  EXPECT_THAT(upstream.asked[0].leas(), ElementsAre(kCountyLea));
}

TEST(CountySourceTest, GivesWhatTheFilterWantsAndNoEmptyBlocks) {
  CountingSource upstream;
  upstream.results = {ThreeRows()};
  CountySource source(&upstream, "01");
  ResultFilter filter;
  filter.add_entities(kCountyLea);
  filter.add_student_groups(education::v1::STUDENT_GROUP_ENGLISH_LEARNERS);
  EXPECT_THAT((*source.GetResults(filter, {}, AnyCountyCall()))[0].current_denominators(),
              ElementsAre(60));
  filter.add_dashboard_years(2023);
  EXPECT_THAT(*source.GetResults(filter, {}, AnyCountyCall()), IsEmpty());
}

TEST(CountySourceTest, PassesOnWhatRowsInMemoryDoNotTell) {
  CountingSource upstream;
  upstream.results = {ThreeRows()};
  CountySource source(&upstream, "01");
  ResultFilter changed;
  changed.add_entities(kCountySchool);
  changed.set_since_revision(3);
  ResultFilter county;
  county.add_counties("01");
  for (const ResultFilter& filter : {changed, county}) {
    ASSERT_TRUE(source.GetResults(filter, {}, AnyCountyCall()).ok());
    EXPECT_EQ(upstream.asked.back().DebugString(), filter.DebugString());
  }
}

TEST(CountySourceTest, AnErrorIsNotKept) {
  CountingSource upstream;
  upstream.failure = absl::UnavailableError("away");
  CountySource source(&upstream, "01");
  ResultFilter filter;
  filter.add_entities(kCountySchool);
  EXPECT_EQ(source.GetResults(filter, {}, AnyCountyCall()).status().code(),
            absl::StatusCode::kUnavailable);
  upstream.failure = absl::OkStatus();
  upstream.results = {ThreeRows()};
  EXPECT_THAT(*source.GetResults(filter, {}, AnyCountyCall()), SizeIs(1));
}

}  // namespace
}  // namespace sos::reporting
