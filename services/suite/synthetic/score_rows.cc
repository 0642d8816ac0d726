// SPDX-License-Identifier: Apache-2.0
#include "services/suite/synthetic/score_rows.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/suite/synthetic/dice.h"
#include "services/suite/synthetic/synthetic_person.h"

namespace sos::suite {
namespace {

// Record types, and what sets the scores of one file apart from the others.
constexpr int kLanguageArts = 1;
constexpr int kMathematics = 2;
constexpr int kAlternateLanguageArts = 3;
constexpr int kAlternateMathematics = 4;
constexpr int kAlternateScience = 5;
constexpr int kScience = 6;
constexpr int kElpac = 21;
constexpr uint64_t kScoreSeed = 0x5C04E5;

// Of 1000 students with disabilities, so many take the alternate assessments.
constexpr int kAlternatePerThousand = 120;

struct Scale {
  int lowest;
  int highest;
};

// The scores of a grade; nullopt for a grade that is not tested.
std::optional<Scale> ScaleOf(int test, int grade) {
  static constexpr Scale kArts[] = {{2115, 2650}, {2140, 2690}, {2200, 2730},
                                    {2230, 2770}, {2260, 2810}, {2290, 2850}};
  static constexpr Scale kMath[] = {{2190, 2660}, {2205, 2700}, {2220, 2740},
                                    {2235, 2780}, {2250, 2820}, {2265, 2860}};
  const bool elementary = grade >= 3 && grade <= 8;
  switch (test) {
    case kLanguageArts:
      if (elementary) return kArts[grade - 3];
      return grade == 11 ? std::optional<Scale>({2300, 2900}) : std::nullopt;
    case kMathematics:
      if (elementary) return kMath[grade - 3];
      return grade == 11 ? std::optional<Scale>({2280, 2900}) : std::nullopt;
    case kScience:
      if (grade == 5) return Scale{150, 250};
      if (grade == 8) return Scale{350, 450};
      return grade == 11 ? std::optional<Scale>({550, 650}) : std::nullopt;
    default:
      if (grade != 11 && !elementary) return std::nullopt;
      return Scale{grade == 11 ? 900 : grade * 100, (grade == 11 ? 900 : grade * 100) + 99};
  }
}

int AlternateOf(int test) {
  return test == kLanguageArts  ? kAlternateLanguageArts
         : test == kMathematics ? kAlternateMathematics
                                : kAlternateScience;
}

std::string Word(bool yes) { return yes ? "Yes" : "No"; }

// `2024-08-14` of `20240814`; empty for no date.
std::string DashDate(const std::string& date) {
  if (date.size() != 8) return "";
  return absl::StrCat(date.substr(0, 4), "-", date.substr(4, 2), "-", date.substr(6));
}

std::string EthnicityCode(const SyntheticStudent& student) {
  if (student.hispanic) return "500";
  const std::vector<int> races = RacesOf(student);
  if (races.empty()) return "";
  return absl::StrCat(races.size() > 1 ? 800 : races.front() * 100);
}

// What became of a test.
struct Sitting {
  std::string condition;
  std::string attempted = "Y";
  std::string included = "Y";
  std::string score;
};

Sitting Sit(int test, const Scale& scale, bool english_learner, Dice& dice) {
  const int luck = dice.Below(1000);
  if (luck < 25) return {.condition = "NT", .attempted = "N", .included = "N"};
  if (luck < 35) return {.condition = "PGE", .attempted = "N", .included = "N"};
  if (luck < 38) return {.condition = "NTE", .attempted = "N", .included = "N"};
  if (luck < 45 && english_learner && test == kLanguageArts) {
    return {.condition = "NEL", .attempted = "N", .included = "E"};
  }
  if (luck < 55) {
    return {.condition = "LOSS", .included = "T", .score = absl::StrCat(scale.lowest)};
  }
  // The middle of the scale is reached most.
  const int third = (scale.highest - scale.lowest) / 3;
  const int score = scale.lowest + dice.Below(third) + dice.Below(third) + dice.Below(third);
  if (luck < 60) return {.included = "R", .score = absl::StrCat(score)};
  return {.score = absl::StrCat(score)};
}

// Everything but the scores that the rows of a student share.
struct Pupil {
  const SyntheticStudent& student;
  std::string district;
  std::string school;
  std::string accountable;
  std::string enrolled;
  std::string born;
};

std::string AcademicLine(const Pupil& pupil, int test, const Sitting& sitting) {
  const SyntheticStudent& student = pupil.student;
  const bool learner = student.language_status == "EL";
  const bool reclassified = student.language_status == "RFEP";
  return absl::StrJoin({absl::StrFormat("%02d", test),
                        absl::StrCat(student.id),
                        std::string(kSyntheticLastName),
                        LocalIdOf(student),
                        pupil.born,
                        student.grade,
                        student.grade,
                        pupil.district,
                        pupil.school,
                        pupil.accountable,
                        Word(student.special_education),
                        Word(learner),
                        learner ? DashDate(student.language_start) : "",
                        reclassified ? DashDate(student.language_start) : "",
                        pupil.enrolled,
                        student.language_status,
                        Word(HasDisadvantagedProgram(student) || HasParentsWithoutDiploma(student)),
                        EthnicityCode(student),
                        pupil.school,
                        sitting.condition,
                        sitting.attempted,
                        std::string(sitting.score.empty() ? "" : "V"),
                        sitting.included,
                        sitting.score,
                        std::string(sitting.score.empty() ? "9" : "2"),
                        LocalIdOf(student),
                        std::string(IsFosterYouth(student) ? "Yes" : ""),
                        Word(IsHomeless(student)),
                        std::string("ZZ")},
                       "^");
}

std::string LanguageLine(const Pupil& pupil, int grade, int year) {
  const SyntheticStudent& student = pupil.student;
  Dice dice(kScoreSeed, static_cast<uint64_t>(student.id), static_cast<uint64_t>(year), kElpac);
  const bool tested = !dice.Percent(3);
  const std::string score = tested ? absl::StrCat(1300 + 15 * grade + dice.Below(250)) : "NS";
  const bool before = grade > 0 && !dice.Percent(8);
  const std::string last_score = before ? absl::StrCat(1290 + 15 * grade + dice.Below(240)) : "NS";
  const std::string last_grade = !before      ? ""
                                 : grade == 1 ? "KN"
                                              : absl::StrFormat("%02d", grade - 1);
  return absl::StrJoin({absl::StrCat(kElpac),
                        absl::StrCat(student.id),
                        LocalIdOf(student),
                        std::string(kSyntheticLastName),
                        pupil.born,
                        student.grade,
                        grade == 0 ? std::string("KN") : absl::StrFormat("%02d", grade),
                        pupil.district,
                        pupil.school,
                        pupil.accountable,
                        DashDate(student.language_start),
                        std::string("EL"),
                        pupil.school,
                        std::string(tested ? "" : "NT"),
                        std::string(tested ? "Y" : "N"),
                        std::string(tested ? "Y" : "N"),
                        score,
                        std::string(tested ? "2" : "NS"),
                        last_grade,
                        last_score,
                        std::string(before ? "2" : "NS"),
                        std::string("ZZ")},
                       "^");
}

// Where and as what the student is tested: at the last school attended.
std::optional<Pupil> PupilOf(const SyntheticStudent& student, const SyntheticCalifornia& california,
                             int year) {
  const auto attended = [](const SyntheticStay& stay) {
    return stay.enrollment_status == 10 || stay.enrollment_status == 30;
  };
  const auto stay = std::find_if(student.stays.rbegin(), student.stays.rend(), attended);
  if (stay == student.stays.rend()) return std::nullopt;
  const std::string school(california.entities()[stay->school].cds.text());
  const BirthDate born = BirthDateOf(student, year);
  Pupil pupil{.student = student,
              .district = absl::StrCat(school.substr(0, 7), "0000000"),
              .school = school,
              .accountable = "",
              .enrolled = DashDate(stay->start),
              .born = absl::StrFormat("%04d-%02d-%02d", born.year, born.month, born.day)};
  if (student.special_education && student.accountable_district >= 0) {
    pupil.accountable = absl::StrCat(
        california.entities()[student.accountable_district].cds.text().substr(0, 7), "0000000");
  }
  return pupil;
}

}  // namespace

ScoreRows ScoreRowsOf(const SyntheticStudent& student, const SyntheticCalifornia& california,
                      int year) {
  const std::optional<Pupil> pupil = PupilOf(student, california, year);
  if (!pupil) return {};
  ScoreRows rows{.lea = pupil->district.substr(0, 7)};
  const int grade = GradeNumber(student);
  const bool learner = student.language_status == "EL";
  Dice who(kScoreSeed, static_cast<uint64_t>(student.id), static_cast<uint64_t>(year));
  const bool alternate = student.special_education && who.Below(1000) < kAlternatePerThousand;
  for (const int subject : {kLanguageArts, kMathematics, kScience}) {
    if (!ScaleOf(subject, grade)) continue;
    const int test = alternate ? AlternateOf(subject) : subject;
    Dice dice(kScoreSeed, static_cast<uint64_t>(student.id), static_cast<uint64_t>(year),
              static_cast<uint64_t>(subject));
    rows.academic.push_back(
        AcademicLine(*pupil, test, Sit(test, *ScaleOf(test, grade), learner, dice)));
  }
  const bool has_grade = grade > 0 || student.grade == "KN";
  if (learner && has_grade && grade <= 12)
    rows.language.push_back(LanguageLine(*pupil, grade, year));
  return rows;
}

}  // namespace sos::suite
