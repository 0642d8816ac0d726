// SPDX-License-Identifier: Apache-2.0

// Runs the cases of counting students, which are in CSV files for everyone to read and add to.

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/education/indicator.h"
#include "common/education/student_group.h"
#include "gtest/gtest.h"
#include "services/indicator/convert/rulebook_library.h"
#include "services/indicator/domain/students/absence.h"
#include "services/indicator/domain/students/cohort.h"
#include "services/indicator/domain/students/language_progress.h"
#include "services/indicator/domain/students/membership.h"
#include "services/indicator/domain/students/one_year.h"
#include "services/indicator/domain/students/suspension.h"
#include "services/indicator/rulebooks/rulebook_files.h"
#include "services/ingestion/domain/student/record_values.h"
#include "tests/golden/cases.h"

namespace sos {
namespace {

using indicator::records::Days;
using indicator::records::Grade;

const indicator::records::Calculation& CalculationOf(const Case& c, Indicator indicator) {
  static const auto* const kLibrary =
      new indicator::RulebookLibrary(*indicator::RulebookLibrary::Load(indicator::RulebookFiles()));
  int year = 0;
  EXPECT_TRUE(absl::SimpleAtoi(c.at("year"), &year));
  return *kLibrary->Find(year)->rules.Find(indicator)->calculation;
}

// Cells are read as ingestion reads those of files.
Days DaysIn(const std::string& cell) { return static_cast<Days>(*ingestion::ParseDays(cell)); }
Grade GradeIn(const Case& c) { return static_cast<Grade>(*ingestion::ParseGrade(c.at("grade"))); }

std::optional<std::chrono::year_month_day> DateIn(const std::string& cell) {
  const std::optional<int64_t> days = ingestion::ParseDate(cell);
  if (!days) return std::nullopt;
  return std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(*days)));
}

std::vector<int> NumbersIn(const std::string& cell) {
  std::vector<int> numbers;
  for (const absl::string_view text : absl::StrSplit(cell, ' ', absl::SkipEmpty())) {
    EXPECT_TRUE(absl::SimpleAtoi(text, &numbers.emplace_back())) << cell;
  }
  return numbers;
}

class AbsenceCases : public testing::TestWithParam<Case> {};

TEST_P(AbsenceCases, Holds) {
  const Case& c = GetParam();
  const auto& rules = std::get<indicator::records::AbsenceRules>(
      CalculationOf(c, Indicator::kChronicAbsenteeism).method);
  const auto attendance = indicator::records::FromSummary(
      {.expected = DaysIn(c.at("expected")),
       .attended = DaysIn(c.at("attended")),
       .out_of_school_suspension = DaysIn(c.at("suspended_out")),
       .in_school_suspension = DaysIn(c.at("suspended_in")),
       .excused = DaysIn(c.at("excused")),
       .unexcused = DaysIn(c.at("unexcused")),
       .incomplete_independent_study = DaysIn(c.at("incomplete_study"))},
      GradeIn(c));
  EXPECT_EQ(indicator::records::kStandings.Code(StandingOf(attendance, rules)), c.at("standing"));
}

INSTANTIATE_TEST_SUITE_P(Golden, AbsenceCases, testing::ValuesIn(ReadCases("absence_cases.csv")),
                         CaseName);

class SuspensionCases : public testing::TestWithParam<Case> {};

TEST_P(SuspensionCases, Holds) {
  const Case& c = GetParam();
  const auto& rules = std::get<indicator::records::SuspensionRules>(
      CalculationOf(c, Indicator::kSuspension).method);
  Days suspended = 0;
  for (const absl::string_view text : absl::StrSplit(c.at("results"), ' ', absl::SkipEmpty())) {
    const std::pair<std::string, std::string> result = absl::StrSplit(text, ':');
    int code = 0;
    ASSERT_TRUE(absl::SimpleAtoi(result.first, &code));
    if (IsSuspension(code, rules)) suspended += DaysIn(result.second);
  }
  EXPECT_EQ(indicator::records::kStandings.Code(StandingOf(suspended, GradeIn(c), rules)),
            c.at("standing"));
}

INSTANTIATE_TEST_SUITE_P(Golden, SuspensionCases,
                         testing::ValuesIn(ReadCases("suspension_cases.csv")), CaseName);

class CohortCases : public testing::TestWithParam<Case> {};

TEST_P(CohortCases, Holds) {
  const Case& c = GetParam();
  const auto& rules =
      std::get<indicator::records::CohortRules>(CalculationOf(c, Indicator::kGraduation).method);
  const std::vector<int> completion = NumbersIn(c.at("completion"));
  const indicator::records::LastEnrollment last{
      .class_year = NumbersIn(c.at("class")).at(0),
      .exit_date = DateIn(c.at("exit")),
      .exit_reason = c.at("reason"),
      .completion_status = completion.empty() ? 0 : completion.front(),
      .enrolled_later = c.at("later") == "Y"};

  EXPECT_EQ(indicator::records::kOutcomes.Code(FourYearOutcome(last, rules)), c.at("outcome"));
  EXPECT_EQ(
      indicator::records::kStandings.Code(StandingOf(last, NumbersIn(c.at("year")).at(0), rules)),
      c.at("standing"));
}

INSTANTIATE_TEST_SUITE_P(Golden, CohortCases, testing::ValuesIn(ReadCases("cohort_cases.csv")),
                         CaseName);

class OneYearCases : public testing::TestWithParam<Case> {};

TEST_P(OneYearCases, Holds) {
  const Case& c = GetParam();
  const auto& rules =
      std::get<indicator::records::CohortRules>(CalculationOf(c, Indicator::kGraduation).method);
  ASSERT_TRUE(rules.one_year);
  std::vector<std::vector<std::string>> texts;
  for (const absl::string_view text : absl::StrSplit(c.at("enrollments"), ' ')) {
    texts.push_back(absl::StrSplit(text, '/'));
    ASSERT_EQ(texts.back().size(), 5);
  }
  std::vector<indicator::records::AlternativeEnrollment> enrollments;
  for (const std::vector<std::string>& parts : texts) {
    const std::vector<int> completion = NumbersIn(parts[3]);
    indicator::records::AlternativeEnrollment enrollment{
        .start = std::chrono::sys_days(*DateIn(parts[0])),
        .exit_reason = parts[2],
        .completion_status = completion.empty() ? 0 : completion.front(),
        .status = NumbersIn(parts[4]).at(0),
        .grade = GradeIn(c)};
    if (const auto exit = DateIn(parts[1])) enrollment.exit = std::chrono::sys_days(*exit);
    enrollments.push_back(enrollment);
  }
  EXPECT_EQ(
      indicator::records::kStandings.Code(OneYearStanding(
          enrollments, c.at("foster") == "Y", NumbersIn(c.at("year")).at(0), *rules.one_year)),
      c.at("standing"));
}

INSTANTIATE_TEST_SUITE_P(Golden, OneYearCases, testing::ValuesIn(ReadCases("one_year_cases.csv")),
                         CaseName);

class LanguageProgressCases : public testing::TestWithParam<Case> {};

indicator::records::LanguageScore ScoreIn(const Case& c, const std::string& grade,
                                          const std::string& score) {
  const std::vector<int> number = NumbersIn(c.at(score));
  return {.grade = c.at(grade).empty() ? indicator::records::kNoGrade
                                       : static_cast<Grade>(*ingestion::ParseGrade(c.at(grade))),
          .score = number.empty() ? 0 : number.front()};
}

TEST_P(LanguageProgressCases, Holds) {
  const Case& c = GetParam();
  const auto& rules = std::get<indicator::records::LanguageProgressRules>(
      CalculationOf(c, Indicator::kEnglishLearnerProgress).method);
  const auto now = ScoreIn(c, "grade", "score");
  const auto level = ProgressLevel(now, rules);
  EXPECT_EQ(level ? absl::StrCat(*level) : "", c.at("level"));
  if (c.at("standing").empty()) return;
  EXPECT_EQ(indicator::records::kStandings.Code(
                StandingOf(ScoreIn(c, "grade_before", "score_before"), now, rules)),
            c.at("standing"));
}

INSTANTIATE_TEST_SUITE_P(Golden, LanguageProgressCases,
                         testing::ValuesIn(ReadCases("language_progress_cases.csv")), CaseName);

class GroupCases : public testing::TestWithParam<Case> {};

TEST_P(GroupCases, Holds) {
  const Case& c = GetParam();
  const indicator::records::Membership membership(CalculationOf(c, Indicator::kSuspension).groups);
  indicator::records::GroupSet groups;
  const auto race = indicator::records::RaceOf(c.at("hispanic") == "Y", NumbersIn(c.at("races")));
  if (race) groups |= indicator::records::GroupSet(*race);
  for (const int level : NumbersIn(c.at("parent_education"))) {
    groups |= membership.OfParentEducation(level);
  }
  for (const int program : NumbersIn(c.at("programs"))) groups |= membership.OfProgram(program);
  if (!c.at("language").empty()) {
    const auto year_end = std::chrono::year(NumbersIn(c.at("year")).at(0)) / std::chrono::June / 30;
    groups |= membership.OfLanguageStatus(c.at("language"), DateIn(c.at("since")), year_end);
  }
  if (c.at("special_education") == "Y") groups |= membership.OfSpecialEducation();

  std::vector<std::string> codes;
  groups.ForEach([&](StudentGroup group) { codes.emplace_back(kStudentGroups.Code(group)); });
  EXPECT_EQ(codes.empty() ? "none" : absl::StrJoin(codes, " "), c.at("groups"));
}

INSTANTIATE_TEST_SUITE_P(Golden, GroupCases, testing::ValuesIn(ReadCases("group_cases.csv")),
                         CaseName);

}  // namespace
}  // namespace sos
