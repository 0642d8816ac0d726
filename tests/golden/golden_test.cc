// SPDX-License-Identifier: Apache-2.0

// Runs the cases of the CSV files beside it. They are for everyone to read and add to.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/education/indicator.h"
#include "common/education/student_group.h"
#include "gtest/gtest.h"
#include "services/eligibility/convert/rulebook_library.h"
#include "services/eligibility/domain/lcff/groups.h"
#include "services/eligibility/rulebooks/rulebook_files.h"
#include "services/indicator/convert/rulebook_library.h"
#include "services/indicator/domain/score.h"
#include "services/indicator/rulebooks/rulebook_files.h"
#include "tests/golden/cases.h"

namespace sos {
namespace {

int64_t Count(const std::string& text) {
  int64_t count = indicator::kNoCount;
  EXPECT_TRUE(text.empty() || absl::SimpleAtoi(text, &count)) << text;
  return count;
}

std::string Printed(const std::optional<Tenths>& value) { return value ? ToString(*value) : ""; }
std::string Printed(int level) { return level == 0 ? "" : absl::StrCat(level); }

indicator::Measure ToMeasure(const Case& c) {
  const std::string& flags = c.at("flags");
  indicator::Measure measure{.group = *ParseStudentGroup(c.at("group")),
                             .lea_row = c.at("record") != "S",
                             .county_office = c.at("record") == "C",
                             .alternative = absl::StrContains(flags, "dass"),
                             .school_type = c.at("type"),
                             .current_numerator = Count(c.at("curr_num")),
                             .current_denominator = Count(c.at("curr_den")),
                             .prior_numerator = Count(c.at("prior_num")),
                             .prior_denominator = Count(c.at("prior_den")),
                             .current_test_count = Count(c.at("curr_test")),
                             .prior_test_count = Count(c.at("prior_test")),
                             .given_status = ParseTenths(c.at("given_status")),
                             .given_change = ParseTenths(c.at("given_change"))};
  const std::map<std::string, int> bits = {
      {"uncertified", 1}, {"dataerror", 4}, {"pairshare", 16}, {"under50", 32}, {"under95", 64}};
  for (const auto& [name, bit] : bits) {
    if (absl::StrContains(flags, name)) measure.flags |= bit;
  }
  if (c.at("type") == "HS" && !c.at("given_status").empty())
    measure.flags |= indicator::kFlagHighSchoolCuts;
  return measure;
}

class IndicatorCases : public testing::TestWithParam<Case> {};

TEST_P(IndicatorCases, Holds) {
  const Case& c = GetParam();
  static const auto* const library =
      new auto(indicator::RulebookLibrary::Load(indicator::RulebookFiles()));
  ASSERT_TRUE(library->ok()) << library->status();
  const auto* rulebook = (*library)->Find(static_cast<int>(Count(c.at("year"))));
  ASSERT_NE(rulebook, nullptr);
  const auto* rules = rulebook->rules.Find(*kIndicators.FromCode(c.at("indicator")));
  ASSERT_NE(rules, nullptr);
  const indicator::Measure measure = ToMeasure(c);
  const indicator::Score score = indicator::ScoreMeasure(measure, *rules);
  EXPECT_EQ(Printed(score.status), c.at("status"));
  EXPECT_EQ(Printed(score.change), c.at("change"));
  EXPECT_EQ(Printed(score.status_level), c.at("status_level"));
  EXPECT_EQ(Printed(score.change_level), c.at("change_level"));
  EXPECT_EQ(score.color == Color::kNone ? "" : std::string(kColors.Code(score.color)),
            c.at("color"));
  EXPECT_EQ(Printed(score.box), c.at("box"));
}

INSTANTIATE_TEST_SUITE_P(Golden, IndicatorCases,
                         testing::ValuesIn(ReadCases("indicator_cases.csv")), CaseName);

eligibility::Performance ToPerformance(const std::string& text) {
  using eligibility::Bit;
  if (text == "?") return {};
  eligibility::Performance performance{
      .origin = eligibility::Origin::kResult, .colors = Bit(0), .status_levels = Bit(0)};
  const size_t color = std::string("-ROYGB").find(text);
  if (color != std::string::npos && text != "-") {
    performance.colors = Bit(static_cast<int>(color));
  } else if (text != "-") {
    performance.status_levels = Bit(text[0] - '0');
  }
  return performance;
}

class LcffCases : public testing::TestWithParam<Case> {};

TEST_P(LcffCases, Holds) {
  const Case& c = GetParam();
  static const auto* const library =
      new auto(eligibility::RulebookLibrary::Load(eligibility::RulebookFiles()));
  ASSERT_TRUE(library->ok()) << library->status();
  const std::map<std::string, Indicator> columns = {{"ela", Indicator::kEnglishLanguageArts},
                                                    {"math", Indicator::kMathematics},
                                                    {"elpi", Indicator::kEnglishLearnerProgress},
                                                    {"grad", Indicator::kGraduation},
                                                    {"chro", Indicator::kChronicAbsenteeism},
                                                    {"susp", Indicator::kSuspension},
                                                    {"cci", Indicator::kCollegeCareer}};
  const auto* rulebook = (*library)->Find(absl::StrCat("rulebooks/lcff-", c.at("year")));
  ASSERT_NE(rulebook, nullptr);
  eligibility::GroupEvidence evidence;
  for (const auto& [column, indicator] : columns) {
    evidence[static_cast<size_t>(indicator)] = ToPerformance(c.at(column));
  }
  const eligibility::GroupAnswer answer =
      eligibility::JudgeGroup(rulebook->rules.Of<eligibility::LcffRules>(),
                              rulebook->rules.dashboard_year, *ParseStudentGroup(c.at("group")),
                              evidence)
          .answer;
  const std::string letter = !answer.letter_decided ? "open"
                             : answer.letter == 0   ? "none"
                                                    : std::string(1, answer.letter);
  EXPECT_EQ(letter, c.at("letter"));
}

INSTANTIATE_TEST_SUITE_P(Golden, LcffCases, testing::ValuesIn(ReadCases("lcff_cases.csv")),
                         CaseName);

}  // namespace
}  // namespace sos
