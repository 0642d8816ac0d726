// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/determination.h"

#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/convert/rulebook_library.h"
#include "services/eligibility/domain/lcff/groups.h"
#include "services/eligibility/domain/lcff/recurrence.h"
#include "services/eligibility/domain/reasons.h"
#include "services/eligibility/rulebooks/rulebook_files.h"

namespace sos::eligibility {
namespace {

using enum Outcome;

const RulebookLibrary& Library() {
  static const auto* const kLibrary = new RulebookLibrary(*RulebookLibrary::Load(RulebookFiles()));
  return *kLibrary;
}

Performance Colored(Color color) {
  return {
      .origin = Origin::kResult, .colors = Bit(static_cast<int>(color)), .status_levels = Bit(1)};
}
Performance RedListed(bool red) {
  const Mask only_red = Bit(static_cast<int>(Color::kRed));
  return {.origin = Origin::kRedList,
          .colors = red ? only_red : static_cast<Mask>(kAllValues & ~only_red),
          .status_levels = red ? Bit(1) : static_cast<Mask>(kAllValues & ~Bit(1))};
}
Performance NoRow() {
  return {.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)};
}

GroupEvidence Nothing() {
  GroupEvidence evidence;
  evidence.fill(NoRow());
  return evidence;
}

void Set(GroupEvidence& evidence, Indicator indicator, const Performance& performance) {
  evidence[static_cast<size_t>(indicator)] = performance;
}

constexpr Indicator kEla = Indicator::kEnglishLanguageArts;
constexpr Indicator kMath = Indicator::kMathematics;

const Rulebook& Lcff(int year) { return Library().Find(RulebookName(Program::kLcff, year))->rules; }

Determination DetermineLcff(int year, const EntityHistory& history) {
  return Determine({.rulebooks = RulesOf(Library()), .rulebook = Lcff(year), .history = history});
}

// A district of which everything is known in `year` and nothing is remarkable.
EntityHistory QuietDistrict(int year) {
  EntityHistory history{.cds = *CdsCode::Parse("01611190000000")};
  EntityYear& lea_year = history.years[year];
  lea_year.default_evidence = Nothing();
  for (const int priority : {1, 2, 3, 6, 7}) lea_year.local_ratings[priority] = LocalRating::kMet;
  lea_year.late_certification = kNotMet;
  return history;
}

const MethodAnswer& MethodOf(const Determination& determination, int number) {
  for (const MethodAnswer& answer : determination.As<LcffAnswer>()->methods) {
    if (answer.method->number == number) return answer;
  }
  static const MethodAnswer kNone;
  return kNone;
}

TEST(ThreeValuedLogicTest, LetsAnUnknownMatterOnlyWhereItCouldChangeTheAnswer) {
  EXPECT_EQ(And(kNotMet, kInsufficientData), kNotMet);
  EXPECT_EQ(And(kMet, kInsufficientData), kInsufficientData);
  EXPECT_EQ(Or(kMet, kInsufficientData), kMet);
  EXPECT_EQ(Or(kNotMet, kInsufficientData), kInsufficientData);
}

TEST(LettersTest, LeavesALetterOpenForWantOfOrangeOnly) {
  GroupEvidence evidence = Nothing();
  Set(evidence, kEla, RedListed(true));
  Set(evidence, kMath, RedListed(false));
  Set(evidence, Indicator::kSuspension, RedListed(true));
  const LcffRules& rules = Lcff(2023).Of<LcffRules>();

  const GroupAnswer open = JudgeGroup(rules, 2023, StudentGroup::kHispanic, evidence).answer;
  EXPECT_FALSE(open.letter_decided);
  EXPECT_EQ(open.reason, reason::kOrangeUnknown);

  Set(evidence, Indicator::kSuspension, RedListed(false));
  const GroupAnswer closed = JudgeGroup(rules, 2023, StudentGroup::kHispanic, evidence).answer;
  EXPECT_TRUE(closed.letter_decided) << "one priority at most never makes a letter";
  EXPECT_EQ(closed.letter, 0);
}

TEST(DeterminationTest, NeedsAGroupInTwoPriorities) {
  EntityHistory history = QuietDistrict(2024);
  GroupEvidence evidence = Nothing();
  Set(evidence, kEla, Colored(Color::kRed));
  Set(evidence, kMath, Colored(Color::kOrange));
  history.years[2024].groups[StudentGroup::kHispanic] = evidence;
  EXPECT_EQ(DetermineLcff(2024, history).eligibility, kNotMet);

  Set(evidence, Indicator::kSuspension, Colored(Color::kRed));
  history.years[2024].groups[StudentGroup::kHispanic] = evidence;
  const Determination determination = DetermineLcff(2024, history);

  EXPECT_EQ(determination.eligibility, kMet);
  EXPECT_EQ(determination.status, "Differentiated Assistance, Year 1");
  EXPECT_EQ(determination.TotalGroups(), 1);
  EXPECT_EQ(determination.support_case, SupportCase::kDistrict);
}

TEST(DeterminationTest, NeverCountsAllStudents) {
  EntityHistory history = QuietDistrict(2024);
  GroupEvidence evidence = Nothing();
  for (const Indicator indicator : {kEla, kMath, Indicator::kSuspension, Indicator::kGraduation}) {
    Set(evidence, indicator, Colored(Color::kRed));
  }
  history.years[2024].groups[StudentGroup::kAll] = evidence;

  EXPECT_EQ(DetermineLcff(2024, history).eligibility, kNotMet);
}

TEST(DeterminationTest, MeetsMethod2ByTwoLocalIndicators) {
  EntityHistory history = QuietDistrict(2023);
  history.years[2023].local_ratings[1] = LocalRating::kNotMetTwoOrMoreYears;
  EXPECT_EQ(MethodOf(DetermineLcff(2023, history), 2).outcome, kNotMet);
  history.years[2023].local_ratings[3] = LocalRating::kNotMetTwoOrMoreYears;
  EXPECT_EQ(MethodOf(DetermineLcff(2023, history), 2).outcome, kMet);
}

TEST(DeterminationTest, DerivesTwoYearsOfNotMetFromTwoFilesIn2018) {
  EntityHistory history = QuietDistrict(2018);
  history.years[2018].local_ratings[1] = LocalRating::kNotMet;
  history.years[2018].local_ratings[2] = LocalRating::kNotMet;
  EXPECT_EQ(MethodOf(DetermineLcff(2018, history), 2).outcome, kInsufficientData)
      << "nothing is known of 2017";
  history.years[2017].local_ratings = {{1, LocalRating::kNotMet},
                                       {2, LocalRating::kNotMet},
                                       {3, LocalRating::kMet},
                                       {6, LocalRating::kMet}};
  EXPECT_EQ(MethodOf(DetermineLcff(2018, history), 2).outcome, kMet);
}

TEST(DeterminationTest, MeetsMethod3ByOneLocalIndicatorAndAnotherPriority) {
  EntityHistory history = QuietDistrict(2023);
  history.years[2023].local_ratings[6] = LocalRating::kNotMetTwoOrMoreYears;
  GroupEvidence evidence = Nothing();
  Set(evidence, Indicator::kSuspension, Colored(Color::kRed));
  history.years[2023].groups[StudentGroup::kWhite] = evidence;
  EXPECT_EQ(MethodOf(DetermineLcff(2023, history), 3).outcome, kNotMet)
      << "suspension is priority 6 too";
  Set(evidence, Indicator::kGraduation, Colored(Color::kRed));
  Set(evidence, Indicator::kSuspension, NoRow());
  history.years[2023].groups[StudentGroup::kWhite] = evidence;
  EXPECT_EQ(MethodOf(DetermineLcff(2023, history), 3).outcome, kMet);
}

TEST(DeterminationTest, LeavesTheStatusOpenWhileOneMethodIs) {
  EntityHistory history = QuietDistrict(2025);
  history.years[2024].published = PublishedYear{.status = "General Assistance"};
  EXPECT_EQ(DetermineLcff(2025, history).status, "General Assistance");
  history.years[2025].late_certification = kInsufficientData;

  const Determination determination = DetermineLcff(2025, history);

  EXPECT_EQ(determination.status, "");
  EXPECT_EQ(MethodOf(determination, 4).reason, reason::kLateCertificationListMissing);
}

TEST(DeterminationTest, Took2024AsAnnouncedThatNobodyCertifiedLate) {
  EntityHistory history = QuietDistrict(2024);
  history.years[2024].late_certification = kInsufficientData;
  history.years[2023].published = PublishedYear{.status = "General Assistance"};

  EXPECT_EQ(DetermineLcff(2024, history).status, "General Assistance");
}

TEST(DeterminationTest, CarriesAYear1OfTheYearBeforeOnAsYear2) {
  EntityHistory history = QuietDistrict(2024);
  history.years[2023].published = PublishedYear{.status = "Differentiated Assistance, Year 1"};

  EXPECT_EQ(DetermineLcff(2024, history).status, "Differentiated Assistance, Year 2");
}

TEST(DeterminationTest, JudgesLongTermEnglishLearnersBySharperRulesIn2025) {
  GroupEvidence evidence = Nothing();
  Set(evidence, kEla, Colored(Color::kRed));
  Set(evidence, kMath, Colored(Color::kRed));
  Set(evidence, Indicator::kSuspension, Colored(Color::kRed));
  const auto letter = [&](int year) {
    return JudgeGroup(Lcff(year).Of<LcffRules>(), year, StudentGroup::kLongTermEnglishLearners,
                      evidence)
        .answer.letter;
  };
  EXPECT_EQ(letter(2024), 'D');
  EXPECT_EQ(letter(2025), 0) << "ELA and mathematics are not used";
  Set(evidence, Indicator::kEnglishLearnerProgress, Colored(Color::kOrange));
  EXPECT_EQ(letter(2025), 'D');
}

// Groups of the years 2018, 2019, 2022 and 2023, each year a string of E (English learners), S
// (students with disabilities) and W (white); `?` for a year of which nothing is known.
std::vector<YearGroups> Years(const std::vector<std::string>& groups) {
  const std::map<char, StudentGroup> codes = {{'E', StudentGroup::kEnglishLearners},
                                              {'S', StudentGroup::kStudentsWithDisabilities},
                                              {'W', StudentGroup::kWhite},
                                              {'H', StudentGroup::kHispanic}};
  std::vector<YearGroups> years;
  for (const std::string& year : groups) {
    YearGroups& added = years.emplace_back();
    if (year == "?") continue;
    added.basis = LetterBasis::kPublished;
    for (const char code : year) added.outcomes[codes.at(code)] = kMet;
  }
  return years;
}

constexpr auto kIntensive = [] {
  return RecurrenceRule{.dashboard_years = {2018, 2019, 2022, 2023},
                        .minimum_year_count = 3,
                        .minimum_group_count = 3,
                        .all_groups_if_fewer = true};
};

TEST(RecurrenceTest, WantsTheSameThreeGroupsInThreeOfFourYears) {
  EXPECT_EQ(JudgeRecurrence(kIntensive(), Years({"ESW", "ESW", "ESW", ""}), std::nullopt).outcome,
            kMet);
  EXPECT_EQ(
      JudgeRecurrence(kIntensive(), Years({"ESW", "ESH", "EHW", "SHW"}), std::nullopt).outcome,
      kMet)
      << "each group three times, never all in one year";
  EXPECT_EQ(JudgeRecurrence(kIntensive(), Years({"ESW", "ESW", "", ""}), std::nullopt).outcome,
            kNotMet);
}

TEST(RecurrenceTest, TakesAllGroupsOfAnLeaWithFewer) {
  EXPECT_EQ(JudgeRecurrence(kIntensive(), Years({"SW", "SW", "SW", ""}), 2).outcome, kMet);
  EXPECT_EQ(JudgeRecurrence(kIntensive(), Years({"SW", "SW", "SW", ""}), 5).outcome, kNotMet);
}

TEST(RecurrenceTest, SaysWhenTheNumberOfGroupsDoesNotShow) {
  const RecurrenceAnswer answer =
      JudgeRecurrence(kIntensive(), Years({"SW", "SW", "SW", ""}), std::nullopt);

  EXPECT_EQ(answer.outcome, kInsufficientData);
  EXPECT_EQ(answer.reason, reason::kGroupCountUnknown);
}

TEST(RecurrenceTest, IsSureWithoutAYearThatCannotMatter) {
  EXPECT_EQ(JudgeRecurrence(kIntensive(), Years({"?", "ESW", "ESW", "ESW"}), std::nullopt).outcome,
            kMet);
  EXPECT_EQ(JudgeRecurrence(kIntensive(), Years({"?", "", "", ""}), std::nullopt).outcome, kNotMet);
  const RecurrenceAnswer open =
      JudgeRecurrence(kIntensive(), Years({"?", "ESW", "ESW", ""}), std::nullopt);
  EXPECT_EQ(open.outcome, kInsufficientData);
  EXPECT_EQ(open.reason, reason::kHistoryMissing);
}

TEST(DeterminationTest, CarriesAStatusOverThatOnlyALaterFilePrints) {
  EntityHistory history = QuietDistrict(2024);
  history.years[2023].status_printed_later = "Differentiated Assistance, Year 1";
  EXPECT_EQ(DetermineLcff(2024, history).status, "Differentiated Assistance, Year 2");

  history.years[2023].status_printed_later = "General Assistance";
  EXPECT_EQ(DetermineLcff(2024, history).status, "General Assistance");
}

TEST(DeterminationTest, TakesAMethodFromTheStateOnlyOnPublishedLettersAndWhereInputsAreMissing) {
  EntityHistory history = QuietDistrict(2023);
  history.years[2023].local_ratings.clear();
  history.years[2023].published = PublishedYear{.methods = {{2, true}}};

  const Determination published = Determine({.rulebooks = RulesOf(Library()),
                                             .rulebook = Lcff(2023),
                                             .history = history,
                                             .basis = LetterBasis::kPublished});

  EXPECT_EQ(MethodOf(published, 2).outcome, kMet);
  EXPECT_TRUE(MethodOf(published, 2).published);
  EXPECT_EQ(MethodOf(DetermineLcff(2023, history), 2).outcome, kInsufficientData);
}

}  // namespace
}  // namespace sos::eligibility
