// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/rpc/pack_renderer.h"

#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/sources/fake_report_source.h"

namespace sos::reporting {
namespace {

using ::testing::HasSubstr;

const rpc::CallContext& AnyRenderCall() {
  static const auto* const kCall = new rpc::CallContext(absl::InfiniteDuration(), "test");
  return *kCall;
}

// A county of `count` districts.
FakeReportSource Districts(int count) {
  FakeReportSource source;
  indicator::v1::ResultBlock& block = source.results.emplace_back();
  block.set_dashboard_year(2024);
  block.set_indicator(education::v1::INDICATOR_SUSPENSION);
  for (int i = 1; i <= count; ++i) {
    education::v1::Entity& entity = *block.add_entities();
    const std::string cds = absl::StrFormat("01%05d0000000", 60000 + i);
    entity.set_name("entities/" + cds);
    entity.set_display_name("District " + std::to_string(i));
    entity.set_type(education::v1::ENTITY_TYPE_DISTRICT);
    source.entities[*CdsCode::Parse(cds)] = entity;
    block.add_entity_indexes(i - 1);
    block.add_student_groups(education::v1::STUDENT_GROUP_ALL);
    block.add_current_denominators(500);
    block.add_current_size_met(true);
  }
  return source;
}

PackPlan PlanOf(FakeReportSource& source) {
  const DocumentKey key = {.kind = DocumentKey::Kind::kCountyPack,
                           .cds = *CdsCode::Parse("01000000000000"),
                           .dashboard_year = 2024};
  return *PlanCountyPack(source, key, /*with_schools=*/false, {.number = 1, .identity = "a"},
                         AnyRenderCall());
}

std::vector<std::string> Files(FakeReportSource& source, const PackPlan& plan, size_t first,
                               int threads) {
  PackRenderer renderer(&source, plan, first, AnyRenderCall(), threads);
  std::vector<std::string> files;
  for (size_t i = first; i < plan.Files().size(); ++i) {
    auto bytes = renderer.Next();
    if (!bytes.ok()) {
      ADD_FAILURE() << plan.Files()[i]->path << ": " << bytes.status();
      break;
    }
    files.push_back(*std::move(bytes));
  }
  return files;
}

TEST(PackRendererTest, ManyThreadsMakeTheFilesOfOneInTheSameOrder) {
  FakeReportSource source = Districts(12);
  const PackPlan plan = PlanOf(source);
  const std::vector<std::string> one = Files(source, plan, 0, 1);
  ASSERT_GT(one.size(), 60U);
  EXPECT_EQ(Files(source, plan, 0, 3), one);
}

TEST(PackRendererTest, BeginsInTheMiddleOfAFolder) {
  FakeReportSource source = Districts(3);
  const PackPlan plan = PlanOf(source);
  const std::vector<std::string> whole = Files(source, plan, 0, 1);
  const size_t first = whole.size() / 2;
  EXPECT_EQ(Files(source, plan, first, 2),
            std::vector(whole.begin() + static_cast<long>(first), whole.end()));
}

TEST(PackRendererTest, AFileOfWhichNothingIsKnownSaysSo) {
  FakeReportSource source = Districts(1);
  const PackPlan plan = PlanOf(source);
  const std::vector<std::string> files = Files(source, plan, 0, 2);
  bool found = false;
  for (size_t i = 0; i < files.size(); ++i) {
    if (plan.Files()[i]->path != "district-1/red-list.csv") continue;
    found = true;
    EXPECT_THAT(files[i], HasSubstr("Nothing is loaded from which"));
  }
  EXPECT_TRUE(found);
}

TEST(PackRendererTest, EndsWithTheErrorOfTheSourceAndStopsWhenNobodyTakesTheRest) {
  FakeReportSource source = Districts(20);
  const PackPlan plan = PlanOf(source);
  { const PackRenderer abandoned(&source, plan, 0, AnyRenderCall(), 2); }
  source.failure = absl::UnavailableError("the services below are gone");
  PackRenderer renderer(&source, plan, 0, AnyRenderCall(), 2);
  EXPECT_EQ(renderer.Next().status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace sos::reporting
