// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/rulebook_library.h"

#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "services/eligibility/convert/rule_parts.h"
#include "services/eligibility/rulebooks/rulebook_files.h"

namespace sos::eligibility {
namespace {

using ::google::protobuf::util::MessageDifferencer;
using ::testing::HasSubstr;

const RulebookLibrary& Library() {
  static const auto* const kLibrary = new RulebookLibrary(*RulebookLibrary::Load(RulebookFiles()));
  return *kLibrary;
}

// What becomes of a rulebook after `change`.
std::string ErrorAfter(const std::string& name, const std::function<void(v1::Rulebook&)>& change) {
  v1::Rulebook proto = Library().Find(name)->proto;
  change(proto);
  const absl::StatusOr<Rulebook> rules = ToRules(proto);
  return rules.ok() ? "" : std::string(rules.status().message());
}

TEST(RulebookLibraryTest, EveryTestIsTheSameThereAndBack) {
  int tests = 0;
  for (const auto& [name, rulebook] : Library().entries()) {
    const auto expect_same = [&](const v1::Test& test) {
      ++tests;
      EXPECT_TRUE(MessageDifferencer::Equals(ToProto(*ToTest(test)), test)) << name;
    };
    for (const v1::PriorityCriteria& priority : rulebook.proto.priorities()) {
      for (const v1::Criterion& criterion : priority.any_of()) {
        for (const v1::Test& test : criterion.all_of()) expect_same(test);
      }
    }
    for (const v1::CountedIndicator& indicator : rulebook.proto.essa().indicators()) {
      expect_same(indicator.lowest());
      if (indicator.has_second_lowest()) expect_same(indicator.second_lowest());
    }
  }
  EXPECT_GT(tests, 100);
}

TEST(RulebookLibraryTest, EveryCriterionOfCountedColorsIsTheSameThereAndBack) {
  int criteria = 0;
  for (const auto& [name, rulebook] : Library().entries()) {
    if (!rulebook.proto.has_essa()) continue;
    const EssaRules& rules = rulebook.rules.Of<EssaRules>();
    for (int i = 0; i < rulebook.proto.essa().criteria_size(); ++i) {
      ++criteria;
      EXPECT_TRUE(MessageDifferencer::Equals(ToProto(rules.criteria[static_cast<size_t>(i)]),
                                             rulebook.proto.essa().criteria(i)))
          << name << ", criterion " << i;
    }
  }
  EXPECT_GT(criteria, 10);
}

TEST(RulebookLibraryTest, ACitationTravelsWithTheRuleItBelongsTo) {
  const auto* const rulebook = Library().Find("rulebooks/lcff-2025");
  const LcffRules& rules = rulebook->rules.Of<LcffRules>();
  ASSERT_EQ(static_cast<int>(rules.priorities.size()), rulebook->proto.priorities_size());
  for (int i = 0; i < rulebook->proto.priorities_size(); ++i) {
    EXPECT_TRUE(
        MessageDifferencer::Equals(ToProto(rules.priorities[static_cast<size_t>(i)].citation),
                                   rulebook->proto.priorities(i).citation()));
  }
}

TEST(RulebookLibraryTest, SaysHowManyPrioritiesMakeALetter) {
  EXPECT_EQ(Library().Find("rulebooks/lcff-2025")->rules.Of<LcffRules>().minimum_priority_count, 2);

  v1::Rulebook proto = Library().Find("rulebooks/lcff-2025")->proto;
  proto.set_minimum_priority_count(3);
  EXPECT_EQ(ToRules(proto)->Of<LcffRules>().minimum_priority_count, 3);

  proto.clear_minimum_priority_count();
  EXPECT_EQ(ToRules(proto)->Of<LcffRules>().minimum_priority_count, 2) << "as the statute says";
}

TEST(RulebookLibraryTest, RefusesWhatCannotBeApplied) {
  EXPECT_THAT(ErrorAfter("rulebooks/lcff-2024", [](auto& r) { r.clear_methods(); }),
              HasSubstr("no method is in force"));
  EXPECT_THAT(
      ErrorAfter("rulebooks/lcff-2024", [](auto& r) { r.mutable_priorities(0)->clear_citation(); }),
      HasSubstr("priority 4"));
  EXPECT_THAT(ErrorAfter("rulebooks/lcff-2024", [](auto& r) { r.set_minimum_priority_count(-1); }),
              HasSubstr("at least one priority"));
  EXPECT_THAT(ErrorAfter("rulebooks/lcff-2024",
                         [](auto& r) { r.mutable_local_rule()->set_minimum_count(-1); }),
              HasSubstr("at least one"));
  EXPECT_THAT(
      ErrorAfter("rulebooks/lcff-2024", [](auto& r) { r.mutable_status()->clear_general(); }),
      HasSubstr("a status without words"));
  EXPECT_THAT(ErrorAfter("rulebooks/lcff-2024", [](auto& r) { r.mutable_charter(); }),
              HasSubstr("not those of the program"));
  EXPECT_THAT(ErrorAfter("rulebooks/charter-2024",
                         [](auto& r) { r.mutable_charter()->set_minimum_year_count(9); }),
              HasSubstr("charter schools need years"));
  EXPECT_THAT(
      ErrorAfter("rulebooks/essa-2024", [](auto& r) { r.mutable_essa()->clear_criteria(); }),
      HasSubstr("ESSA needs indicators"));
  EXPECT_THAT(
      ErrorAfter("rulebooks/essa-2024",
                 [](auto& r) { r.mutable_essa()->mutable_low_graduation()->clear_citation(); }),
      HasSubstr("low graduation"));
  EXPECT_THAT(
      ErrorAfter("rulebooks/equity-multiplier-2023",
                 [](auto& r) { r.mutable_equity_multiplier()->set_statewide_rate("much"); }),
      HasSubstr("no amount"));
  EXPECT_THAT(ErrorAfter("rulebooks/lcap-2024", [](auto& r) { r.mutable_duties(0)->clear_kind(); }),
              HasSubstr("is incomplete"));
}

}  // namespace
}  // namespace sos::eligibility
