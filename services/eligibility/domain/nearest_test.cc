// SPDX-License-Identifier: Apache-2.0

// Plans are compared with trying everything: the same eligibility, and nothing cheaper.

#include "services/eligibility/domain/nearest.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/convert/rulebook_library.h"
#include "services/eligibility/domain/essa/counting.h"
#include "services/eligibility/domain/essa/plans.h"
#include "services/eligibility/domain/lcff/plans.h"
#include "services/eligibility/rulebooks/rulebook_files.h"

namespace sos::eligibility {
namespace {

constexpr int64_t kImpossible = std::numeric_limits<int64_t>::max();

const RulebookLibrary& Library() {
  static const auto* const kLibrary = new RulebookLibrary(*RulebookLibrary::Load(RulebookFiles()));
  return *kLibrary;
}

Performance Known(int color, int level) {
  return {.origin = Origin::kResult, .colors = Bit(color), .status_levels = Bit(level)};
}

class Dice {
 public:
  explicit Dice(uint32_t seed) : random_(seed) {}
  int Roll(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }

 private:
  std::mt19937 random_;
};

GroupEvidence SomeEvidence(Dice& dice) {
  GroupEvidence evidence;
  for (Performance& performance : evidence) {
    // Red and Orange come up often, so that something is at stake.
    const int color = dice.Roll(3) == 0 ? dice.Roll(5) : dice.Roll(2);
    performance = Known(color, color == 0 ? 0 : 1 + dice.Roll(2));
  }
  return evidence;
}

GroupOptions SomeOptions(Dice& dice, int most) {
  GroupOptions options;
  for (std::vector<Option>& of_result : options) {
    for (int i = dice.Roll(most); i > 0; --i) {
      of_result.push_back(
          {.color = dice.Roll(5), .status_level = 1 + dice.Roll(4), .cost = 1 + dice.Roll(20)});
    }
  }
  return options;
}

// A search through every combination of options of one group.
template <typename Holds>
int64_t CheapestByTrying(const GroupEvidence& evidence, const GroupOptions& options, Holds holds,
                         int indicator = 0) {
  if (indicator == kIndicatorCount) return holds(evidence) ? 0 : kImpossible;
  int64_t best = CheapestByTrying(evidence, options, holds, indicator + 1);
  for (const Option& option : options[indicator]) {
    GroupEvidence changed = evidence;
    changed[indicator] = Known(option.color, option.status_level);
    const int64_t rest = CheapestByTrying(changed, options, holds, indicator + 1);
    if (rest != kImpossible) best = std::min(best, rest + option.cost);
  }
  return best;
}

int64_t CostOf(const std::optional<Plan>& plan) { return plan ? plan->cost : kImpossible; }

void Apply(const Plan& plan, int year, EntityHistory& history) {
  for (const Change& change : plan.changes) {
    GroupEvidence& evidence = history.years[year].groups[change.group];
    evidence[static_cast<size_t>(change.indicator)] =
        Known(change.option.color, change.option.status_level);
  }
}

TEST(NearestTest, OfAnLeaIsExactAndChangesTheAnswer) {
  Dice dice(1);
  for (const int year : {2018, 2019, 2022, 2023, 2024, 2025}) {
    const Rulebooks rulebooks = RulesOf(Library());
    const Rulebook& rules = *rulebooks.Find(Program::kLcff, year);
    for (int i = 0; i < 60; ++i) {
      EntityHistory history{.cds = *CdsCode::Parse("01611190000000")};
      EntityYear& lea_year = history.years[year];
      lea_year.default_evidence.fill(Known(0, 0));
      lea_year.late_certification = Outcome::kNotMet;
      for (const int priority : {1, 2, 3, 6, 7}) {
        // One local indicator that is not met makes method 3 possible.
        lea_year.local_ratings[priority] =
            priority == 6 && i % 3 == 0 ? LocalRating::kNotMetTwoOrMoreYears : LocalRating::kMet;
      }
      for (const int before : {2017, 2018})
        history.years[before].local_ratings = lea_year.local_ratings;
      EntityOptions options;
      for (const StudentGroup group : {StudentGroup::kEnglishLearners, StudentGroup::kWhite}) {
        lea_year.groups[group] = SomeEvidence(dice);
        options[group] = SomeOptions(dice, 2);
      }
      const auto determine = [&](const EntityHistory& of) {
        return Determine(
            {.rulebooks = rulebooks, .rulebook = rules, .history = of, .detail = Detail::kAnswer});
      };
      const Determination now = determine(history);
      ASSERT_NE(now.eligibility, Outcome::kInsufficientData);

      const NearestAnswer answer = FindNearest(
          {.rulebooks = rulebooks, .rulebook = rules, .history = history}, now, options);

      // Trying: one group's options at a time; groups change independently.
      EntityHistory tried = history;
      const bool eligible = now.eligibility == Outcome::kMet;
      int64_t expected = eligible ? 0 : kImpossible;
      for (const StudentGroup group : {StudentGroup::kEnglishLearners, StudentGroup::kWhite}) {
        // The group alone, so that the other one does not hide what it does.
        EntityHistory alone = history;
        for (auto& [other, evidence] : alone.years[year].groups) {
          if (other != group) evidence.fill(Known(0, 0));
        }
        const int64_t cost = CheapestByTrying(
            history.years[year].groups[group], options[group], [&](const GroupEvidence& evidence) {
              alone.years[year].groups[group] = evidence;
              return (determine(alone).eligibility == Outcome::kMet) != eligible;
            });
        if (!eligible) {
          expected = std::min(expected, cost);
        } else {
          expected = cost == kImpossible || expected == kImpossible ? kImpossible : expected + cost;
        }
      }
      SCOPED_TRACE(testing::Message() << year << ", case " << i);
      ASSERT_EQ(CostOf(answer.plan), expected);
      ASSERT_EQ(answer.leaves, eligible);
      if (!answer.plan) continue;
      Apply(*answer.plan, year, tried);
      EXPECT_NE(determine(tried).eligibility, now.eligibility) << "the plan changes nothing";
    }
  }
}

TEST(NearestTest, OfCountedColorsIsExact) {
  Dice dice(2);
  for (const int year : {2018, 2019, 2023, 2024}) {
    const auto& rules = Library().Find(RulebookName(Program::kEssa, year))->rules.Of<EssaRules>();
    for (int i = 0; i < 40; ++i) {
      const GroupEvidence evidence = SomeEvidence(dice);
      const GroupOptions options = SomeOptions(dice, 2);
      const auto low = [&](Outcome wanted) {
        return [&, wanted](const GroupEvidence& changed) {
          return PerformsLow(rules, changed, 2) == wanted;
        };
      };

      const LowPlans plans = PlansByCounts(rules, 2, StudentGroup::kWhite, evidence, options);

      SCOPED_TRACE(testing::Message() << year << ", case " << i);
      ASSERT_EQ(CostOf(plans.low), CheapestByTrying(evidence, options, low(Outcome::kMet)));
      ASSERT_EQ(CostOf(plans.not_low), CheapestByTrying(evidence, options, low(Outcome::kNotMet)));
    }
  }
}

TEST(NearestTest, NamesWhatNoResultCanEnd) {
  const Rulebooks rulebooks = RulesOf(Library());
  EntityHistory history{.cds = *CdsCode::Parse("01611190000000")};
  EntityYear& year = history.years[2024];
  year.default_evidence.fill(Known(0, 0));
  year.late_certification = Outcome::kNotMet;
  for (const int priority : {1, 2, 3, 6, 7}) year.local_ratings[priority] = LocalRating::kMet;
  year.local_ratings[1] = year.local_ratings[2] = LocalRating::kNotMetTwoOrMoreYears;
  const Determination now = Determine({.rulebooks = rulebooks,
                                       .rulebook = *rulebooks.Find(Program::kLcff, 2024),
                                       .history = history});
  ASSERT_EQ(now.eligibility, Outcome::kMet);

  const NearestAnswer answer = FindNearest({.rulebooks = rulebooks,
                                            .rulebook = *rulebooks.Find(Program::kLcff, 2024),
                                            .history = history},
                                           now, {});

  EXPECT_FALSE(answer.plan.has_value());
  EXPECT_EQ(answer.obstacle, obstacle::kLocalIndicators);
}

TEST(NearestTest, ChoosesPrioritiesTogetherThatLookAtTheSameIndicator) {
  // Under an alternative rule, suspension counts in two priorities: one change moves both.
  v1::Rulebook proto = Library().Find("rulebooks/lcff-2024")->proto;
  for (v1::PriorityCriteria& priority : *proto.mutable_priorities()) {
    if (priority.priority() != 8) continue;
    priority.mutable_any_of(0)->mutable_all_of(0)->set_indicator(
        education::v1::INDICATOR_SUSPENSION);
  }
  const Rulebook rules = *ToRules(proto);
  GroupEvidence evidence;
  evidence.fill(Known(0, 0));
  GroupOptions options;
  options[static_cast<size_t>(Indicator::kSuspension)] = {
      {.color = 1, .status_level = 1, .cost = 5}};

  const auto plans =
      PlansByPriorities(rules.Of<LcffRules>(), StudentGroup::kWhite, evidence, options);

  ASSERT_EQ(plans.size(), 2U);
  EXPECT_EQ(plans.rbegin()->second.cost, 5);
  EXPECT_EQ(plans.rbegin()->second.changes.size(), 1U);
}

}  // namespace
}  // namespace sos::eligibility
