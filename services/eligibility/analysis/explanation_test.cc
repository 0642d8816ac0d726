// SPDX-License-Identifier: Apache-2.0

// A determination can be rebuilt from its explanation alone: an evaluator that knows nothing of
// rules or evidence, only of the contract, comes to the same answer.

#include "services/eligibility/analysis/explanation.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/domain/random_history.h"
#include "services/eligibility/rulebooks/rulebook_files.h"

namespace sos::eligibility {
namespace {

using v1::Reasoning;

const RulebookLibrary& Library() {
  static const auto* const kLibrary = new RulebookLibrary(*RulebookLibrary::Load(RulebookFiles()));
  return *kLibrary;
}

// Three values as numbers: 0 not met, 1 open, 2 met.
int Value(v1::Outcome outcome) {
  return outcome == v1::OUTCOME_MET ? 2 : outcome == v1::OUTCOME_NOT_MET ? 0 : 1;
}

int RebuildLeaf(const Reasoning& step) {
  if (!step.has_condition()) return Value(step.outcome());
  bool can = false;
  bool must = true;
  if (!step.condition().colors().empty()) {
    for (const int color : step.fact().possible_colors()) {
      const bool wanted = absl::c_linear_search(step.condition().colors(), color);
      can = can || wanted;
      must = must && wanted;
    }
  } else {
    for (const int level : step.fact().possible_status_levels()) {
      const bool wanted = absl::c_linear_search(step.condition().status_levels(), level);
      can = can || wanted;
      must = must && wanted;
    }
  }
  return must ? 2 : can ? 1 : 0;
}

// How one possible value of an indicator counts.
struct Counts {
  int counted = 0;
  int lowest = 0;
  int second = 0;
};

bool Holds(const v1::ColorCountCriterion& criterion, const Counts& counts) {
  const int not_lowest = counts.counted - counts.lowest;
  return counts.counted >= criterion.minimum_counted() &&
         counts.lowest >= criterion.minimum_lowest() &&
         (!criterion.has_maximum_not_lowest() || not_lowest <= criterion.maximum_not_lowest()) &&
         (!criterion.has_maximum_above_second_lowest() ||
          not_lowest - counts.second <= criterion.maximum_above_second_lowest()) &&
         (!criterion.majority_lowest() || counts.lowest * 2 > counts.counted);
}

// Walks through all possible values of all parts.
int RebuildCounts(const Reasoning& step) {
  std::set<int> values;
  const std::function<void(int, Counts)> visit = [&](int i, Counts counts) {
    if (i == step.parts_size()) {
      int value = 0;
      for (const auto& criterion : step.criteria()) {
        if (!Holds(criterion, counts)) continue;
        value = std::max(value, criterion.in_force() == v1::READING_UNKNOWN ? 1 : 2);
      }
      values.insert(value);
      return;
    }
    const Reasoning& part = step.parts(i);
    const bool by_color = !part.condition().colors().empty();
    std::vector<int> possible;
    if (by_color) {
      for (const int color : part.fact().possible_colors()) possible.push_back(color - 1);
    } else {
      for (const int level : part.fact().possible_status_levels()) possible.push_back(level);
    }
    const auto meets = [&](const v1::Test& test, int value) {
      return by_color ? absl::c_linear_search(test.colors(), value + 1)
                      : absl::c_linear_search(test.status_levels(), value);
    };
    for (const int value : possible) {
      Counts next = counts;
      if (value != 0) {
        ++next.counted;
        if (meets(part.condition(), value)) {
          ++next.lowest;
        } else if (part.fact().has_second_lowest() && meets(part.fact().second_lowest(), value)) {
          ++next.second;
        }
      }
      visit(i + 1, next);
    }
  };
  visit(0, Counts());
  return values.size() == 1 ? *values.begin() : 1;
}

int Rebuild(const Reasoning& step) {
  int met = 0;
  int possible = 0;
  for (const Reasoning& part : step.parts()) {
    const int value = Rebuild(part);
    met += value == 2 ? 1 : 0;
    possible += value != 0 ? 1 : 0;
  }
  const auto at_least = [&](int n) { return met >= n ? 2 : possible < n ? 0 : 1; };
  switch (step.combination()) {
    case Reasoning::COMBINATION_ALL_OF:
      return at_least(step.parts_size());
    case Reasoning::COMBINATION_ANY_OF:
      return at_least(1);
    case Reasoning::COMBINATION_AT_LEAST:
      return at_least(step.threshold());
    case Reasoning::COMBINATION_NOT:
      return 2 - Rebuild(step.parts(0));
    case Reasoning::COMBINATION_COLOR_COUNTS:
      return RebuildCounts(step);
    default:
      return RebuildLeaf(step);
  }
}

// The priorities that a group meets for certain, by the explanation.
std::map<int, std::vector<int>> PrioritiesByGroup(const Reasoning& step) {
  std::map<int, std::vector<int>> priorities;
  const std::function<void(const Reasoning&)> visit = [&](const Reasoning& part) {
    if (part.rule() == "group") {
      for (const Reasoning& priority : part.parts()) {
        absl::string_view name = priority.rule();
        int number = 0;
        if (absl::ConsumePrefix(&name, "priority-") && absl::SimpleAtoi(name, &number) &&
            Rebuild(priority) == 2) {
          priorities[part.student_group()].push_back(number);
        }
      }
    }
    if (part.rule() != "method-3") {
      for (const Reasoning& below : part.parts()) visit(below);
    }
  };
  visit(step);
  return priorities;
}

TEST(ExplanationTest, RebuildsEveryDeterminationFromItsExplanationAlone) {
  Dice dice(7);
  const Rulebooks rulebooks = RulesOf(Library());
  std::map<v1::Outcome, int> outcomes;
  for (const auto& [name, rulebook] : Library().entries()) {
    const Program program = rulebook.rules.program;
    const bool school = program != Program::kLcff && program != Program::kLcap;
    const CdsCode cds = *CdsCode::Parse(school ? "01611190130229" : "01611190000000");
    for (int i = 0; i < 60; ++i) {
      auto evidence = std::make_shared<Evidence>();
      evidence->histories[cds] =
          SomeHistory(dice, cds, school ? EntityKind::kCharterSchool : EntityKind::kDistrict);
      evidence->entities[cds].set_name(absl::StrCat("entities/", cds.text()));
      Decision decision{&evidence->histories[cds], &evidence->entities[cds],
                        Determine({.rulebooks = rulebooks,
                                   .rulebook = rulebook.rules,
                                   .history = evidence->histories[cds],
                                   .detail = Detail::kSentences})};
      const Decisions decisions{&rulebook, evidence, {decision}};

      const v1::DeterminationExplanation explanation =
          Explain(decisions, decision, {}, {.number = 1});

      const v1::Determination& determination = explanation.determination();
      SCOPED_TRACE(testing::Message() << name << ", case " << i);
      if (program == Program::kEquityMultiplier &&
          !decision.determination.As<EquityMultiplierAnswer>()->multiplier)
        continue;
      ASSERT_EQ(Rebuild(explanation.reasoning()), Value(determination.eligibility()))
          << explanation.reasoning().DebugString().substr(0, 3000);
      ++outcomes[determination.eligibility()];
      if (program != Program::kLcff) continue;
      const auto priorities = PrioritiesByGroup(explanation.reasoning());
      for (const v1::GroupAnswer& group : determination.groups()) {
        const auto found = priorities.find(group.student_group());
        const std::vector<int> rebuilt =
            found == priorities.end() ? std::vector<int>() : found->second;
        ASSERT_THAT(group.priorities(), testing::ElementsAreArray(rebuilt));
      }
    }
  }
  // The cases are of every kind, or they would show nothing.
  EXPECT_GT(outcomes[v1::OUTCOME_MET], 100);
  EXPECT_GT(outcomes[v1::OUTCOME_NOT_MET], 30);
  EXPECT_GT(outcomes[v1::OUTCOME_INSUFFICIENT_DATA], 100);
}

TEST(ExplanationTest, NamesWhatIsMissing) {
  const CdsCode cds = *CdsCode::Parse("01611190000000");
  auto evidence = std::make_shared<Evidence>();
  evidence->histories[cds].cds = cds;
  evidence->entities[cds].set_name("entities/01611190000000");
  const Decision decision{&evidence->histories[cds], &evidence->entities[cds],
                          Determine({.rulebooks = RulesOf(Library()),
                                     .rulebook = Library().Find("rulebooks/lcff-2023")->rules,
                                     .history = evidence->histories[cds],
                                     .detail = Detail::kSentences})};
  const Decisions decisions{Library().Find("rulebooks/lcff-2023"), evidence, {decision}};

  const auto explanation = Explain(decisions, decision, {}, {.number = 1});

  std::vector<std::string> reasons;
  for (const auto& missing : explanation.missing_inputs()) {
    reasons.push_back(missing.reason());
    EXPECT_FALSE(missing.description().empty()) << missing.reason();
  }
  EXPECT_THAT(reasons, testing::IsSupersetOf({"RESULTS_MISSING", "LOCAL_INDICATORS_MISSING"}));
}

}  // namespace
}  // namespace sos::eligibility
