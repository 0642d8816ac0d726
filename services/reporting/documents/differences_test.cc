// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/differences.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/sources/fake_report_source.h"

namespace sos::reporting {
namespace {

using education::v1::Disclosure;
using ::testing::IsEmpty;

constexpr char kSchool[] = "entities/99600020000001";

// One row: all students of one school, or another group.
struct Row {
  education::v1::StudentGroup group = education::v1::STUDENT_GROUP_ALL;
  int32_t status_tenths = 50;
  Disclosure disclosure = education::v1::DISCLOSURE_SHOWN;
};

indicator::v1::ResultBlock BlockOf(const std::vector<Row>& rows) {
  indicator::v1::ResultBlock block;
  block.set_dashboard_year(2024);
  block.set_indicator(education::v1::INDICATOR_SUSPENSION);
  block.add_entities()->set_name(kSchool);
  for (const Row& row : rows) {
    block.add_entity_indexes(0);
    block.add_student_groups(row.group);
    block.add_current_denominators(100);
    block.add_status_tenths(row.status_tenths);
    block.add_change_tenths(0);
    block.add_status_levels(3);
    block.add_change_levels(3);
    block.add_colors(education::v1::COLOR_YELLOW);
    block.add_current_size_met(true);
    block.add_disclosures(row.disclosure);
  }
  return block;
}

// Answers suspension of 2024 with what each revision holds.
class TwoRevisions : public FakeReportSource {
 public:
  std::vector<Row> first;
  std::vector<Row> second;

  absl::StatusOr<std::vector<indicator::v1::ResultBlock>> GetResults(
      const indicator::v1::ResultFilter& filter, const Revision& revision,
      const rpc::CallContext&) override {
    if (filter.indicators(0) != education::v1::INDICATOR_SUSPENSION) {
      return std::vector<indicator::v1::ResultBlock>();
    }
    return std::vector{BlockOf(revision.number == 1 ? first : second)};
  }
};

std::vector<v1::ResultDifference> DifferencesOf(TwoRevisions& source) {
  indicator::v1::ResultFilter filter;
  filter.add_dashboard_years(2024);
  const rpc::CallContext call(absl::InfiniteDuration(), "test");
  std::vector<v1::ResultDifference> found;
  const absl::Status status = FindDifferences(source, filter, {.number = 1}, {.number = 2}, call,
                                              [&](v1::ResultDifference difference) {
                                                found.push_back(std::move(difference));
                                                return absl::OkStatus();
                                              });
  EXPECT_TRUE(status.ok()) << status;
  return found;
}

TEST(DifferencesTest, EqualRevisionsHaveNone) {
  TwoRevisions source;
  source.first = source.second = {Row()};
  EXPECT_THAT(DifferencesOf(source), IsEmpty());
}

TEST(DifferencesTest, SaysWhatAResultWasAndIs) {
  TwoRevisions source;
  source.first = {Row()};
  source.second = {{.status_tenths = 51}};
  const auto found = DifferencesOf(source);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].result(), std::string(kSchool) + "/results/2024-susp-all");
  EXPECT_EQ(found[0].before().status().value(), "5.0");
  EXPECT_EQ(found[0].after().status().value(), "5.1");
}

TEST(DifferencesTest, KnowsResultsThatCameAndWent) {
  TwoRevisions source;
  source.first = {Row()};
  source.second = {{.group = education::v1::STUDENT_GROUP_HISPANIC}};
  const auto found = DifferencesOf(source);
  ASSERT_EQ(found.size(), 2);
  for (const v1::ResultDifference& difference : found) {
    const bool went = difference.student_group() == education::v1::STUDENT_GROUP_ALL;
    EXPECT_EQ(difference.before().state() == v1::Cell::STATE_ABSENT, !went);
    EXPECT_EQ(difference.after().state() == v1::Cell::STATE_ABSENT, went);
    EXPECT_EQ(difference.entity().name(), kSchool);
  }
}

TEST(DifferencesTest, LeavesOutWhatIsWithheldInEitherRevision) {
  for (const auto disclosure :
       {education::v1::DISCLOSURE_WITHHELD, education::v1::DISCLOSURE_UNSPECIFIED}) {
    TwoRevisions source;
    source.first = {{.status_tenths = 40, .disclosure = disclosure}};
    source.second = {Row()};
    EXPECT_THAT(DifferencesOf(source), IsEmpty()) << disclosure;
    std::swap(source.first, source.second);
    EXPECT_THAT(DifferencesOf(source), IsEmpty()) << disclosure;
  }
}

}  // namespace
}  // namespace sos::reporting
