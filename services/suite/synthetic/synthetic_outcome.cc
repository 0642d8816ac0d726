// SPDX-License-Identifier: Apache-2.0
#include "services/suite/synthetic/synthetic_outcome.h"

#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/suite/synthetic/dice.h"

namespace sos::suite {
namespace {

// What sets these dice apart from those of the year's records.
constexpr uint64_t kOutcomeDice = 2;
constexpr uint64_t kEndDice = 3;

// How students leave, by share. Plausible, not true; borders and rare codes are met often enough
// for a county to have some of each.
struct Ending {
  int percent;
  const char* month_day;
  const char* reason;
  const char* completion;
};
constexpr Ending kEndings[] = {
    {70, "0607", "E230", "100"},
    {2, "0815", "E230", "100"},
    {2, "0816", "E230", "100"},
    {1, "0607", "E230", "102"},
    {2, "0607", "E230", "120"},
    {1, "0607", "E230", "250"},
    {1, "0607", "E230", "320"},
    {1, "0607", "E230", "330"},
    {2, "0607", "E230", "360"},
    {1, "0110", "T180", ""},
    {2, "0110", "T200", ""},
    {1, "0110", "E130", ""},
    {1, "0110", "T260", ""},
    {1, "0110", "T280", ""},
    {2, "0110", "E140", ""},
    {2, "0607", "E155", ""},
    {1, "0110", "T380", ""},
    {1, "0110", "T160", ""},
    {6, "", "", ""},
};

const Ending& ThrowEnding(Dice& dice) {
  int thrown = dice.Below(100);
  for (const Ending& ending : kEndings) {
    thrown -= ending.percent;
    if (thrown < 0) return ending;
  }
  return kEndings[std::size(kEndings) - 1];
}

// Another high school, of the same district or of any.
int OtherHighSchool(const SyntheticCalifornia& california, int home, bool near, Dice& dice) {
  const std::vector<SyntheticEntity>& entities = california.entities();
  const auto count = static_cast<int>(entities.size());
  for (int attempt = 0; attempt < 50; ++attempt) {
    const int candidate = near ? home - 20 + dice.Below(41) : dice.Below(count);
    if (candidate < 0 || candidate >= count || candidate == home) continue;
    if (entities[candidate].cds.IsSchool() && entities[candidate].high_school) return candidate;
  }
  return -1;
}

}  // namespace

std::vector<SyntheticOutcome> MakeOutcomes(const SyntheticCalifornia& california, uint64_t seed,
                                           const SyntheticStudent& student, int class_year,
                                           int file_year) {
  Dice dice(seed, static_cast<uint64_t>(student.id), kOutcomeDice);
  const int home = student.stays.front().school;
  std::vector<SyntheticOutcome> outcomes;
  SyntheticOutcome last{.school = home, .class_year = class_year};
  if (dice.Percent(12)) {
    const int other = OtherHighSchool(california, home, dice.Percent(50), dice);
    if (other >= 0) {
      outcomes.push_back({.school = home,
                          .class_year = class_year,
                          .exit = absl::StrCat(class_year - 1, "0120"),
                          .exit_reason = "T160",
                          .enrolled_later = true});
      last.school = other;
    }
  }
  const Ending& ending = ThrowEnding(dice);
  const Ending& fifth_year = ThrowEnding(dice);
  last.exit_reason = ending.reason;
  last.completion = ending.completion;
  if (*ending.month_day != '\0') last.exit = absl::StrCat(class_year, ending.month_day);
  if (last.exit.empty() && file_year > class_year) {
    // Still enrolled after four years: the fifth ends in one way or another.
    last.exit_reason = fifth_year.reason;
    last.completion = fifth_year.completion;
    if (*fifth_year.month_day != '\0') last.exit = absl::StrCat(file_year, fifth_year.month_day);
  }
  outcomes.push_back(last);
  return outcomes;
}

void EndLastYear(const SyntheticCalifornia& california, uint64_t seed, int year,
                 SyntheticStudent& student) {
  SyntheticStay& last = student.stays.back();
  if (student.grade != "12" || !last.exit.empty()) return;
  Dice dice(seed, static_cast<uint64_t>(student.id), static_cast<uint64_t>(year), kEndDice);
  const Ending& ending = ThrowEnding(dice);
  last.exit_reason = ending.reason;
  last.completion = ending.completion;
  if (*ending.month_day != '\0') last.exit = absl::StrCat(year, ending.month_day);
  if (!california.entities()[last.school].alternative) return;
  // 10 March to 7 June are 90 days, 9 May to 7 June thirty.
  constexpr const char* kStarts[] = {"0309", "0310", "0311", "0508", "0509", "0510"};
  if (dice.Percent(60)) last.start = absl::StrCat(year, kStarts[dice.Below(std::size(kStarts))]);
  if (dice.Percent(20)) last.enrollment_status = 40;
}

}  // namespace sos::suite
