// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <utility>

#include "common/resource_names/resource_names.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/sources/fake_report_source.h"

namespace sos::reporting {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kSupported[] = "99600020000000";
constexpr char kCharter[] = "99600020139998";

absl::StatusOr<v1::SupportView> TryView(FakeReportSource source, const char* cds,
                                        const char* language = "en") {
  const rpc::CallContext call(absl::InfiniteDuration(), "test");
  const DocumentKey key = {.kind = DocumentKey::Kind::kSupportView,
                           .cds = *CdsCode::Parse(cds),
                           .dashboard_year = 2024,
                           .language_code = language};
  return ComposeSupportView(source, key, Revision(), call);
}

FakeReportSource SourceOf(const char* cds, education::v1::EntityType type,
                          eligibility::v1::Program program) {
  FakeReportSource source;
  education::v1::Entity& entity = source.entities[*CdsCode::Parse(cds)];
  entity.set_name(EntityName(cds));
  entity.set_display_name("Synthetic Unified");
  entity.set_type(type);
  eligibility::v1::Determination& determination = source.determinations.emplace_back();
  determination.set_program(program);
  determination.set_dashboard_year(2024);
  determination.set_eligibility(eligibility::v1::OUTCOME_MET);
  *determination.mutable_entity() = entity;
  source.programs = {eligibility::v1::PROGRAM_LCFF, eligibility::v1::PROGRAM_CHARTER,
                     eligibility::v1::PROGRAM_ESSA};
  return source;
}

FakeReportSource District() {
  return SourceOf(kSupported, education::v1::ENTITY_TYPE_DISTRICT, eligibility::v1::PROGRAM_LCFF);
}

TEST(SupportViewTest, HasTheProgramsThatDecideAboutTheEntityAndHaveRules) {
  const auto district = TryView(District(), kSupported);
  ASSERT_TRUE(district.ok()) << district.status();
  ASSERT_THAT(district->programs(), SizeIs(1)) << "LCAP has no rules of the year";
  EXPECT_EQ(district->programs(0).label(), "Differentiated Assistance");
  EXPECT_THAT(district->sentences(),
              ElementsAre("Synthetic Unified is eligible for differentiated assistance in 2024."));
  const auto charter = TryView(SourceOf(kCharter, education::v1::ENTITY_TYPE_CHARTER_SCHOOL,
                                        eligibility::v1::PROGRAM_CHARTER),
                               kCharter);
  ASSERT_TRUE(charter.ok()) << charter.status();
  ASSERT_THAT(charter->programs(), SizeIs(2));
  EXPECT_EQ(charter->programs(0).program(), eligibility::v1::PROGRAM_CHARTER);
  EXPECT_EQ(charter->programs(1).program(), eligibility::v1::PROGRAM_ESSA);
  EXPECT_FALSE(charter->programs(1).has_determination());
  EXPECT_THAT(charter->programs(1).sentences(),
              ElementsAre(HasSubstr("Nothing is known of Synthetic Unified")));
}

TEST(SupportViewTest, TellsNoNumberOfAGroupThatIsWithheld) {
  auto source = District();
  auto& finding = *source.determinations[0].add_findings();
  finding.set_student_group(education::v1::STUDENT_GROUP_ASIAN);
  finding.set_outcome(eligibility::v1::OUTCOME_MET);
  finding.set_description("SUSP (66.7) of 3 students");
  finding.set_masked_description("SUSP");
  auto& evidence = *finding.add_evidence();
  evidence.set_indicator(education::v1::INDICATOR_SUSPENSION);
  evidence.set_color(education::v1::COLOR_RED);
  evidence.set_student_count(3);
  evidence.mutable_status()->set_value("66.7");
  evidence.set_disclosure(education::v1::DISCLOSURE_WITHHELD);
  auto& group = *source.determinations[0].add_groups();
  group.set_student_group(education::v1::STUDENT_GROUP_ASIAN);
  group.set_outcome(eligibility::v1::OUTCOME_MET);
  auto& nearest = source.nearest.emplace_back();
  nearest.set_program(eligibility::v1::PROGRAM_LCFF);
  nearest.set_direction(eligibility::v1::Nearest::DIRECTION_LEAVE);
  nearest.set_student_count(2);
  auto& change = *nearest.add_changes();
  change.set_student_count(-2);
  change.set_denominator(3);
  const auto view = TryView(source, kSupported);
  ASSERT_TRUE(view.ok()) << view.status();
  EXPECT_THAT(view->DebugString(), Not(HasSubstr("66.7")));
  EXPECT_THAT(view->programs(0).sentences(),
              Contains("Asian meets the criteria by a result that is not shown."));
  EXPECT_EQ(view->programs(0).determination().findings(0).evidence(0).student_count(), -1);
  EXPECT_EQ(view->programs(0).nearest().changes(0).denominator(), -1);
  EXPECT_EQ(view->programs(0).nearest().student_count(), -1);
  EXPECT_THAT(view->programs(0).nearest_sentence(), HasSubstr("is not shown"));
}

TEST(SupportViewTest, HasHistoryAndWhatIsMissing) {
  auto source = District();
  source.determinations[0].set_eligibility(eligibility::v1::OUTCOME_INSUFFICIENT_DATA);
  auto& gap = *source.determinations[0].add_data_gaps();
  gap.set_file("suspdownload2023.txt");
  gap.set_dashboard_year(2023);
  auto& year = *source.histories[eligibility::v1::PROGRAM_LCFF].add_years();
  year.set_dashboard_year(2023);
  year.set_eligibility(eligibility::v1::OUTCOME_MET);
  const auto view = TryView(source, kSupported, "es");
  ASSERT_TRUE(view.ok()) << view.status();
  EXPECT_THAT(view->programs(0).history(), SizeIs(1));
  EXPECT_THAT(view->programs(0).sentences(), Contains("Con derecho en 2023."));
  EXPECT_THAT(view->programs(0).gaps(),
              ElementsAre("Para decidirlo en 2023, cargue suspdownload2023.txt."));
}

TEST(SupportViewTest, OfACountyCountsItsLeas) {
  auto source = District();
  const auto view = TryView(source, "27000000000000");
  ASSERT_TRUE(view.ok()) << view.status();
  EXPECT_THAT(view->programs(), IsEmpty());
  EXPECT_THAT(view->sentences(),
              ElementsAre("1 of 1 district or county office is eligible for differentiated "
                          "assistance in 2024."));
}

TEST(SupportViewTest, IsNotFoundWhereNothingIsKnown) {
  auto source = District();
  source.determinations.clear();
  EXPECT_TRUE(absl::IsNotFound(TryView(source, kSupported).status()));
}

}  // namespace
}  // namespace sos::reporting
