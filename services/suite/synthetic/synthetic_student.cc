// SPDX-License-Identifier: Apache-2.0
#include "services/suite/synthetic/synthetic_student.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/suite/synthetic/dice.h"

namespace sos::suite {
namespace {

constexpr int64_t kFirstId = 1'000'000'000;
// More students than any school has.
constexpr int64_t kIdsPerSchool = 20'000;
constexpr int kYearDays = 180;
constexpr int kNoSchool = -1;

// What percentage of students has a trait. Plausible, not true.
constexpr int kHispanic = 52;
constexpr int kTwoRaces = 6;
constexpr int kDisadvantaged = 55;
constexpr int kEnglishLearners = 20;
constexpr int kSpecialEducation = 13;
constexpr int kOtherAccountableDistrict = 8;
constexpr int kMoveWithinDistrict = 4;
constexpr int kMoveElsewhere = 3;
constexpr int kShortStay = 4;
constexpr int kHourly = 3;
constexpr int kIncidents = 5;

// Races by share: code, percentage of those who are not Hispanic.
struct RaceShare {
  int code;
  int percent;
};
constexpr RaceShare kRaces[] = {{700, 48}, {600, 12}, {201, 9}, {205, 8},
                                {400, 7},  {299, 6},  {100, 3}, {301, 3}};

// Days in tenths, as a file prints them.
std::string DaysText(int tenths) {
  return tenths % 10 == 0 ? absl::StrCat(tenths / 10)
                          : absl::StrFormat("%d.%d", tenths / 10, tenths % 10);
}

// Days of absence in tenths: most students have few, some have many, many are near the border.
int AbsentTenths(int expected_tenths, Dice& dice) {
  const int kind = dice.Below(50);
  if (kind < 7) return 0;
  if (kind < 9) return expected_tenths / 10;       // Exactly ten percent.
  if (kind < 11) return expected_tenths / 10 - 1;  // A tenth of a day below.
  const int percent = kind < 43 ? dice.Below(10) : 10 + dice.Below(30);
  return expected_tenths * percent / 1000 * 10;
}

void FillDays(int expected_days, Dice& dice, SyntheticStay& stay) {
  const bool hourly = dice.Percent(kHourly);
  const int expected = expected_days * 10 + (hourly ? dice.Below(10) : 0);
  const int absent = std::min(AbsentTenths(expected, dice), expected);
  const int kind = dice.Below(10);
  const int excused = kind < 7 ? absent / 2 : absent;
  const int out = kind == 0 ? std::min(absent - excused, 20) : 0;
  const int study = kind == 1 ? (absent - excused - out) / 2 : 0;
  stay.expected = DaysText(expected);
  stay.attended = dice.Below(400) == 0 ? "0" : DaysText(expected - absent);
  stay.excused = DaysText(excused);
  stay.suspended_out = DaysText(out);
  stay.suspended_in = dice.Percent(2) ? "1" : "0";
  stay.incomplete_study = DaysText(study);
  stay.unexcused = DaysText(absent - excused - out - study);
  stay.exempt = dice.Below(200) == 0;
  stay.summarized = dice.Below(300) != 0;
}

// A school to which a student of `home` moves: of the same district, or of any other.
int OtherSchool(const SyntheticCalifornia& california, int home, bool same_district, Dice& dice) {
  const std::vector<SyntheticEntity>& entities = california.entities();
  const auto count = static_cast<int>(entities.size());
  for (int attempt = 0; attempt < 20; ++attempt) {
    const int near = home - 10 + dice.Below(21);
    const int candidate = same_district ? near : dice.Below(count);
    if (candidate < 0 || candidate >= count || candidate == home) continue;
    const SyntheticEntity& school = entities[candidate];
    if (!school.cds.IsSchool()) continue;
    if ((school.cds.Lea() == entities[home].cds.Lea()) == same_district) return candidate;
  }
  return kNoSchool;
}

void AddStays(const SyntheticCalifornia& california, int home, int year, Dice& dice,
              SyntheticStudent& student) {
  SyntheticStay first{.school = home, .start = absl::StrFormat("%d0815", year - 1)};
  const int move = dice.Below(100);
  int next = kNoSchool;
  if (move < kMoveWithinDistrict) next = OtherSchool(california, home, true, dice);
  if (move >= 100 - kMoveElsewhere) next = OtherSchool(california, home, false, dice);
  int days = kYearDays;
  if (next != kNoSchool) {
    // Some leave just before or after they have been expected for 31 days.
    days = dice.Percent(40) ? 29 + dice.Below(4) : 20 + dice.Below(140);
    first.exit = absl::StrFormat("%d0120", year);
    first.exit_reason = "T160";
  } else if (dice.Percent(kShortStay)) {
    days = 25 + dice.Below(12);
    first.enrollment_status = dice.Percent(50) ? 30 : 10;
    first.exit = absl::StrFormat("%d1020", year - 1);
    first.exit_reason = "T200";
  } else if (dice.Below(150) == 0) {
    first.enrollment_status = 20;  // A second enrollment elsewhere, which does not count.
  }
  FillDays(days, dice, first);
  student.stays.push_back(first);
  if (next == kNoSchool) return;
  SyntheticStay second{.school = next, .start = absl::StrFormat("%d0121", year)};
  FillDays(std::max(kYearDays - days, 1), dice, second);
  student.stays.push_back(second);
}

void AddResults(Dice& dice, SyntheticStudent& student) {
  constexpr int kCodes[] = {100, 100, 100, 110, 110, 200, 300, 400};
  constexpr const char* kDurations[] = {"0.1", "0.3", "0.5", "0.5", "0.9", "1", "2", "5"};
  if (!dice.Percent(kIncidents)) return;
  const int count = 1 + dice.Below(3);
  for (int i = 0; i < count; ++i) {
    const int stay = dice.Below(static_cast<int>(student.stays.size()));
    student.results.push_back({.stay = stay,
                               .incident = absl::StrCat("I", student.id, "-", i),
                               .code = kCodes[dice.Below(std::size(kCodes))],
                               .duration = kDurations[dice.Below(std::size(kDurations))]});
  }
}

// What stays with a student over the years.
void AddTraits(const SyntheticCalifornia& california, int home, int years_at_school, Dice& dice,
               SyntheticStudent& student, int year) {
  student.hispanic = dice.Percent(kHispanic);
  int throw_of_race = dice.Below(100);
  for (const RaceShare& race : kRaces) {
    throw_of_race -= race.percent;
    if (throw_of_race >= 0) continue;
    student.races.push_back(race.code);
    break;
  }
  if (!student.races.empty() && dice.Percent(kTwoRaces)) {
    student.races.push_back(student.races[0] == 700 ? 600 : 700);
  }
  student.parent_education = dice.Percent(15) ? 14 : 10 + dice.Below(4);
  if (dice.Percent(kDisadvantaged)) student.programs.push_back(dice.Percent(80) ? 181 : 182);
  if (dice.Percent(2)) student.programs.push_back(135);
  if (dice.Percent(4)) student.programs.push_back(191);
  if (dice.Percent(1)) student.programs.push_back(190);
  if (dice.Percent(6)) student.programs.push_back(127);
  const int language = dice.Below(100);
  student.language_status = language < kEnglishLearners ? "EL" : language < 35 ? "RFEP" : "EO";
  student.language_start =
      absl::StrFormat("%d0%d15", year - std::min(years_at_school, 9), 6 + dice.Below(4));
  student.special_education = dice.Percent(kSpecialEducation);
  if (student.special_education && dice.Percent(kOtherAccountableDistrict)) {
    const int other = OtherSchool(california, home, false, dice);
    if (other != kNoSchool) student.accountable_district = other;
  }
}

constexpr int kHomelessProgram = 191;

bool HasProgramOf(const SyntheticStudent& student, std::initializer_list<int> programs) {
  return std::any_of(programs.begin(), programs.end(), [&](int program) {
    return std::find(student.programs.begin(), student.programs.end(), program) !=
           student.programs.end();
  });
}

}  // namespace

SyntheticStudent MakeStudent(const SyntheticCalifornia& california, uint64_t seed, int home_school,
                             int ordinal, int year) {
  const SyntheticEntity& school = california.entities()[home_school];
  const int lowest = school.high_school ? 9 : school.school_type == "MS" ? 6 : 0;
  const int grades = school.high_school ? 4 : school.school_type == "MS" ? 3 : 6;
  // A student keeps its id and moves up a grade each year; who leaves makes room for a new one.
  const int cohort = (ordinal + grades * 1000 - year) % grades;
  const int grade_index = grades - 1 - cohort;
  const int generation = (year - grade_index) & 0x1F;
  SyntheticStudent student{.id = kFirstId + (int64_t{home_school} * kIdsPerSchool + ordinal) * 32 +
                                 generation};
  const int grade = lowest + grade_index;
  student.grade = grade == 0 ? (ordinal % 7 == 0 ? "TK" : "KN") : absl::StrFormat("%02d", grade);
  Dice traits(seed, static_cast<uint64_t>(student.id));
  AddTraits(california, home_school, grade + 1, traits, student, year);
  Dice dice(seed, static_cast<uint64_t>(student.id), static_cast<uint64_t>(year), 1);
  // Most homeless and foster youth are so in some years only.
  if (dice.Percent(60)) {
    std::erase_if(student.programs, [](int program) { return program == 190 || program == 191; });
  }
  AddStays(california, home_school, year, dice, student);
  AddResults(dice, student);
  return student;
}

bool IsHomeless(const SyntheticStudent& student) {
  return HasProgramOf(student, {kHomelessProgram});
}

bool IsFosterYouth(const SyntheticStudent& student) { return HasProgramOf(student, {190, 193}); }

bool HasDisadvantagedProgram(const SyntheticStudent& student) {
  return HasProgramOf(student, {135, 181, 182, kHomelessProgram, 193});
}

bool HasParentsWithoutDiploma(const SyntheticStudent& student) {
  constexpr int kNoHighSchoolGraduate = 14;
  return student.parent_education == kNoHighSchoolGraduate;
}

std::vector<int> RacesOf(const SyntheticStudent& student) {
  std::vector<int> races;
  for (const int race : student.races) {
    if (std::find(races.begin(), races.end(), race / 100) == races.end()) {
      races.push_back(race / 100);
    }
  }
  return races;
}

}  // namespace sos::suite
