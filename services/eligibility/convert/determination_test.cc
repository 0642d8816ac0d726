// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/determination.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/convert/evidence.h"
#include "services/eligibility/convert/rulebook_library.h"
#include "services/eligibility/domain/lcff/groups.h"
#include "services/eligibility/rulebooks/rulebook_files.h"

namespace sos::eligibility {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr Indicator kEla = Indicator::kEnglishLanguageArts;
constexpr Indicator kMath = Indicator::kMathematics;
constexpr Indicator kElpi = Indicator::kEnglishLearnerProgress;
constexpr StudentGroup kLtel = StudentGroup::kLongTermEnglishLearners;
constexpr char kDistrict[] = "01611190000000";

const RulebookLibrary& Library() {
  static const auto* const kLibrary = new RulebookLibrary(*RulebookLibrary::Load(RulebookFiles()));
  return *kLibrary;
}

Performance Colored(Color color) {
  return {
      .origin = Origin::kResult, .colors = Bit(static_cast<int>(color)), .status_levels = Bit(1)};
}

// A district of which all is known in `year`, and nothing remarkable.
EntityHistory QuietDistrict(int year) {
  EntityHistory history{.cds = *CdsCode::Parse(kDistrict)};
  EntityYear& lea_year = history.years[year];
  lea_year.default_evidence.fill(
      {.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)});
  for (const int priority : {1, 2, 3, 6, 7}) lea_year.local_ratings[priority] = LocalRating::kMet;
  lea_year.late_certification = Outcome::kNotMet;
  return history;
}

// The district's LCFF determination with its findings.
v1::Determination Determined(int year, const EntityHistory& history) {
  const auto* const rulebook = Library().Find(RulebookName(Program::kLcff, year));
  education::v1::Entity entity;
  entity.set_name(absl::StrCat("entities/", kDistrict));
  return ToProto(
      Determine({.rulebooks = RulesOf(Library()), .rulebook = rulebook->rules, .history = history}),
      history, entity, Evidence(), rulebook->rules, {.number = 1});
}

const v1::Finding& FindingOf(const v1::Determination& determination, const std::string& rule,
                             StudentGroup group) {
  for (const v1::Finding& finding : determination.findings()) {
    if (finding.rule() == rule && finding.student_group() == ToProto(group)) return finding;
  }
  static const v1::Finding kNone;
  return kNone;
}

EntityHistory WithLtel(Color ela, Color math, Color elpi) {
  EntityHistory history = QuietDistrict(2025);
  GroupEvidence& evidence = history.years[2025]
                                .groups.try_emplace(kLtel, history.years[2025].default_evidence)
                                .first->second;
  evidence[static_cast<size_t>(kEla)] = Colored(ela);
  evidence[static_cast<size_t>(kMath)] = Colored(math);
  evidence[static_cast<size_t>(kElpi)] = Colored(elpi);
  return history;
}

std::vector<education::v1::Indicator> IndicatorsOf(const v1::Finding& finding) {
  std::vector<education::v1::Indicator> indicators;
  for (const v1::Evidence& evidence : finding.evidence()) {
    indicators.push_back(evidence.indicator());
  }
  return indicators;
}

// The rules of 2025 judge long-term English learners by their progress alone in priority 4.
TEST(ConvertTest, AFindingNamesWhatItsRuleReadAndNothingElse) {
  const v1::Determination determination =
      Determined(2025, WithLtel(Color::kRed, Color::kRed, Color::kBlue));
  const v1::Finding& finding = FindingOf(determination, "priority-4", kLtel);
  EXPECT_EQ(finding.outcome(), v1::OUTCOME_NOT_MET);
  EXPECT_THAT(IndicatorsOf(finding), ElementsAre(ToProto(kElpi)));
  EXPECT_THAT(finding.description(), HasSubstr("ELPI Blue"));
  EXPECT_THAT(finding.description(), Not(HasSubstr("ELA")));
}

TEST(ConvertTest, EvidenceThatPlayedNoPartIsNotOfferedForWhatIsMet) {
  const v1::Determination determination =
      Determined(2025, WithLtel(Color::kRed, Color::kRed, Color::kRed));
  const v1::Finding& finding = FindingOf(determination, "priority-4", kLtel);
  EXPECT_EQ(finding.outcome(), v1::OUTCOME_MET);
  EXPECT_THAT(IndicatorsOf(finding), ElementsAre(ToProto(kElpi)));
}

TEST(ConvertTest, ANewGroupOfCriteriaConcernsOnlyWhomItNames) {
  const auto& rules = Library().Find(RulebookName(Program::kLcff, 2025))->rules;
  std::set<Indicator> of_ltel;
  std::set<Indicator> of_homeless;
  for (const PriorityCriteria& priority : rules.Of<LcffRules>().priorities) {
    for (const Criterion& criterion : priority.any_of) {
      for (const eligibility::Test& test : criterion.all_of) {
        if (priority.priority != 4) continue;
        if (Concerns(criterion, kLtel)) of_ltel.insert(test.indicator);
        if (Concerns(criterion, StudentGroup::kHomeless)) of_homeless.insert(test.indicator);
      }
    }
  }
  EXPECT_THAT(of_ltel, ElementsAre(kElpi));
  EXPECT_THAT(of_homeless, ElementsAre(kEla, kMath));
}

// Every year, group and priority: the evidence of a finding is what the year's criteria read.
TEST(ConvertTest, EveryFindingOfEveryYearNamesExactlyWhatItsCriteriaRead) {
  int findings = 0;
  for (const int year : {2017, 2018, 2019, 2022, 2023, 2024, 2025}) {
    const auto* const rulebook = Library().Find(RulebookName(Program::kLcff, year));
    ASSERT_NE(rulebook, nullptr) << year;
    const v1::Determination determination = Determined(year, QuietDistrict(year));
    for (const StudentGroup group : rulebook->rules.student_groups) {
      for (const PriorityCriteria& priority : rulebook->rules.Of<LcffRules>().priorities) {
        const std::string rule = absl::StrCat("priority-", priority.priority);
        const v1::Finding& finding = FindingOf(determination, rule, group);
        if (finding.rule().empty()) continue;
        ++findings;
        std::set<education::v1::Indicator> read;
        for (const Criterion& criterion : priority.any_of) {
          if (!Concerns(criterion, group)) continue;
          for (const eligibility::Test& test : criterion.all_of)
            read.insert(ToProto(test.indicator));
        }
        const auto shown = IndicatorsOf(finding);
        EXPECT_EQ(std::set<education::v1::Indicator>(shown.begin(), shown.end()), read)
            << year << " " << rule << " " << kStudentGroups.Code(group);
      }
    }
  }
  EXPECT_GT(findings, 200);
}

// The methods of a charter school are those of the year's LCFF rules, words and sources too.
TEST(ConvertTest, AMethodOfACharterSchoolSaysItsRuleAndWhereItWasRead) {
  const auto* const rulebook = Library().Find(RulebookName(Program::kCharter, 2025));
  EntityHistory school = QuietDistrict(2025);
  school.cds = *CdsCode::Parse("01611190130229");
  school.kind = EntityKind::kCharterSchool;
  const v1::Determination determination = ToProto(
      Determine({.rulebooks = RulesOf(Library()), .rulebook = rulebook->rules, .history = school}),
      school, education::v1::Entity(), Evidence(), rulebook->rules, {.number = 1});
  int methods = 0;
  for (const v1::Finding& finding : determination.findings()) {
    if (finding.rule().rfind("method-", 0) != 0) continue;
    ++methods;
    EXPECT_FALSE(finding.description().empty()) << finding.rule();
    EXPECT_FALSE(finding.citation().source().empty()) << finding.rule();
  }
  EXPECT_EQ(methods, 3);
}

TEST(ConvertTest, SaysThatAColorIsThePublishedOne) {
  const Performance published = {.origin = Origin::kPublishedColor,
                                 .colors = Bit(static_cast<int>(Color::kOrange))};
  const v1::Evidence evidence = ToEvidence(kEla, published);
  EXPECT_EQ(evidence.origin(), v1::Evidence::ORIGIN_PUBLISHED_COLOR);
  EXPECT_EQ(evidence.color(), education::v1::COLOR_ORANGE);
}

TEST(ConvertTest, ANameOfADeterminationIsReadAsItWasWritten) {
  for (const Program program : {Program::kLcff, Program::kCharter, Program::kEssa,
                                Program::kEquityMultiplier, Program::kLcap}) {
    const DeterminationKey key{*CdsCode::Parse(kDistrict), program, 2024};
    const auto read = ParseDeterminationName(DeterminationName(key));
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->program, program);
    EXPECT_EQ(read->dashboard_year, 2024);
    EXPECT_EQ(read->cds, key.cds);
  }
  for (const char* name :
       {"entities/1/determinations/lcff-2024", "entities/01611190000000/determinations/lcff-24",
        "entities/01611190000000/determinations/2024", "entities/01611190000000"}) {
    EXPECT_FALSE(ParseDeterminationName(name).ok()) << name;
  }
}

}  // namespace
}  // namespace sos::eligibility
