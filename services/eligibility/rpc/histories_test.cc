// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/rpc/in_process_test.h"

namespace sos::eligibility {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class HistoriesRpcTest : public EligibilityRpcTest {
 protected:
  auto StreamOf(const v1::StreamHistoriesRequest& request) {
    return Stream<v1::StreamHistoriesResponse>(&Stub::StreamHistories, request);
  }
  static v1::StreamHistoriesRequest OfLcff() {
    v1::StreamHistoriesRequest request;
    request.set_program(v1::PROGRAM_LCFF);
    return request;
  }
};

// What a history says of one year.
v1::HistoryYear YearIn(const v1::History& history, int dashboard_year) {
  for (const v1::HistoryYear& year : history.years()) {
    if (year.dashboard_year() == dashboard_year) return year;
  }
  return {};
}

TEST_F(HistoriesRpcTest, SaysWhoEnteredAndWhoLeft) {
  // The year before nobody was eligible.
  for (const char* const code : {kQuiet, kStruggling}) {
    AddQuietDistrict(code, evidence_.evidence, kYear - 1);
  }
  const auto streamed = StreamOf(OfLcff());
  ASSERT_THAT(streamed.status, IsOk());
  ASSERT_EQ(streamed.messages.front().histories_size(), 2);
  const v1::HistoryYear quiet = YearIn(streamed.messages.front().histories(0), kYear);
  EXPECT_EQ(quiet.eligibility(), v1::OUTCOME_NOT_MET);
  EXPECT_FALSE(quiet.entered());
  const v1::HistoryYear entered = YearIn(streamed.messages.front().histories(1), kYear);
  EXPECT_EQ(entered.eligibility(), v1::OUTCOME_MET);
  EXPECT_TRUE(entered.entered());
  EXPECT_FALSE(entered.left());
  ASSERT_EQ(entered.groups_size(), 1);
  EXPECT_EQ(entered.groups(0).letter(), "C");
}

TEST_F(HistoriesRpcTest, HasEveryYearWithARulebookAndSaysWhereTheGapIs) {
  const auto streamed = StreamOf(OfLcff());
  ASSERT_THAT(streamed.status, IsOk());
  std::vector<int> years;
  std::vector<int> after_gap;
  for (const v1::HistoryYear& year : streamed.messages.front().histories(0).years()) {
    years.push_back(year.dashboard_year());
    if (year.after_gap()) after_gap.push_back(year.dashboard_year());
  }
  EXPECT_THAT(years, ElementsAre(2017, 2018, 2019, 2022, 2023, 2024, 2025));
  EXPECT_THAT(after_gap, ElementsAre(2022)) << "there was no Dashboard in 2020 and 2021";
}

TEST_F(HistoriesRpcTest, AYearThatIsNotKnownSaysWhatItWaitsFor) {
  const auto streamed = StreamOf(OfLcff());
  ASSERT_THAT(streamed.status, IsOk());
  const v1::HistoryYear unknown = YearIn(streamed.messages.front().histories(0), 2019);
  EXPECT_EQ(unknown.eligibility(), v1::OUTCOME_INSUFFICIENT_DATA);
  EXPECT_EQ(unknown.status(), "");
  EXPECT_EQ(unknown.reason(), "RESULTS_MISSING");
}

TEST_F(HistoriesRpcTest, WhatWasPublishedStandsInForAYearThatIsNotDecided) {
  evidence_.evidence.histories[*CdsCode::Parse(kQuiet)].years[2019].published = PublishedYear{
      .letters = {{StudentGroup::kWhite, 'C'}}, .status = "Differentiated Assistance"};
  const auto streamed = StreamOf(OfLcff());
  ASSERT_THAT(streamed.status, IsOk());
  const v1::HistoryYear published = YearIn(streamed.messages.front().histories(0), 2019);
  EXPECT_EQ(published.eligibility(), v1::OUTCOME_MET);
  EXPECT_EQ(published.basis(), v1::LETTER_BASIS_PUBLISHED);
}

TEST_F(HistoriesRpcTest, TheLastMessageHasTheFlowsOfEveryPairOfYears) {
  const auto streamed = StreamOf(OfLcff());
  ASSERT_THAT(streamed.status, IsOk());
  ASSERT_THAT(streamed.messages, SizeIs(2));
  EXPECT_THAT(streamed.messages.front().flows(), IsEmpty());
  int entities = 0;
  for (const v1::Flow& flow : streamed.messages.back().flows()) {
    EXPECT_EQ(flow.across_gap(), flow.from_year() == 2019) << flow.from_year();
    if (flow.to_year() == kYear) entities += flow.count();
  }
  EXPECT_EQ(entities, 2) << "each district flows once from 2023 to 2024";
}

TEST_F(HistoriesRpcTest, AsksForAKnownProgramAndCounty) {
  EXPECT_THAT(StreamOf({}).status, IsError(kInvalid, "FIELD_INVALID"));
  v1::StreamHistoriesRequest county = OfLcff();
  county.add_counties("Bay");
  EXPECT_THAT(StreamOf(county).status, IsError(kInvalid, "FIELD_INVALID"));
  EXPECT_EQ(evidence_.prepared, 0);
  EXPECT_THAT(evidence_.loaded, IsEmpty());
}

}  // namespace
}  // namespace sos::eligibility
