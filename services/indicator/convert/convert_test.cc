// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/convert/convert.h"

#include <string>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicator/convert/rulebook_library.h"
#include "services/indicator/rulebooks/rulebook_files.h"

namespace sos::indicator {
namespace {

using ::sos::test_util::IsError;

TEST(ConvertTest, ANameOfAResultIsReadAsItWasWritten) {
  for (const auto& indicator : kIndicators) {
    for (const auto& group : kStudentGroups) {
      const std::string name =
          ResultName("entities/27102720000000", 2023, indicator.value, group.value);
      const auto key = ParseResultName(name);
      ASSERT_TRUE(key.ok()) << name << ": " << key.status();
      EXPECT_EQ(key->cds.text(), "27102720000000");
      EXPECT_EQ(key->dashboard_year, 2023);
      EXPECT_EQ(key->indicator, indicator.value) << name;
      EXPECT_EQ(key->group, group.value) << name;
    }
  }
}

TEST(ConvertTest, NamesTheFieldOfAMalformedName) {
  EXPECT_THAT(ParseResultName(""), IsError(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  for (const char* name :
       {"entities/2710272000000/results/2023-grad-all", "entities/27102720000000/results/2023-grad",
        "entities/27102720000000/results/23-grad-all",
        "entities/27102720000000/results/2023-gradd-all",
        "entities/27102720000000/results/2023-grad-all/more", "results/2023-grad-all"}) {
    EXPECT_THAT(ParseResultName(name), IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"))
        << name;
  }
}

ingestion::v1::MeasureBlock OneRow() {
  ingestion::v1::MeasureBlock block;
  auto& entity = *block.add_entities();
  entity.mutable_entity()->set_name("entities/27102720000000");
  entity.mutable_entity()->set_type(education::v1::ENTITY_TYPE_DISTRICT);
  block.add_entity_indexes(0);
  block.add_student_groups(education::v1::STUDENT_GROUP_HOMELESS);
  block.add_flags(5);
  block.add_current_numerators(7);
  block.add_current_denominators(70);
  block.add_prior_numerators(8);
  block.add_prior_denominators(80);
  block.add_current_test_counts(-1);
  block.add_prior_test_counts(-1);
  block.add_current_status_tenths(kNoTenths);
  block.add_prior_status_tenths(100);
  block.add_change_tenths(0);
  return block;
}

TEST(ConvertTest, AMeasureHasTheCellsOfItsRow) {
  const auto block = OneRow();
  const Measure measure = ToMeasure(block, 0);
  EXPECT_EQ(measure.group, StudentGroup::kHomeless);
  EXPECT_TRUE(measure.lea_row);
  EXPECT_EQ(measure.flags, 5);
  EXPECT_EQ(measure.current_numerator, 7);
  EXPECT_EQ(measure.current_denominator, 70);
  EXPECT_EQ(measure.prior_numerator, 8);
  EXPECT_EQ(measure.prior_denominator, 80);
  EXPECT_EQ(measure.given_status, std::nullopt) << "the file has none";
  EXPECT_EQ(measure.given_prior_status, Tenths{100});
  EXPECT_EQ(measure.given_change, Tenths{0}) << "zero is a change";
}

TEST(ConvertTest, FindsTheRulesOfACollectionOfMeasures) {
  const auto library = RulebookLibrary::Load(RulebookFiles());
  ASSERT_TRUE(library.ok());
  const LoadedRulebook* const rulebook = library->Find(2023);
  ASSERT_NE(rulebook, nullptr);
  const IndicatorRules* const rules = FindRules(rulebook, ingestion::v1::COLLECTION_SUSPENSION);
  ASSERT_NE(rules, nullptr);
  EXPECT_EQ(rules->indicator, Indicator::kSuspension);
  EXPECT_EQ(FindRules(rulebook, ingestion::v1::COLLECTION_LCFF_ASSISTANCE), nullptr);
  EXPECT_EQ(FindRules(rulebook, ingestion::v1::COLLECTION_UNSPECIFIED), nullptr);
  EXPECT_EQ(FindRules(nullptr, ingestion::v1::COLLECTION_SUSPENSION), nullptr);
}

TEST(ConvertTest, EveryKindOfPublicationHasItsTwin) {
  EXPECT_EQ(ToProto(Publication::kColor), v1::IndicatorRules::PUBLICATION_COLOR);
  EXPECT_EQ(ToProto(Publication::kStatusOnly), v1::IndicatorRules::PUBLICATION_STATUS_ONLY);
  EXPECT_EQ(ToProto(Publication::kValuesOnly), v1::IndicatorRules::PUBLICATION_VALUES_ONLY);
  EXPECT_EQ(v1::IndicatorRules::Publication_descriptor()->value_count(), 4);
}

TEST(ConvertTest, ARulebookThatNamesAGroupThatIsNoneIsRefused) {
  const auto library = RulebookLibrary::Load(RulebookFiles());
  ASSERT_TRUE(library.ok());
  v1::Rulebook rulebook = library->Find(2023)->proto;
  rulebook.mutable_indicators(0)->mutable_size()->add_small_groups(
      static_cast<education::v1::StudentGroup>(99));
  const auto refused = ToRules(rulebook);
  EXPECT_THAT(refused, IsError(absl::StatusCode::kInvalidArgument, "RULEBOOK_INVALID"));
  EXPECT_THAT(std::string(refused.status().message()), ::testing::HasSubstr("99"));
}

}  // namespace
}  // namespace sos::indicator
