// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/education/proto.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicator/convert/rulebook_library.h"
#include "services/indicator/rulebooks/rulebook_files.h"

// A rule that one year's file shows by a flag column is answered for every year whose file has it.

namespace sos::indicator {
namespace {

using ::testing::IsEmpty;

// The flag columns of the published files, in lower case. `charter_flag` and `coe_flag`, which
// every file has, say what an entity is.
struct Layout {
  int first_year;
  int last_year;
  const char* indicator;
  const char* columns;
};
constexpr Layout kLayouts[] = {
    {2018, 2018, "CHRO", "dass_flag safetynet certifyflag"},
    {2019, 2019, "CHRO", "dass_flag safetynet certifyflag"},
    {2022, 2022, "CHRO", "dass_flag certifyflag dataerrorflag"},
    {2023, 2025, "CHRO",
     "dass_flag smalldenom currnsizemet priornsizemet accountabilitymet certifyflag "
     "priorcertifyflag "
     "dataerrorflag"},
    {2017, 2017, "SUSP", "safetynet"},
    {2018, 2019, "SUSP", "dass_flag safetynet certifyflag"},
    {2022, 2022, "SUSP", "dass_flag certifyflag"},
    {2023, 2025, "SUSP",
     "dass_flag smalldenom currnsizemet priornsizemet accountabilitymet certifyflag "
     "priorcertifyflag"},
    {2017, 2017, "ELPI", "flag50pct nsize_met"},
    {2019, 2019, "ELPI", "dass_flag flag95pct nsizemet nsizegroup"},
    {2022, 2022, "ELPI", "dass_flag flag95pct nsizemet nsizegroup"},
    {2023, 2023, "ELPI",
     "dass_flag currnsizemet priornsizemet accountabilitymet currnsizegroup priornsizegroup"},
    {2024, 2025, "ELPI", "dass_flag currnsizemet priornsizemet accountabilitymet"},
    {2017, 2017, "GRAD", "cal_method safetynet"},
    {2018, 2019, "GRAD", "dass_flag safetynet"},
    {2022, 2022, "GRAD", "dass_flag"},
    {2023, 2025, "GRAD", "dass_flag smalldenom currnsizemet priornsizemet accountabilitymet"},
    {2018, 2018, "ELA MATH",
     "dass_flag hscutpoints curradjustment prioradjustment pairshare_method"},
    {2019, 2019, "ELA MATH",
     "dass_flag hscutpoints curradjustment prioradjustment pairshare_method notestflag"},
    {2022, 2022, "ELA MATH", "dass_flag hscutpoints pairshare_method"},
    {2023, 2025, "ELA MATH",
     "dass_flag currnsizemet priornsizemet accountabilitymet hscutpoints pairshare_method"},
    {2018, 2018, "CCI", "dass_flag"},
    {2019, 2019, "CCI", "dass_flag safetynet"},
    {2023, 2023, "CCI", "dass_flag currnsizemet"},
    {2024, 2025, "CCI", "dass_flag smalldenom currnsizemet priornsizemet accountabilitymet"},
    {2025, 2025, "SCIENCE", "dass_flag currnsizemet priornsizemet accountabilitymet"},
};

std::map<std::string, v1::ColumnAnswer::Effect> AnswersOf(const v1::IndicatorRules& rules) {
  std::map<std::string, v1::ColumnAnswer::Effect> answers;
  for (const v1::ColumnAnswer& answer : rules.columns()) {
    for (const std::string& column : answer.columns()) answers[column] = answer.effect();
  }
  return answers;
}

const v1::Rulebook* RulebookOf(int year) {
  static const auto* const kLibrary = new RulebookLibrary(*RulebookLibrary::Load(RulebookFiles()));
  const auto* const entry = kLibrary->Find(year);
  return entry == nullptr ? nullptr : &entry->proto;
}

const v1::IndicatorRules* RulesOf(const v1::Rulebook& rulebook, absl::string_view indicator) {
  for (const v1::IndicatorRules& rules : rulebook.indicators()) {
    if (kIndicators.Code(*FromProto(rules.indicator())) == indicator) return &rules;
  }
  return nullptr;
}

TEST(RulebookColumnsTest, EveryFlagColumnOfEveryLayoutIsAnswered) {
  std::vector<std::string> unanswered;
  int answered = 0;
  for (const Layout& layout : kLayouts) {
    for (int year = layout.first_year; year <= layout.last_year; ++year) {
      const v1::Rulebook* rulebook = RulebookOf(year);
      if (rulebook == nullptr) continue;  // 2020 and 2021 had no Dashboard.
      for (const absl::string_view indicator : absl::StrSplit(layout.indicator, ' ')) {
        const v1::IndicatorRules* rules = RulesOf(*rulebook, indicator);
        ASSERT_NE(rules, nullptr) << year << " " << indicator;
        const auto answers = AnswersOf(*rules);
        for (const absl::string_view column : absl::StrSplit(layout.columns, ' ')) {
          if (answers.contains(std::string(column))) {
            ++answered;
          } else {
            unanswered.push_back(absl::StrCat(year, " ", indicator, " ", column));
          }
        }
      }
    }
  }
  EXPECT_THAT(unanswered, IsEmpty()) << absl::StrJoin(unanswered, "\n");
  EXPECT_GT(answered, 150);
}

// What of a column the rules of an indicator read.
bool IsRead(const v1::IndicatorRules& rules, const std::string& column) {
  const auto overridden = [&](v1::Override::Condition condition) {
    for (const v1::Override& rule : rules.overrides()) {
      if (rule.condition() == condition) return true;
    }
    return false;
  };
  bool high_school = false;
  bool alternative = overridden(v1::Override::CONDITION_ALTERNATIVE_SCHOOL);
  for (const v1::ScoreTable& table : rules.tables()) {
    high_school = high_school || table.selector().high_school_cuts();
    alternative = alternative || table.selector().alternative_or_county_office();
  }
  if (column == "certifyflag") return overridden(v1::Override::CONDITION_UNCERTIFIED);
  if (column == "priorcertifyflag") return overridden(v1::Override::CONDITION_PRIOR_UNCERTIFIED);
  if (column == "dataerrorflag") return overridden(v1::Override::CONDITION_DATA_ERROR);
  if (column == "flag50pct") return overridden(v1::Override::CONDITION_UNDER_HALF_TESTED);
  if (column == "flag95pct") return overridden(v1::Override::CONDITION_UNDER_95_TESTED);
  if (column == "hscutpoints") return high_school;
  if (column == "pairshare_method") return rules.size().pair_share_skips_prior();
  if (column == "dass_flag") return alternative;
  return false;
}

TEST(RulebookColumnsTest, WhatIsUsedIsReadByARuleAndWhatHasNoEffectByNone) {
  for (const int year : {2017, 2018, 2019, 2022, 2023, 2024, 2025}) {
    for (const v1::IndicatorRules& rules : RulebookOf(year)->indicators()) {
      for (const auto& [column, effect] : AnswersOf(rules)) {
        const std::string where =
            absl::StrCat(year, " ", kIndicators.Code(*FromProto(rules.indicator())), " ", column);
        if (effect == v1::ColumnAnswer::EFFECT_UNKNOWN) continue;
        EXPECT_EQ(IsRead(rules, column), effect == v1::ColumnAnswer::EFFECT_USED) << where;
      }
    }
  }
}

TEST(RulebookColumnsTest, TheNameOfTheStatusIsDataOfTheYear) {
  for (const int year : {2017, 2018, 2019, 2022, 2023, 2024, 2025}) {
    for (const v1::IndicatorRules& rules : RulebookOf(year)->indicators()) {
      EXPECT_FALSE(rules.status_name().empty()) << year;
    }
    EXPECT_EQ(RulesOf(*RulebookOf(year), "MATH")->status_name(), "Distance from Standard") << year;
  }
}

TEST(RulebookColumnsTest, RefusesAColumnThatIsAnsweredTwice) {
  v1::Rulebook proto = *RulebookOf(2023);
  *proto.mutable_indicators(0)->add_columns() = proto.indicators(0).columns(0);
  const auto rules = ToRules(proto);
  ASSERT_FALSE(rules.ok());
  EXPECT_THAT(std::string(rules.status().message()), ::testing::HasSubstr("is answered twice"));
}

}  // namespace
}  // namespace sos::indicator
