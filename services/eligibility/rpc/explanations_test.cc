// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "absl/strings/str_cat.h"
#include "common/disclosure/mask.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/rpc/in_process_test.h"

namespace sos::eligibility {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::SizeIs;

class ExplanationsRpcTest : public EligibilityRpcTest {
 protected:
  absl::StatusOr<v1::DeterminationExplanation> Explain(const std::string& name) {
    v1::ExplainDeterminationRequest request;
    request.set_name(name);
    return Call<v1::DeterminationExplanation>(&Stub::ExplainDetermination, request);
  }
};

// The first step of that rule, wherever it stands; null if there is none.
const v1::Reasoning* StepOf(const v1::Reasoning& reasoning, const std::string& rule) {
  if (reasoning.rule() == rule && reasoning.has_fact()) return &reasoning;
  for (const v1::Reasoning& part : reasoning.parts()) {
    if (const v1::Reasoning* const found = StepOf(part, rule)) return found;
  }
  return nullptr;
}

TEST_F(ExplanationsRpcTest, GoesDownToTheCountsOfEachResult) {
  // Homeless students come after twelve groups without results: their fact is looked for by name.
  const std::string result = absl::StrCat("entities/", kStruggling, "/results/2024-susp-hom");
  details_.facts[result].set_result(result);
  const auto explanation =
      Explain(absl::StrCat("entities/", kStruggling, "/determinations/lcff-2024"));
  ASSERT_THAT(explanation, IsOk());
  EXPECT_EQ(explanation->reasoning().rule(), "criteria-2024");
  EXPECT_FALSE(explanation->reasoning().statement().empty()) << "every step is a sentence";
  int with_counts = 0;
  const auto count = [&](const auto& self, const v1::Reasoning& step) -> void {
    with_counts += step.fact().result() == result ? 1 : 0;
    for (const v1::Reasoning& part : step.parts()) self(self, part);
  };
  count(count, explanation->reasoning());
  EXPECT_GE(with_counts, 1);
  const v1::Reasoning* const suspension = StepOf(explanation->reasoning(), "test-susp");
  ASSERT_NE(suspension, nullptr);
  EXPECT_TRUE(suspension->has_condition());
}

TEST_F(ExplanationsRpcTest, CallersWithoutTheRightToCountsReadWhyAndNoWithheldNumber) {
  const std::string result = absl::StrCat("entities/", kStruggling, "/results/2024-susp-hom");
  details_.facts[result].set_result(result);
  details_.facts[result].set_current_numerator(9);
  details_.facts[result].set_box(5);
  evidence_.evidence.histories[*CdsCode::Parse(kStruggling)]
      .years[kYear]
      .groups[StudentGroup::kHomeless][static_cast<size_t>(Indicator::kSuspension)]
      .disclosure = Disclosure::kWithheld;
  const auto whole = Explain(absl::StrCat("entities/", kStruggling, "/determinations/lcff-2024"));
  ASSERT_THAT(whole, IsOk());
  const auto fact_of = [&result](const auto& self,
                                 const v1::Reasoning& step) -> const v1::Reasoning* {
    if (step.fact().result() == result) return &step;
    for (const v1::Reasoning& part : step.parts()) {
      if (const v1::Reasoning* const found = self(self, part)) return found;
    }
    return nullptr;
  };
  const auto seen_by = [&](const auth::Principal& caller) {
    v1::DeterminationExplanation answer = *whole;
    MaskFor(caller, answer);
    EXPECT_EQ(answer.determination().eligibility(), v1::OUTCOME_MET);
    return *fact_of(fact_of, answer.reasoning());
  };

  const v1::Reasoning seen = seen_by({.role = auth::Role::kPublic});
  EXPECT_EQ(seen.statement(), "SUSP withheld to protect small groups; wanted: Red.");
  EXPECT_EQ(seen.outcome(), v1::OUTCOME_MET);
  EXPECT_EQ(seen.fact().current_numerator(), -1);
  EXPECT_EQ(seen.fact().box(), 0);
  EXPECT_EQ(seen.fact().possible_colors_size(), 0);
  EXPECT_EQ(seen.fact().evidence().color(), education::v1::COLOR_UNSPECIFIED);
  const v1::Reasoning own =
      seen_by({.role = auth::Role::kLea, .leas = {*CdsCode::Parse(kStruggling)}});
  EXPECT_EQ(own.statement(), "SUSP Red; wanted: Red.");
  EXPECT_EQ(own.fact().current_numerator(), 9) << "the entity's own";
}

TEST_F(ExplanationsRpcTest, AFactWithoutAResultHasNoCounts) {
  const auto explanation =
      Explain(absl::StrCat("entities/", kStruggling, "/determinations/lcff-2024"));
  ASSERT_THAT(explanation, IsOk());
  const v1::Reasoning* const suspension = StepOf(explanation->reasoning(), "test-susp");
  ASSERT_NE(suspension, nullptr);
  EXPECT_EQ(suspension->fact().result(), "");
  EXPECT_EQ(suspension->fact().current_numerator(), -1);
  EXPECT_EQ(suspension->fact().prior_denominator(), -1);
}

TEST_F(ExplanationsRpcTest, ListsWhatWasMissingWithTheRulesThatWaitForIt) {
  SetColor(kQuiet, StudentGroup::kWhite, Indicator::kSuspension, Color::kRed, evidence_.evidence);
  evidence_.evidence.histories[*CdsCode::Parse(kQuiet)]
      .years[kYear]
      .groups[StudentGroup::kWhite][static_cast<size_t>(Indicator::kChronicAbsenteeism)] = {};
  const auto explanation = Explain(absl::StrCat("entities/", kQuiet, "/determinations/lcff-2024"));
  ASSERT_THAT(explanation, IsOk());
  EXPECT_EQ(explanation->determination().eligibility(), v1::OUTCOME_INSUFFICIENT_DATA);
  bool listed = false;
  for (const v1::MissingInput& missing : explanation->missing_inputs()) {
    if (missing.reason() != "RESULTS_MISSING") continue;
    listed = true;
    EXPECT_FALSE(missing.description().empty()) << "in the words of the rulebook";
    ASSERT_GE(missing.rules_size(), 1);
    EXPECT_EQ(missing.rules(0), "test-chro WH");
  }
  EXPECT_TRUE(listed);
}

TEST_F(ExplanationsRpcTest, ThereIsNothingToExplainWhereNothingWasDecided) {
  EXPECT_THAT(Explain(absl::StrCat("entities/", kQuiet, "/determinations/essa-2024")),
              IsError(kNotFound, "DETERMINATION_NOT_FOUND"))
      << "a district is no school";
  EXPECT_THAT(Explain(absl::StrCat("entities/", kQuiet, "/determinations/lcff-2099")),
              IsError(kNotFound, "RULEBOOK_NOT_FOUND"));
  EXPECT_THAT(Explain(""), IsError(kInvalid, "FIELD_REQUIRED"));
}

TEST_F(ExplanationsRpcTest, WithoutTheCountsThereIsNoExplanation) {
  details_.failure = errors::FromUpstream(absl::UnavailableError("down"), "indicator", {});
  EXPECT_THAT(Explain(absl::StrCat("entities/", kQuiet, "/determinations/lcff-2024")),
              IsError(kUnavailable, "UPSTREAM_UNAVAILABLE"));
}

}  // namespace
}  // namespace sos::eligibility
