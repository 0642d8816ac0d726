// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/membership.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <vector>

#include "absl/algorithm/container.h"

namespace sos::indicator::records {
namespace {

template <typename Applies>
GroupSet Matching(const std::vector<GroupRule>& rules, Applies applies) {
  GroupSet groups;
  for (const GroupRule& rule : rules) {
    if (applies(rule)) groups |= GroupSet(rule.group);
  }
  return groups;
}

// The race of a code, by its hundreds. Nullopt for a code of no race.
std::optional<StudentGroup> RaceOfCode(int code) {
  switch (code / 100) {
    case 1:
      return StudentGroup::kAmericanIndian;
    case 2:
      return StudentGroup::kAsian;
    case 3:
      return StudentGroup::kPacificIslander;
    case 4:
      return StudentGroup::kFilipino;
    case 6:
      return StudentGroup::kAfricanAmerican;
    case 7:
      return StudentGroup::kWhite;
    default:
      return std::nullopt;
  }
}

}  // namespace

GroupSet RaceGroups() {
  GroupSet races;
  for (int group = 0; group < kStudentGroupCount; ++group) {
    if (IsRaceOrEthnicity(static_cast<StudentGroup>(group))) {
      races |= GroupSet(static_cast<StudentGroup>(group));
    }
  }
  return races;
}

std::optional<StudentGroup> RaceOf(bool hispanic, absl::Span<const int> race_codes) {
  if (hispanic) return StudentGroup::kHispanic;
  std::optional<StudentGroup> only;
  for (const int code : race_codes) {
    const std::optional<StudentGroup> race = RaceOfCode(code);
    if (!race || race == only) continue;
    if (only) return StudentGroup::kTwoOrMoreRaces;
    only = race;
  }
  return only;
}

absl::string_view LanguageStatusWord(int64_t number) {
  static constexpr absl::string_view kWords[] = {"", "EO", "EL", "IFEP", "RFEP", "TBD", "ADEL"};
  return kWords[number];
}

GroupSet Membership::OfProgram(int program_code) const {
  return Matching(rules_, [&](const GroupRule& rule) {
    return absl::c_linear_search(rule.program_codes, program_code);
  });
}

GroupSet Membership::OfParentEducation(int level) const {
  return Matching(rules_, [&](const GroupRule& rule) {
    return absl::c_linear_search(rule.parent_education, level);
  });
}

GroupSet Membership::OfLanguageStatus(absl::string_view status,
                                      std::optional<std::chrono::year_month_day> since,
                                      std::chrono::year_month_day until) const {
  return Matching(rules_, [&](const GroupRule& rule) {
    const std::chrono::years years(rule.minimum_language_years);
    return absl::c_linear_search(rule.language_statuses, status) &&
           (years.count() == 0 || (since && *since + years <= until));
  });
}

GroupSet Membership::OfSpecialEducation() const {
  return Matching(rules_, [](const GroupRule& rule) { return rule.special_education; });
}

GroupSet Membership::CountedFrom(int years_before) const {
  return Matching(rules_, [&](const GroupRule& rule) {
    return years_before >= 0 && years_before < rule.school_years;
  });
}

int Membership::SchoolYears() const {
  int years = 1;
  for (const GroupRule& rule : rules_) years = std::max(years, rule.school_years);
  return years;
}

}  // namespace sos::indicator::records
