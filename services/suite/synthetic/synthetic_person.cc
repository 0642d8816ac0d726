// SPDX-License-Identifier: Apache-2.0
#include "services/suite/synthetic/synthetic_person.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/suite/synthetic/dice.h"

namespace sos::suite {
namespace {

constexpr uint64_t kPersonSeed = 0xB1247;
constexpr uint64_t kExaminationSeed = 0xA9EB;
// Kindergartners are five when the school year begins.
constexpr int kYearsBeforeGrade = 6;
constexpr int kFirstExaminedGrade = 11;
// Of 100 students of a grade, so many take examinations of AP, and of IB.
constexpr int kAdvancedPlacementPercent = 35;
constexpr int kBaccalaureatePercent = 6;

}  // namespace

std::string LocalIdOf(const SyntheticStudent& student) {
  return absl::StrFormat("L%X", student.id);
}

int GradeNumber(const SyntheticStudent& student) {
  int grade = 0;
  // TK and KN are none of the numbers.
  (void)absl::SimpleAtoi(student.grade, &grade);
  return grade;
}

BirthDate BirthDateOf(const SyntheticStudent& student, int school_year) {
  Dice dice(kPersonSeed, static_cast<uint64_t>(student.id));
  return {.year = school_year - GradeNumber(student) - kYearsBeforeGrade,
          .month = 1 + dice.Below(12),
          .day = 1 + dice.Below(28)};
}

ExaminationRows ExaminationRowsOf(const SyntheticStudent& student, int school_year) {
  ExaminationRows rows;
  if (GradeNumber(student) < kFirstExaminedGrade) return rows;
  const BirthDate born = BirthDateOf(student, school_year);
  Dice dice(kExaminationSeed, static_cast<uint64_t>(student.id));
  const std::string name = LocalIdOf(student);
  const bool last_grade = GradeNumber(student) > kFirstExaminedGrade;
  if (dice.Percent(kAdvancedPlacementPercent)) {
    const int first = 1 + dice.Below(5);
    const int second = 1 + dice.Below(5);
    // The file of the last grade has the examination of the year before, too.
    rows.advanced_placement.push_back(absl::StrCat(
        dice.Below(100'000'000), ",", kSyntheticLastName, ",", name, ",,",
        absl::StrFormat("%02d%02d%02d", born.month, born.day, born.year % 100), ",999901,",
        student.grade, ",", (school_year - (last_grade ? 1 : 0)) % 100, ",07,", first, ",",
        last_grade ? absl::StrCat(school_year % 100, ",36,", second) : ",,"));
  }
  if (last_grade && dice.Percent(kBaccalaureatePercent)) {
    const std::string who = absl::StrCat(
        school_year, ",MAY,c", dice.Below(1'000'000), ",", name, ",", kSyntheticLastName, ",",
        absl::StrFormat("%04d-%02d-%02d", born.year, born.month, born.day), ",");
    rows.baccalaureate.push_back(absl::StrCat(who, "BIOLOGY,HL,", 1 + dice.Below(7), ",D"));
    rows.baccalaureate.push_back(absl::StrCat(who, "HISTORY,HL,", 1 + dice.Below(7), ",D"));
  }
  return rows;
}

}  // namespace sos::suite
