// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/rulebook_library.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

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

const RulebookLibrary& Loaded() {
  static const auto* const kLibrary = new RulebookLibrary(*RulebookLibrary::Load(RulebookFiles()));
  return *kLibrary;
}

// What becomes of a rulebook after `change`.
std::string ErrorAfter(const std::string& name, const std::function<void(v1::Rulebook&)>& change) {
  v1::Rulebook proto = Loaded().Find(name)->proto;
  change(proto);
  const absl::StatusOr<Rulebook> rules = ToRules(proto);
  return rules.ok() ? "" : std::string(rules.status().message());
}

TEST(RulebookLibraryTest, EveryTestIsTheSameThereAndBack) {
  int tests = 0;
  for (const auto& [name, rulebook] : Loaded().entries()) {
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
  for (const auto& [name, rulebook] : Loaded().entries()) {
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
  const auto* const rulebook = Loaded().Find("rulebooks/lcff-2025");
  const LcffRules& rules = rulebook->rules.Of<LcffRules>();
  ASSERT_EQ(static_cast<int>(rules.priorities.size()), rulebook->proto.priorities_size());
  for (int i = 0; i < rulebook->proto.priorities_size(); ++i) {
    EXPECT_TRUE(
        MessageDifferencer::Equals(ToProto(rules.priorities[static_cast<size_t>(i)].citation),
                                   rulebook->proto.priorities(i).citation()));
  }
}

TEST(RulebookLibraryTest, SaysHowManyPrioritiesMakeALetter) {
  EXPECT_EQ(Loaded().Find("rulebooks/lcff-2025")->rules.Of<LcffRules>().minimum_priority_count, 2);

  v1::Rulebook proto = Loaded().Find("rulebooks/lcff-2025")->proto;
  proto.set_minimum_priority_count(3);
  EXPECT_EQ(ToRules(proto)->Of<LcffRules>().minimum_priority_count, 3);

  proto.clear_minimum_priority_count();
  EXPECT_EQ(ToRules(proto)->Of<LcffRules>().minimum_priority_count, 2) << "as the statute says";
}

// The files of the folder of drafts.
std::vector<std::string> DraftFiles() {
  std::vector<std::string> paths;
  for (const auto& file : std::filesystem::directory_iterator(
           SOS_SOURCE_DIR "/services/eligibility/rulebooks/drafts")) {
    paths.push_back(file.path().string());
  }
  return paths;
}

TEST(RulebookLibraryTest, ADraftCanBeAppliedAndIsNeverInForce) {
  EXPECT_TRUE(CheckInForce(Loaded()).ok());
  ASSERT_FALSE(DraftFiles().empty());
  for (const std::string& path : DraftFiles()) {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    const std::string contents = text.str();
    const EmbeddedFile file{path, contents};
    const auto draft = RulebookLibrary::Load({&file, 1});
    ASSERT_TRUE(draft.ok()) << draft.status();
    EXPECT_THAT(draft->entries().begin()->second.rules.draft, HasSubstr("not adopted")) << path;
    EXPECT_THAT(std::string(CheckInForce(*draft).message()),
                HasSubstr("cannot be in force; give it to sos simulate --rulebook"));
    EXPECT_EQ(Loaded().Find(draft->entries().begin()->first), nullptr) << path;
  }
}

TEST(RulebookLibraryTest, RefusesRecurringIndicatorsThatCannotBeApplied) {
  const auto after = [](const std::function<void(v1::RecurringIndicatorsRule&)>& change) {
    return ErrorAfter("rulebooks/lcff-2025", [&change](v1::Rulebook& r) {
      v1::RecurringIndicatorsRule& rule = *r.mutable_recurring_indicators();
      rule.add_dashboard_years(2024);
      rule.add_dashboard_years(2025);
      *rule.add_indicators() = r.priorities(2).any_of(0);
      rule.set_minimum_indicator_count(1);
      *rule.mutable_citation() = r.priorities(2).citation();
      r.clear_priorities();
      change(rule);
    });
  };
  EXPECT_EQ(after([](auto&) {}), "");
  EXPECT_THAT(after([](auto& rule) { rule.set_minimum_indicator_count(2); }),
              HasSubstr("as many indicators"));
  EXPECT_THAT(after([](auto& rule) { rule.clear_dashboard_years(); }), HasSubstr("need years"));
  EXPECT_THAT(after([](auto& rule) {
                *rule.mutable_indicators(0)->add_all_of() = rule.indicators(0).all_of(0);
              }),
              HasSubstr("each with one test"));
  EXPECT_THAT(after([](auto& rule) { rule.clear_citation(); }), HasSubstr("recurring indicators"));
}

TEST(RulebookLibraryTest, ADutyWhoseInputIsMissingSaysWhatIsNeeded) {
  EXPECT_THAT(ErrorAfter("rulebooks/lcap-2025",
                         [](auto& r) {
                           for (v1::DutyRule& duty : *r.mutable_duties()) {
                             if (duty.kind() == v1::DutyRule::KIND_MISSING_INPUT) {
                               duty.clear_missing_reason();
                             }
                           }
                         }),
              HasSubstr("gives no reason that the rulebook explains"));
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
