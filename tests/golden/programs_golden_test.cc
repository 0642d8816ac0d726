// SPDX-License-Identifier: Apache-2.0

// Runs the golden cases of whole determinations: ESSA, rules over several years, Equity Multiplier.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "services/eligibility/convert/rulebook_library.h"
#include "services/eligibility/domain/determination.h"
#include "services/eligibility/rulebooks/rulebook_files.h"
#include "tests/golden/cases.h"

namespace sos::eligibility {
namespace {

const RulebookLibrary& Library() {
  static const auto* const kLibrary = new RulebookLibrary(*RulebookLibrary::Load(RulebookFiles()));
  return *kLibrary;
}

constexpr Performance kNoColor = {
    .origin = Origin::kResult, .colors = Bit(0), .status_levels = Bit(0)};
constexpr Performance kGone = {.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)};

Performance ToPerformance(const std::string& text) {
  if (text == "?") return {};
  Performance performance = kNoColor;
  const size_t color = std::string("-ROYGB").find(text);
  if (color != std::string::npos) {
    performance.colors = Bit(static_cast<int>(color));
  } else {
    performance.status_levels = Bit(text[0] - '0');
  }
  return performance;
}

// "susp=R chro=G"; "?" for nothing submitted, "gone" for no row.
GroupEvidence ToEvidence(const std::string& text) {
  GroupEvidence evidence;
  if (text == "?") return evidence;
  evidence.fill(text == "gone" ? kGone : kNoColor);
  if (text == "gone") return evidence;
  for (const auto word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    const std::pair<std::string, std::string> part = absl::StrSplit(word, '=');
    const std::optional<Indicator> indicator = kIndicators.FromCode(part.first);
    EXPECT_TRUE(indicator) << text;
    if (indicator) evidence[static_cast<size_t>(*indicator)] = ToPerformance(part.second);
  }
  return evidence;
}

int YearOf(const Case& c) {
  int year = 0;
  EXPECT_TRUE(absl::SimpleAtoi(c.at("year"), &year));
  return year;
}

EntityHistory SchoolOf(const Case& c, const EssaRules& rules) {
  const int year = YearOf(c);
  EntityHistory school{.cds = *CdsCode::Parse("01611190130229"), .kind = EntityKind::kSchool};
  for (const GroupSupportYear& tested : rules.additional.years) {
    EntityYear& of_year = school.years[tested.dashboard_year];
    of_year.default_evidence.fill(kGone);
    of_year.groups[StudentGroup::kEnglishLearners] =
        ToEvidence(c.at(tested.dashboard_year == year ? "group_now" : "group_before"));
    if (c.at(tested.dashboard_year == year ? "group_now" : "group_before") == "?") {
      of_year.default_evidence.fill({});
    }
  }
  school.years[year].groups[StudentGroup::kAll] = ToEvidence(c.at("all"));
  if (c.at("title_i") != "?") school.title_i[year] = c.at("title_i") == "yes";
  if (!c.at("before").empty() && c.at("before") != "?") {
    school.years[rules.prior_year].support = PublishedSupport{.status = c.at("before")};
  }
  const std::vector<std::string> cohorts = absl::StrSplit(c.at("cohorts"), ';', absl::SkipEmpty());
  for (size_t i = 0; i < cohorts.size(); ++i) {
    const std::pair<std::string, std::string> cohort = absl::StrSplit(cohorts[i], '/');
    Fraction& fraction = school.cohorts[year - static_cast<int>(cohorts.size() - 1 - i)];
    EXPECT_TRUE(absl::SimpleAtoi(cohort.first, &fraction.numerator));
    EXPECT_TRUE(absl::SimpleAtoi(cohort.second, &fraction.denominator));
  }
  // A school without cohorts is no high school.
  if (cohorts.empty() && c.at("all") != "?") {
    auto& row =
        school.years[year].groups[StudentGroup::kAll][static_cast<size_t>(Indicator::kGraduation)];
    row = kGone;
  }
  return school;
}

class EssaCases : public testing::TestWithParam<Case> {};

TEST_P(EssaCases, Holds) {
  const Case& c = GetParam();
  const Rulebooks rulebooks = RulesOf(Library());
  const Rulebook* rules = rulebooks.Find(Program::kEssa, YearOf(c));
  ASSERT_NE(rules, nullptr);

  const EntityHistory school = SchoolOf(c, rules->Of<EssaRules>());
  const Determination answer =
      Determine({.rulebooks = rulebooks, .rulebook = *rules, .history = school});

  EXPECT_EQ(answer.status.empty() ? "open" : answer.status, c.at("status"));
  for (const GroupAnswer& group : answer.groups) {
    if (group.group != StudentGroup::kEnglishLearners) continue;
    const std::string flag = !group.letter_decided            ? "?"
                             : group.outcome == Outcome::kMet ? "1"
                                                              : "0";
    EXPECT_EQ(flag, c.at("flag"));
  }
  EXPECT_EQ(answer.As<EssaAnswer>()->exit, c.at("exit"));
}

INSTANTIATE_TEST_SUITE_P(Golden, EssaCases, testing::ValuesIn(ReadCases("essa_cases.csv")),
                         CaseName);

EntityHistory HistoryOf(const Case& c, Program program) {
  const bool charter = program == Program::kCharter;
  EntityHistory history{.cds = *CdsCode::Parse(charter ? "01611190130229" : "01611190000000"),
                        .kind = charter ? EntityKind::kCharterSchool : EntityKind::kDistrict};
  for (const auto part : absl::StrSplit(c.at("history"), ';')) {
    const std::pair<std::string, std::string> text = absl::StrSplit(part, '=');
    int year = 0;
    EXPECT_TRUE(absl::SimpleAtoi(text.first, &year));
    EntityYear& of_year = history.years[year];
    for (const int priority : {1, 2, 3, 6, 7}) of_year.local_ratings[priority] = LocalRating::kMet;
    if (text.second == "?") continue;
    of_year.published.emplace();
    if (text.second == "-") continue;
    for (const auto word : absl::StrSplit(text.second, ' ')) {
      const std::pair<std::string, std::string> letter = absl::StrSplit(word, ':');
      of_year.published->letters[*ParseStudentGroup(letter.first)] = letter.second[0];
    }
  }
  return history;
}

std::string Word(Outcome outcome) {
  return outcome == Outcome::kMet ? "met" : outcome == Outcome::kNotMet ? "not met" : "open";
}

std::string FieldOf(const Determination& answer, const std::string& field) {
  if (field == "ec52072") return Word(answer.As<LcffAnswer>()->intensive->outcome);
  if (field == "ec52071f") return Word(answer.As<LcffAnswer>()->geographic_lead->outcome);
  if (field == "charter") return answer.status.empty() ? "open" : answer.status;
  const DutyAnswer& duty = answer.As<LcapAnswer>()->duties.front();
  if (duty.outcome == Outcome::kInsufficientData) return "open";
  std::vector<std::string> groups;
  for (const StudentGroup group : duty.groups) {
    groups.emplace_back(kStudentGroups.Code(group));
  }
  return absl::StrJoin(groups, " ");
}

class RecurrenceCases : public testing::TestWithParam<Case> {};

TEST_P(RecurrenceCases, Holds) {
  const Case& c = GetParam();
  const Rulebooks rulebooks = RulesOf(Library());
  const auto* rulebook = Library().Find(absl::StrCat("rulebooks/", c.at("rulebook")));
  ASSERT_NE(rulebook, nullptr);
  const Program program = rulebook->rules.program;

  const EntityHistory history = HistoryOf(c, program);
  const Determination answer = Determine({.rulebooks = rulebooks,
                                          .rulebook = rulebook->rules,
                                          .history = history,
                                          .basis = LetterBasis::kPublished});

  EXPECT_EQ(FieldOf(answer, c.at("field")), c.at("expected"));
}

INSTANTIATE_TEST_SUITE_P(Golden, RecurrenceCases,
                         testing::ValuesIn(ReadCases("recurrence_cases.csv")), CaseName);

class MultiplierCases : public testing::TestWithParam<Case> {};

TEST_P(MultiplierCases, Holds) {
  const Case& c = GetParam();
  const Rulebooks rulebooks = RulesOf(Library());
  MultiplierCounts counts{.classroom_based = c.at("classroom_based") == "?"
                                                 ? Outcome::kInsufficientData
                                                 : FromBool(c.at("classroom_based") == "yes")};
  EXPECT_TRUE(absl::SimpleAtoi(c.at("nonstable"), &counts.nonstable));
  EXPECT_TRUE(absl::SimpleAtoi(c.at("enrollment"), &counts.enrollment));
  EXPECT_TRUE(absl::SimpleAtoi(c.at("disadvantaged"), &counts.disadvantaged));
  EntityHistory school{.cds = *CdsCode::Parse("01611190130229")};
  school.years[YearOf(c)].multiplier = counts;

  const Determination answer =
      Determine({.rulebooks = rulebooks,
                 .rulebook = *rulebooks.Find(Program::kEquityMultiplier, YearOf(c)),
                 .history = school});

  const std::string eligible = answer.eligibility == Outcome::kMet      ? "yes"
                               : answer.eligibility == Outcome::kNotMet ? "no"
                                                                        : "open";
  EXPECT_EQ(eligible, c.at("eligible"));
  const auto dollars = answer.As<EquityMultiplierAnswer>()->multiplier->entitlement_dollars;
  EXPECT_EQ(dollars ? absl::StrCat(*dollars) : "", c.at("entitlement"));
}

INSTANTIATE_TEST_SUITE_P(Golden, MultiplierCases,
                         testing::ValuesIn(ReadCases("multiplier_cases.csv")), CaseName);

}  // namespace
}  // namespace sos::eligibility
