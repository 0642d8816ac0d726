// SPDX-License-Identifier: Apache-2.0

// Findings of determinations on random histories: each follows from what stands below it.

#include "services/eligibility/domain/finding.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/convert/rulebook_library.h"
#include "services/eligibility/domain/random_history.h"
#include "services/eligibility/rulebooks/rulebook_files.h"

namespace sos::eligibility {
namespace {

const RulebookLibrary& Library() {
  static const auto* const kLibrary = new RulebookLibrary(*RulebookLibrary::Load(RulebookFiles()));
  return *kLibrary;
}

// Calls `check(rulebook, determine)` for some entities of every rulebook; `determine(detail)`
// decides one.
template <typename Check>
void ForEachCase(Check check) {
  Dice dice(11);
  const Rulebooks rulebooks = RulesOf(Library());
  for (const auto& [name, rulebook] : Library().entries()) {
    const Program program = rulebook.rules.program;
    const bool school = program != Program::kLcff && program != Program::kLcap;
    const CdsCode cds = *CdsCode::Parse(school ? "01611190130229" : "01611190000000");
    for (int i = 0; i < 20; ++i) {
      const EntityHistory history =
          SomeHistory(dice, cds, school ? EntityKind::kCharterSchool : EntityKind::kDistrict);
      SCOPED_TRACE(testing::Message() << name << ", case " << i);
      check(rulebook.rules, [&](Detail detail) {
        return Determine({.rulebooks = rulebooks,
                          .rulebook = rulebook.rules,
                          .history = history,
                          .detail = detail});
      });
    }
  }
}

template <typename Visit>
void VisitAll(const Finding& finding, Visit visit) {
  visit(finding);
  for (const Finding& part : finding.parts) VisitAll(part, visit);
}

TEST(FindingTest, EachFollowsFromItsParts) {
  int findings = 0;
  ForEachCase([&](const Rulebook&, auto determine) {
    const Determination determination = determine(Detail::kFindings);
    VisitAll(determination.root, [&](const Finding& finding) {
      Finding again = finding;
      EXPECT_EQ(Conclude(again), finding.outcome) << finding.rule;
      ++findings;
    });
    EXPECT_EQ(determination.root.outcome, determination.eligibility);
  });
  EXPECT_GT(findings, 10'000);
}

TEST(FindingTest, EveryOpenOneEndsInAReason) {
  ForEachCase([](const Rulebook&, auto determine) {
    const Determination determination = determine(Detail::kFindings);
    VisitAll(determination.root, [](const Finding& finding) {
      const bool leaf = finding.parts.empty() && finding.observed.empty();
      const bool open = finding.outcome == Outcome::kInsufficientData;
      // A finding with parts leaves it to them.
      EXPECT_TRUE(!leaf || open != finding.open_reason.empty()) << finding.rule;
    });
  });
}

TEST(FindingTest, EverySentenceIsThereWhereSentencesAreAskedForAndNowhereElse) {
  ForEachCase([](const Rulebook&, auto determine) {
    VisitAll(determine(Detail::kSentences).root, [](const Finding& finding) {
      EXPECT_FALSE(finding.statement.empty()) << finding.rule;
    });
    VisitAll(determine(Detail::kFindings).root, [](const Finding& finding) {
      EXPECT_TRUE(finding.statement.empty()) << finding.rule;
    });
  });
}

TEST(FindingTest, TheAnswerDoesNotDependOnHowMuchOfItIsTold) {
  ForEachCase([](const Rulebook&, auto determine) {
    const Determination told = determine(Detail::kSentences);
    const Determination answer = determine(Detail::kAnswer);
    EXPECT_EQ(answer.eligibility, told.eligibility);
    EXPECT_EQ(answer.status, told.status);
    EXPECT_EQ(answer.reason, told.reason);
    EXPECT_EQ(answer.TotalGroups(), told.TotalGroups());
    EXPECT_EQ(answer.support_case, told.support_case);
    EXPECT_TRUE(answer.root.parts.empty());
  });
}

TEST(FindingTest, AnObservationIsOfTheGroupAndYearThatTheRuleIsAbout) {
  int observations = 0;
  ForEachCase([&](const Rulebook& rulebook, auto determine) {
    VisitAll(determine(Detail::kFindings).root, [&](const Finding& finding) {
      for (const Observation& observed : finding.observed) {
        ++observations;
        EXPECT_EQ(observed.group, finding.group.value()) << finding.rule;
        EXPECT_LE(observed.dashboard_year, rulebook.dashboard_year) << finding.rule;
      }
    });
  });
  EXPECT_GT(observations, 10'000);
}

TEST(FindingTest, CombinesThreeValuesOnlyAsFarAsTheyMatter) {
  using enum Outcome;
  const auto combined = [](Combination combination, std::vector<Outcome> outcomes, int threshold) {
    Finding finding = Step("rule", combination);
    finding.threshold = threshold;
    for (const Outcome outcome : outcomes) finding.parts.push_back(Stated("part", outcome));
    return Conclude(finding);
  };
  EXPECT_EQ(combined(Combination::kAllOf, {}, 0), kMet);
  EXPECT_EQ(combined(Combination::kAllOf, {kNotMet, kInsufficientData}, 0), kNotMet);
  EXPECT_EQ(combined(Combination::kAllOf, {kMet, kInsufficientData}, 0), kInsufficientData);
  EXPECT_EQ(combined(Combination::kAnyOf, {}, 0), kNotMet);
  EXPECT_EQ(combined(Combination::kAnyOf, {kMet, kInsufficientData}, 0), kMet);
  EXPECT_EQ(combined(Combination::kAtLeast, {kMet, kInsufficientData, kNotMet}, 2),
            kInsufficientData);
  EXPECT_EQ(combined(Combination::kAtLeast, {kMet, kInsufficientData, kNotMet}, 3), kNotMet);
  EXPECT_EQ(combined(Combination::kAtLeast, {kMet, kMet, kInsufficientData}, 2), kMet);
  EXPECT_EQ(combined(Combination::kNot, {kNotMet}, 0), kMet);
  EXPECT_EQ(combined(Combination::kNot, {kInsufficientData}, 0), kInsufficientData);
}

}  // namespace
}  // namespace sos::eligibility
