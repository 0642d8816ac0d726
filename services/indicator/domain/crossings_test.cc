// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/crossings.h"

#include <cstdint>
#include <cstdlib>
#include <map>
#include <random>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicator/convert/rulebook_library.h"
#include "services/indicator/rulebooks/rulebook_files.h"

namespace sos::indicator {
namespace {

const RulebookLibrary& Library() {
  static const auto* const kLibrary = new RulebookLibrary(*RulebookLibrary::Load(RulebookFiles()));
  return *kLibrary;
}

const IndicatorRules& RulesOf(int year, Indicator indicator) {
  return *Library().Find(year)->rules.Find(indicator);
}

using Performance = std::pair<Color, int>;

Performance PerformanceOf(const Measure& measure, const IndicatorRules& rules) {
  const Score score = ScoreMeasure(measure, rules);
  return {score.color, score.current_size_met ? score.status_level : 0};
}

// The least move to every performance, found by trying all of them.
std::map<Performance, int64_t> TryAll(const Measure& measure, const IndicatorRules& rules) {
  std::map<Performance, int64_t> least;
  const bool counts = rules.measurement == Measurement::kCounts;
  constexpr int64_t kMostTenths = 10'000;
  const int64_t from = counts ? -measure.current_numerator : -kMostTenths;
  const int64_t to = counts ? measure.current_denominator - measure.current_numerator : kMostTenths;
  for (int64_t step = from; step <= to; ++step) {
    const Performance reached =
        PerformanceOf(counts ? Moved(measure, step, 0) : Moved(measure, 0, step), rules);
    const auto [it, added] = least.try_emplace(reached, std::abs(step));
    if (!added) it->second = std::min(it->second, std::abs(step));
  }
  least.erase(PerformanceOf(measure, rules));
  return least;
}

std::map<Performance, int64_t> Found(const Measure& measure, const IndicatorRules& rules) {
  std::map<Performance, int64_t> found;
  for (const Crossing& crossing : FindCrossings(measure, rules)) {
    found[{crossing.color, crossing.status_level}] =
        std::abs(crossing.students) + std::abs(crossing.tenths);
  }
  return found;
}

TEST(CrossingsTest, FindTheLeastMoveToEveryPerformanceOfCounts) {
  std::mt19937 random(1);
  const auto draw = [&random](int64_t most) {
    return std::uniform_int_distribution<int64_t>(0, most)(random);
  };
  for (const Indicator indicator :
       {Indicator::kChronicAbsenteeism, Indicator::kSuspension, Indicator::kGraduation,
        Indicator::kEnglishLearnerProgress, Indicator::kCollegeCareer}) {
    for (const int year : {2018, 2019, 2022, 2023, 2024}) {
      const IndicatorRules* rules = Library().Find(year)->rules.Find(indicator);
      if (rules == nullptr) continue;
      for (int i = 0; i < 60; ++i) {
        Measure measure{.lea_row = draw(1) == 0, .school_type = "UD"};
        measure.current_denominator = draw(i < 30 ? 160 : 900);
        measure.prior_denominator = draw(300);
        measure.current_numerator = draw(measure.current_denominator);
        measure.prior_numerator = draw(measure.prior_denominator);
        if (ScoreMeasure(measure, *rules).table == nullptr) continue;
        if (!ScoreMeasure(measure, *rules).status) continue;
        SCOPED_TRACE(testing::Message()
                     << kIndicators.Code(indicator) << " " << year << ": "
                     << measure.current_numerator << " of " << measure.current_denominator
                     << ", before " << measure.prior_numerator << " of "
                     << measure.prior_denominator);
        ASSERT_EQ(Found(measure, *rules), TryAll(measure, *rules));
      }
    }
  }
}

TEST(CrossingsTest, FindTheLeastMoveOfPointsWithoutCounts) {
  std::mt19937 random(2);
  const IndicatorRules& rules = RulesOf(2023, Indicator::kMathematics);
  for (int i = 0; i < 15; ++i) {
    Measure measure{.current_denominator = 80, .prior_denominator = 75};
    measure.given_status = Tenths{std::uniform_int_distribution<int64_t>(-1800, 800)(random)};
    measure.given_change = Tenths{std::uniform_int_distribution<int64_t>(-300, 300)(random)};
    measure.given_prior_status = Tenths{measure.given_status->count - measure.given_change->count};
    SCOPED_TRACE(ToString(*measure.given_status));

    ASSERT_EQ(Found(measure, rules), TryAll(measure, rules));
  }
}

TEST(CrossingsTest, ReachNothingWithoutAStatus) {
  Measure measure{.current_numerator = 2, .current_denominator = 8};

  EXPECT_THAT(FindCrossings(measure, RulesOf(2023, Indicator::kSuspension)), testing::IsEmpty());
}

TEST(CrossingsTest, MakeTheNextYearsPriorOutOfThisYears) {
  const Measure next = NextYear({.current_numerator = 7,
                                 .current_denominator = 90,
                                 .prior_numerator = 9,
                                 .prior_denominator = 95});

  EXPECT_EQ(next.prior_numerator, 7);
  EXPECT_EQ(next.prior_denominator, 90);
  EXPECT_EQ(next.current_denominator, 90);
}

}  // namespace
}  // namespace sos::indicator
