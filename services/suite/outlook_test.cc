// SPDX-License-Identifier: Apache-2.0

// What if, other rules, why and how far: through the contract, with requests that are wrong among
// them.

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/embed/textproto.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/suite/embedded_suite_fixture.h"

namespace sos::suite {
namespace {

using eligibility::v1::EligibilityService;
using ::sos::test_util::IsError;
using ::sos::test_util::IsOk;
using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr char kAll[] = "entities/01611190000000/results/2023-grad-all";

class OutlookTest : public EmbeddedSuiteTest {
 protected:
  OutlookTest() { revision_ = Submit(kGraduation).revision(); }

  eligibility::v1::EvaluateChangesRequest ChangesFor(int year) {
    eligibility::v1::EvaluateChangesRequest request;
    request.mutable_filter()->set_program(eligibility::v1::PROGRAM_LCFF);
    request.mutable_filter()->set_dashboard_year(year);
    request.set_revision(revision_);
    return request;
  }

  absl::StatusOr<eligibility::v1::EvaluateChangesResponse> Evaluate(
      const eligibility::v1::EvaluateChangesRequest& request) {
    return Call<eligibility::v1::EvaluateChangesResponse>(
        stubs_.eligibility, &EligibilityService::StubInterface::EvaluateChanges, request);
  }

  absl::StatusOr<std::vector<eligibility::v1::SimulatePolicyResponse>> Simulate(
      eligibility::v1::SimulatePolicyRequest request) {
    request.set_program(eligibility::v1::PROGRAM_LCFF);
    request.set_revision(revision_);
    grpc::ClientContext context;
    const auto reader = stubs_.eligibility->SimulatePolicy(&context, request);
    std::vector<eligibility::v1::SimulatePolicyResponse> messages;
    eligibility::v1::SimulatePolicyResponse message;
    while (reader->Read(&message)) messages.push_back(message);
    const absl::Status status = rpc::FromGrpcStatus(reader->Finish());
    if (!status.ok()) return status;
    return messages;
  }

  eligibility::v1::Rulebook RulebookOf(const std::string& name) {
    eligibility::v1::GetRulebookRequest request;
    request.set_name(name);
    return *Call<eligibility::v1::Rulebook>(
        stubs_.eligibility, &EligibilityService::StubInterface::GetRulebook, request);
  }

  indicator::v1::Rulebook DashboardRulebook() {
    indicator::v1::GetRulebookRequest request;
    request.set_name("rulebooks/dashboard-2023");
    return *Call<indicator::v1::Rulebook>(
        stubs_.indicator, &indicator::v1::IndicatorService::StubInterface::GetRulebook, request);
  }

  int64_t revision_ = 0;
};

TEST_F(OutlookTest, ChangesAMeasureInARequestAndNowhereElse) {
  auto request = ChangesFor(2023);
  auto& change = *request.add_changes();
  change.set_name(kAll);
  change.set_current_numerator(80);

  const auto response = Evaluate(request);

  ASSERT_THAT(response, IsOk());
  ASSERT_THAT(response->results(), SizeIs(1));
  EXPECT_EQ(response->results(0).result(), kAll);
  EXPECT_EQ(response->results(0).before().status().value(), "64.0");
  EXPECT_EQ(response->results(0).after().status().value(), "93.0");
  ASSERT_THAT(response->after(), SizeIs(1));
  EXPECT_EQ(GetResult(kAll, revision_)->status().value(), "64.0");
}

TEST_F(OutlookTest, ForecastsAYearOfWhichNothingIsStored) {
  auto request = ChangesFor(2024);
  auto& change = *request.add_changes();
  change.set_name("entities/01611190000000/results/2024-grad-all");
  change.set_current_numerator(50);
  change.set_current_denominator(80);

  const auto response = Evaluate(request);

  ASSERT_THAT(response, IsOk());
  ASSERT_THAT(response->results(), SizeIs(1));
  EXPECT_FALSE(response->results(0).has_before());
  EXPECT_EQ(response->results(0).after().status().value(), "62.5");
  // 55 of 86 is what 2023 had: the change is from there.
  EXPECT_EQ(response->results(0).after().change().value(), "-1.5");
}

TEST_F(OutlookTest, RefusesChangesThatCannotBe) {
  const auto with = [this](const std::string& name, int64_t numerator, int64_t denominator) {
    auto request = ChangesFor(2023);
    auto& change = *request.add_changes();
    change.set_name(name);
    change.set_current_numerator(numerator);
    change.set_current_denominator(denominator);
    return Evaluate(request);
  };
  EXPECT_THAT(with(kAll, -1, 80), IsError(absl::StatusCode::kInvalidArgument, "INPUT_REFUSED"));
  EXPECT_THAT(with(kAll, 1, int64_t{1} << 60),
              IsError(absl::StatusCode::kInvalidArgument, "INPUT_REFUSED"));
  EXPECT_THAT(with(kAll, 81, 80), IsError(absl::StatusCode::kInvalidArgument, "INPUT_REFUSED"));
  EXPECT_THAT(with("entities/01611190000000/results/2023-grad-swd", 8, 80),
              IsError(absl::StatusCode::kInvalidArgument, "INPUT_REFUSED"));
  EXPECT_THAT(with("entities/1/results/2023-grad-swd", 8, 80),
              IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(Evaluate(ChangesFor(2023)),
              IsError(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
}

TEST_F(OutlookTest, SaysWhoMovesUnderOtherCutScores) {
  eligibility::v1::SimulatePolicyRequest request;
  request.add_dashboard_years(2023);
  *request.add_dashboard_rulebooks() = DashboardRulebook();

  const auto messages = Simulate(request);

  ASSERT_THAT(messages, IsOk());
  ASSERT_THAT(*messages, SizeIs(1)) << "the same rules move nobody";
  EXPECT_EQ(messages->front().summary().dashboard_year(), 2023);
  EXPECT_EQ(messages->front().summary().total().entering(), 0);
}

// The reported draft of 2026, moved to another year if wanted.
eligibility::v1::Rulebook Draft(int dashboard_year = 2026) {
  const std::string path =
      SOS_SOURCE_DIR "/services/eligibility/rulebooks/drafts/lcff-2026.textproto";
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  eligibility::v1::Rulebook draft;
  EXPECT_THAT(ParseTextproto({path, text.str()}, &draft), IsOk());
  draft.set_name(absl::StrCat("rulebooks/lcff-", dashboard_year));
  draft.set_dashboard_year(dashboard_year);
  draft.mutable_recurring_indicators()->clear_dashboard_years();
  draft.mutable_recurring_indicators()->add_dashboard_years(dashboard_year);
  return draft;
}

TEST_F(OutlookTest, TakesADraftForAYearWithoutRulesInForce) {
  revision_ = Submit(absl::StrReplaceAll(kGraduation, {{"2023", "2026"}})).revision();
  eligibility::v1::SimulatePolicyRequest request;
  request.add_dashboard_years(2026);
  *request.add_rulebooks() = Draft();
  // Without Dashboard rules of 2026, there are no results and nobody to decide on.
  auto messages = Simulate(request);
  ASSERT_THAT(messages, IsOk());
  EXPECT_EQ(messages->back().summary().total().undecided(), 0);

  auto& dashboard = *request.add_dashboard_rulebooks() = DashboardRulebook();
  dashboard.set_name("rulebooks/dashboard-2026");
  dashboard.set_dashboard_year(2026);
  messages = Simulate(request);
  ASSERT_THAT(messages, IsOk());
  EXPECT_EQ(messages->back().summary().total().undecided(), 1) << "nothing was decided before";
}

TEST_F(OutlookTest, ADraftDecidesAYearThatIsLoaded) {
  eligibility::v1::SimulatePolicyRequest request;
  request.add_dashboard_years(2023);
  eligibility::v1::Rulebook& draft = *request.add_rulebooks() = Draft(2023);
  // Of the indicators only graduation is loaded.
  auto& recurring = *draft.mutable_recurring_indicators();
  for (int i = recurring.indicators_size() - 1; i >= 0; --i) {
    if (recurring.indicators(i).all_of(0).indicator() != education::v1::INDICATOR_GRADUATION) {
      recurring.mutable_indicators()->DeleteSubrange(i, 1);
    }
  }
  recurring.set_minimum_indicator_count(1);

  const auto messages = Simulate(request);

  ASSERT_THAT(messages, IsOk());
  ASSERT_THAT(*messages, SizeIs(2));
  const auto& moved = messages->front().transitions(0);
  EXPECT_EQ(moved.status_after(), "Differentiated Assistance");
  EXPECT_THAT(moved.groups_after(),
              ElementsAre(education::v1::STUDENT_GROUP_ALL, education::v1::STUDENT_GROUP_HISPANIC))
      << "all students are a group of the draft";
}

TEST_F(OutlookTest, RefusesRulebooksThatContradictThemselves) {
  eligibility::v1::SimulatePolicyRequest request;
  request.add_dashboard_years(2023);
  EXPECT_THAT(Simulate(request), IsError(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));

  eligibility::v1::Rulebook& rulebook = *request.add_rulebooks();
  rulebook = RulebookOf("rulebooks/lcff-2023");
  rulebook.mutable_priorities(0)->mutable_any_of(0)->mutable_all_of(0)->clear_colors();
  EXPECT_THAT(Simulate(request), IsError(absl::StatusCode::kInvalidArgument, "RULEBOOK_INVALID"));

  // Rules that would look at themselves for ever, or at nothing.
  const auto refused = [this](const std::string& name, auto change) {
    eligibility::v1::SimulatePolicyRequest wrong;
    wrong.add_dashboard_years(2023);
    change(*wrong.add_rulebooks() = RulebookOf(name));
    EXPECT_THAT(Simulate(wrong), IsError(absl::StatusCode::kInvalidArgument, "RULEBOOK_INVALID"));
  };
  refused("rulebooks/essa-2023", [](auto& r) { r.mutable_essa()->set_prior_year(2023); });
  refused("rulebooks/essa-2023", [](auto& r) {
    r.mutable_essa()->mutable_low_graduation()->set_cohort_count(2000000000);
  });
  refused("rulebooks/essa-2023",
          [](auto& r) { *r.mutable_essa()->add_indicators() = r.essa().indicators(0); });
  refused("rulebooks/lcff-2024", [](auto& r) { r.mutable_status()->set_carry_over_year(2024); });
  refused("rulebooks/lcff-2024", [](auto& r) { *r.add_priorities() = r.priorities(0); });
  refused("rulebooks/lcff-2024",
          [](auto& r) { r.add_student_groups(education::v1::STUDENT_GROUP_UNSPECIFIED); });

  request.clear_rulebooks();
  *request.add_dashboard_rulebooks() = DashboardRulebook();
  auto& table = *request.mutable_dashboard_rulebooks(0)->mutable_indicators(0)->mutable_tables(0);
  table.mutable_status_bands()->RemoveLast();
  EXPECT_THAT(Simulate(request), IsError(absl::StatusCode::kInvalidArgument, "INPUT_REFUSED"));

  request.clear_dashboard_rulebooks();
  *request.add_rulebooks() = RulebookOf("rulebooks/lcff-2023");
  request.set_dashboard_years(0, 2021);
  EXPECT_THAT(Simulate(request), IsError(absl::StatusCode::kNotFound, "RULEBOOK_NOT_FOUND"));
}

TEST_F(OutlookTest, ExplainsWithTheCountsAndSaysWhatIsMissing) {
  eligibility::v1::ExplainDeterminationRequest request;
  request.set_name("entities/01611190000000/determinations/lcff-2023");
  request.set_revision(revision_);
  const auto ask = [&] {
    return Call<eligibility::v1::DeterminationExplanation>(
        stubs_.eligibility, &EligibilityService::StubInterface::ExplainDetermination, request);
  };

  const auto explanation = ask();

  ASSERT_THAT(explanation, IsOk());
  EXPECT_EQ(explanation->determination().eligibility(), eligibility::v1::OUTCOME_INSUFFICIENT_DATA);
  EXPECT_FALSE(explanation->missing_inputs().empty());
  request.set_name("entities/01611190000001/determinations/lcff-2023");
  EXPECT_THAT(ask(), IsError(absl::StatusCode::kNotFound, "DETERMINATION_NOT_FOUND"));
  request.set_name("entities/01611190000000/determinations/nclb-2023");
  EXPECT_THAT(ask(), IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(OutlookTest, HasNoNearestForProgramsWithoutColors) {
  eligibility::v1::StreamNearestRequest request;
  request.mutable_filter()->set_program(eligibility::v1::PROGRAM_EQUITY_MULTIPLIER);
  request.mutable_filter()->set_dashboard_year(2023);
  request.set_revision(revision_);
  grpc::ClientContext context;
  const auto reader = stubs_.eligibility->StreamNearest(&context, request);
  eligibility::v1::StreamNearestResponse response;
  EXPECT_FALSE(reader->Read(&response));

  EXPECT_THAT(rpc::FromGrpcStatus(reader->Finish()),
              IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

}  // namespace
}  // namespace sos::suite
