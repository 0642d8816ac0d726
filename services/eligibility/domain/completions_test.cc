// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/convert/rulebook_library.h"
#include "services/eligibility/domain/determination.h"
#include "services/eligibility/domain/random_history.h"
#include "services/eligibility/rulebooks/rulebook_files.h"

// An unknown that cannot change the answer does not open it, and one that can does: every unknown
// is set to every value it may have, by the rules of every year.

namespace sos::eligibility {
namespace {

constexpr uint32_t kSeed = 20261129;
constexpr int kHistoriesAYear = 400;
constexpr int kMostUnknowns = 3;

// What a history and its rules may lack: each value makes a completion.
struct Unknown {
  std::string name;
  std::vector<std::function<void(EntityHistory&, std::map<int, Rulebook>&)>> values;
};

const RulebookLibrary& Library() {
  static const auto* const kLibrary = new RulebookLibrary(*RulebookLibrary::Load(RulebookFiles()));
  return *kLibrary;
}

std::map<int, Rulebook> RulesOfProgram(Program program) {
  std::map<int, Rulebook> rules;
  for (const auto& [name, entry] : Library().entries()) {
    if (entry.rules.program == program) rules[entry.rules.dashboard_year] = entry.rules;
  }
  return rules;
}

Performance Known(int value) {
  return {.origin = Origin::kResult, .colors = Bit(value), .status_levels = Bit(value)};
}

// What is answered, in one line: a decided answer must not change, an undecided one must be able
// to.
struct Answered {
  Outcome eligibility;
  std::string status;

  friend bool operator==(const Answered&, const Answered&) = default;
};

class Completions {
 public:
  Completions(Program program, int year, Dice& dice)
      : program_(program), year_(year), dice_(dice), rules_(RulesOfProgram(program)) {}

  // A history of which everything is known, with colors low enough for criteria to be met.
  void MakeHistory() {
    const bool charter = program_ == Program::kCharter;
    const bool school = charter || program_ == Program::kEssa;
    history_ = {.cds = *CdsCode::Parse(school ? "01611190130229" : "01611190000000"),
                .kind = charter  ? EntityKind::kCharterSchool
                        : school ? EntityKind::kSchool
                                 : EntityKind::kDistrict};
    const bool low = dice_.Roll(1) == 0;
    for (const int year : kYears) {
      EntityYear& of_year = history_.years[year];
      of_year.default_evidence.fill(
          {.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)});
      for (const StudentGroup group : kGroups) {
        for (Performance& performance : of_year.groups[group]) {
          performance = Known(low ? 1 + dice_.Roll(1) * dice_.Roll(2) : dice_.Roll(3));
        }
      }
      for (const int priority : kLocalPriorities) {
        of_year.local_ratings[priority] =
            dice_.Roll(3) == 0 ? static_cast<LocalRating>(dice_.Roll(2)) : LocalRating::kMet;
      }
      of_year.late_certification = FromBool(dice_.Roll(5) == 0);
      history_.title_i[year] = dice_.Roll(1) == 0;
    }
    for (int year = kYears.front() - 2; year <= kYears.back(); ++year) {
      history_.cohorts[year] = {dice_.Roll(2) == 0 ? 60 : 90, 100};
    }
    // The status before the first determination after a pause, which no rulebook works out.
    history_.years[2021].support = PublishedSupport{.status = "No Status"};
    if (program_ != Program::kEssa) return;
    independent_ = dice_.Roll(1) == 0;
    if (!independent_) return;
    for (const int year : kYears) {
      if (year != year_) history_.years[year].support.emplace().status = SomeStatus();
    }
  }

  // Forgets some of it, and takes some of what the rules leave open as settled.
  void Forget() {
    unknowns_.clear();
    SettleReadings();
    for (int i = dice_.Roll(kMostUnknowns - 1); i >= 0; --i) ForgetOne();
  }

  Answered Decide() const { return Decide(history_, rules_); }

  // The answers of all completions.
  std::vector<Answered> All() const {
    std::vector<Answered> answers;
    Complete(0, history_, rules_, answers);
    return answers;
  }

  // No unknown is looked at twice in ways that may cancel out, such as by the status of the year
  // before, which is worked out, and by the tests of this year that look back on that year. Where
  // one is, an answer may stay open that no completion changes; none is decided that one does
  // change.
  bool independent() const { return independent_; }

  std::string Describe() const {
    std::string words = absl::StrCat(ProgramCode(program_), "-", year_, ":");
    for (const Unknown& unknown : unknowns_) absl::StrAppend(&words, " ", unknown.name);
    return words;
  }

 private:
  static constexpr std::array kYears = {2017, 2018, 2019, 2022, 2023, 2024, 2025};
  static constexpr std::array kGroups = {StudentGroup::kAll, StudentGroup::kEnglishLearners,
                                         StudentGroup::kHispanic};
  static constexpr std::array kLocalPriorities = {1, 2, 3, 6, 7};
  static constexpr std::array kReadings = {Reading::kYes, Reading::kNo};

  Answered Decide(const EntityHistory& history, const std::map<int, Rulebook>& rules) const {
    Rulebooks rulebooks = RulesOf(Library());
    for (const auto& [year, rulebook] : rules) rulebooks.Add(rulebook);
    const Determination determination = Determine({.rulebooks = rulebooks,
                                                   .rulebook = rules.at(year_),
                                                   .history = history,
                                                   .detail = Detail::kAnswer});
    return {determination.eligibility, determination.status};
  }

  void Complete(size_t next, const EntityHistory& history, const std::map<int, Rulebook>& rules,
                std::vector<Answered>& answers) const {
    if (next == unknowns_.size()) {
      answers.push_back(Decide(history, rules));
      return;
    }
    for (const auto& set : unknowns_[next].values) {
      EntityHistory completed = history;
      std::map<int, Rulebook> completed_rules = rules;
      set(completed, completed_rules);
      Complete(next + 1, completed, completed_rules, answers);
    }
  }

  std::string SomeStatus() {
    const EssaRules& rules = std::get<EssaRules>(rules_.at(year_).rules);
    const std::array statuses = {rules.none_status, rules.low_graduation.status,
                                 rules.low_performing.status, rules.additional.status,
                                 rules.targeted ? rules.targeted->status : rules.none_status};
    return statuses[static_cast<size_t>(dice_.Roll(4))];
  }

  int SomeYear() {
    // Mostly the year itself and the one before, on which the most depends.
    std::vector<int> years;
    for (const int year : kYears) {
      if (year <= year_) years.push_back(year);
    }
    const int back = dice_.Roll(3) == 0 ? dice_.Roll(static_cast<int>(years.size()) - 1)
                                        : dice_.Roll(years.size() > 1 ? 1 : 0);
    return years[years.size() - 1 - static_cast<size_t>(back)];
  }

  void ForgetOne() {
    switch (dice_.Roll(program_ == Program::kEssa ? 4 : 3)) {
      case 0:
        return ForgetLocal(SomeYear(), kLocalPriorities[static_cast<size_t>(dice_.Roll(4))]);
      case 1:
        return ForgetCertification(SomeYear());
      case 4:
        return dice_.Roll(1) == 0 ? ForgetTitleI(SomeYear()) : ForgetCohort(SomeYear());
      default:
        return ForgetPerformance(SomeYear(), kGroups[static_cast<size_t>(dice_.Roll(2))],
                                 dice_.Roll(kIndicatorCount - 1));
    }
  }

  void ForgetPerformance(int year, StudentGroup group, int indicator) {
    const auto slot = [year, group, indicator](EntityHistory& history) -> Performance& {
      return history.years[year].groups[group][static_cast<size_t>(indicator)];
    };
    Unknown unknown{.name = absl::StrCat(year, "/", kStudentGroups.Code(group), "/",
                                         kIndicators.Code(static_cast<Indicator>(indicator)))};
    // Whether graduation has a color matters to both categories of CSI.
    if (program_ == Program::kEssa && group == StudentGroup::kAll &&
        static_cast<Indicator>(indicator) == Indicator::kGraduation) {
      independent_ = false;
    }
    const bool not_red = dice_.Roll(2) == 0;
    for (int value = 0; value <= 5; ++value) {
      if (not_red && value == 1) continue;
      unknown.values.push_back(
          [slot, value](EntityHistory& history, auto&) { slot(history) = Known(value); });
    }
    const Mask possible = not_red ? static_cast<Mask>(kAllValues & ~Bit(1)) : kAllValues;
    slot(history_) = {.origin = not_red ? Origin::kRedList : Origin::kMissing,
                      .colors = possible,
                      .status_levels = possible};
    Add(std::move(unknown));
  }

  void ForgetLocal(int year, int priority) {
    Unknown unknown{.name = absl::StrCat(year, "/local-", priority)};
    for (const LocalRating rating :
         {LocalRating::kMet, LocalRating::kNotMet, LocalRating::kNotMetTwoOrMoreYears}) {
      unknown.values.push_back([=](EntityHistory& history, auto&) {
        history.years[year].local_ratings[priority] = rating;
      });
    }
    history_.years[year].local_ratings.erase(priority);
    Add(std::move(unknown));
  }

  void ForgetCertification(int year) {
    Unknown unknown{.name = absl::StrCat(year, "/late")};
    for (const Outcome outcome : {Outcome::kMet, Outcome::kNotMet}) {
      unknown.values.push_back(
          [=](EntityHistory& history, auto&) { history.years[year].late_certification = outcome; });
    }
    history_.years[year].late_certification = Outcome::kInsufficientData;
    Add(std::move(unknown));
  }

  void ForgetTitleI(int year) {
    Unknown unknown{.name = absl::StrCat(year, "/title-i")};
    for (const bool funded : {true, false}) {
      unknown.values.push_back(
          [=](EntityHistory& history, auto&) { history.title_i[year] = funded; });
    }
    history_.title_i.erase(year);
    Add(std::move(unknown));
  }

  void ForgetCohort(int year) {
    Unknown unknown{.name = absl::StrCat(year, "/cohort")};
    for (const int graduates : {0, 60, 90, 100}) {
      // Large enough for the cohort to decide the average of all.
      unknown.values.push_back([=](EntityHistory& history, auto&) {
        history.cohorts[year] = {graduates * 100, 10'000};
      });
    }
    history_.cohorts.erase(year);
    Add(std::move(unknown));
  }

  // Each reading that the rulebooks leave open is taken one way or the other, but for one in ten.
  void SettleReadings() {
    for (auto& [year, rulebook] : rules_) {
      if (auto* charter = std::get_if<CharterRules>(&rulebook.rules)) {
        Settle(year, "same-group", charter->same_group_required, [](Rulebook& rules) -> Reading& {
          return std::get<CharterRules>(rules.rules).same_group_required;
        });
        Settle(year, "petition", charter->local_indicators_count, [](Rulebook& rules) -> Reading& {
          return std::get<CharterRules>(rules.rules).local_indicators_count;
        });
      } else if (std::holds_alternative<EssaRules>(rulebook.rules)) {
        SettleEssa(year, rulebook);
      }
    }
  }

  void SettleEssa(int year, Rulebook& rulebook) {
    auto& essa = std::get<EssaRules>(rulebook.rules);
    Settle(year, "color-required", essa.low_graduation.color_required,
           [](Rulebook& rules) -> Reading& {
             return std::get<EssaRules>(rules.rules).low_graduation.color_required;
           });
    Settle(year, "leaves-csi", essa.low_performing.leaves_when_not_met,
           [](Rulebook& rules) -> Reading& {
             return std::get<EssaRules>(rules.rules).low_performing.leaves_when_not_met;
           });
    Settle(year, "leaves-atsi", essa.additional.leaves_when_not_met,
           [](Rulebook& rules) -> Reading& {
             return std::get<EssaRules>(rules.rules).additional.leaves_when_not_met;
           });
    if (essa.targeted) {
      Settle(year, "leaves-tsi", essa.targeted->leaves_when_not_met,
             [](Rulebook& rules) -> Reading& {
               return std::get<EssaRules>(rules.rules).targeted->leaves_when_not_met;
             });
    }
    for (size_t i = 0; i < essa.criteria.size(); ++i) {
      Settle(year, absl::StrCat("criterion-", i), essa.criteria[i].in_force,
             [i](Rulebook& rules) -> Reading& {
               return std::get<EssaRules>(rules.rules).criteria[i].in_force;
             });
    }
  }

  void Settle(int year, const std::string& name, Reading& reading,
              const std::function<Reading&(Rulebook&)>& slot) {
    if (reading != Reading::kUnknown) return;
    const bool leave_open = year <= year_ && unknowns_.size() < 2 && dice_.Roll(9) == 0;
    if (!leave_open) {
      reading = kReadings[static_cast<size_t>(dice_.Roll(1))];
      return;
    }
    Unknown unknown{.name = absl::StrCat(year, "/", name)};
    for (const Reading taken : kReadings) {
      unknown.values.push_back(
          [=](EntityHistory&, std::map<int, Rulebook>& rules) { slot(rules.at(year)) = taken; });
    }
    Add(std::move(unknown));
  }

  // The same thing is forgotten once.
  void Add(Unknown unknown) {
    for (const Unknown& other : unknowns_) {
      if (other.name == unknown.name) return;
    }
    unknowns_.push_back(std::move(unknown));
  }

  const Program program_;
  const int year_;
  Dice& dice_;
  std::map<int, Rulebook> rules_;
  EntityHistory history_;
  std::vector<Unknown> unknowns_;
  bool independent_ = true;
};

struct Tried {
  int decided = 0;
  int undecided = 0;
};

// Tries random histories of every year of the program.
Tried TryAll(Program program) {
  const testing::ScopedTrace seed(__FILE__, __LINE__, absl::StrCat("seed ", kSeed));
  Dice dice(kSeed);
  Tried tried;
  for (const auto& [year, rulebook] : RulesOfProgram(program)) {
    for (int i = 0; i < kHistoriesAYear; ++i) {
      Completions completions(program, year, dice);
      completions.MakeHistory();
      completions.Forget();
      const Answered answer = completions.Decide();
      bool eligibility_changes = false;
      bool status_changes = false;
      const std::vector<Answered> all = completions.All();
      for (const Answered& complete : all) {
        // With everything known nothing is open.
        if (complete.eligibility == Outcome::kInsufficientData || complete.status.empty()) {
          ADD_FAILURE() << completions.Describe() << ", history " << i << ": open when complete";
          return tried;
        }
        eligibility_changes = eligibility_changes || complete.eligibility != all[0].eligibility;
        status_changes = status_changes || complete.status != all[0].status;
      }
      const bool decided = answer.eligibility != Outcome::kInsufficientData;
      if (completions.independent()) {
        EXPECT_EQ(decided, !eligibility_changes) << completions.Describe() << ", history " << i;
        EXPECT_EQ(!answer.status.empty(), !status_changes)
            << completions.Describe() << ", history " << i << ", answered " << answer.status
            << ", completed " << all[0].status;
      }
      if (decided) {
        EXPECT_FALSE(eligibility_changes) << completions.Describe();
        EXPECT_EQ(answer.eligibility, all[0].eligibility) << completions.Describe();
      }
      if (!answer.status.empty()) {
        EXPECT_FALSE(status_changes) << completions.Describe();
        EXPECT_EQ(answer.status, all[0].status) << completions.Describe();
      }
      (decided ? tried.decided : tried.undecided) += 1;
      if (testing::Test::HasFailure()) return tried;
    }
  }
  return tried;
}

TEST(CompletionsTest, LcffIsDecidedExactlyWhereEveryCompletionAgrees) {
  const Tried tried = TryAll(Program::kLcff);
  EXPECT_GT(tried.decided, 1000);
  EXPECT_GT(tried.undecided, 100);
}

TEST(CompletionsTest, ACharterSchoolIsDecidedExactlyWhereEveryCompletionAgrees) {
  const Tried tried = TryAll(Program::kCharter);
  EXPECT_GT(tried.decided, 500);
  EXPECT_GT(tried.undecided, 50);
}

TEST(CompletionsTest, EssaIsDecidedOnlyAndNearlyAlwaysWhereEveryCompletionAgrees) {
  const Tried tried = TryAll(Program::kEssa);
  EXPECT_GT(tried.decided, 1000);
  EXPECT_GT(tried.undecided, 100);
}

}  // namespace
}  // namespace sos::eligibility
