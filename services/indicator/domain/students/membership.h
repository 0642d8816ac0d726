// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_MEMBERSHIP_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_MEMBERSHIP_H_

#include <bit>
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/indicator/domain/students/rules.h"

namespace sos::indicator::records {

// A set of student groups; every student of an entity is in ALL.
class GroupSet {
 public:
  constexpr GroupSet() = default;
  constexpr explicit GroupSet(StudentGroup group) : bits_(Bit(group)) {}

  // A set as a number, and back: for other replicas of the same program.
  constexpr uint32_t bits() const { return bits_; }
  static constexpr GroupSet FromBits(uint32_t bits) {
    GroupSet groups;
    groups.bits_ = bits;
    return groups;
  }

  constexpr bool Has(StudentGroup group) const { return (bits_ & Bit(group)) != 0; }
  constexpr GroupSet& operator|=(GroupSet other) {
    bits_ |= other.bits_;
    return *this;
  }
  // The groups that are in both.
  constexpr GroupSet Within(GroupSet other) const {
    GroupSet both;
    both.bits_ = bits_ & other.bits_;
    return both;
  }
  // The same groups without those of `other`.
  constexpr GroupSet Without(GroupSet other) const {
    GroupSet rest;
    rest.bits_ = bits_ & ~other.bits_;
    return rest;
  }

  // Calls `visit` with each group, in the order of the enum.
  template <typename Visit>
  constexpr void ForEach(Visit visit) const {
    for (uint32_t rest = bits_; rest != 0; rest &= rest - 1) {
      visit(static_cast<StudentGroup>(std::countr_zero(rest)));
    }
  }

  // An order that means nothing but is always the same.
  friend constexpr auto operator<=>(GroupSet, GroupSet) = default;

 private:
  static constexpr uint32_t Bit(StudentGroup group) {
    return uint32_t{1} << static_cast<int>(group);
  }

  uint32_t bits_ = 0;
};

constexpr GroupSet operator|(GroupSet a, GroupSet b) { return a |= b; }

// The eight race and ethnicity groups together: a student is in one of them, or in none.
GroupSet RaceGroups();

// The one race or ethnicity group of a student (METHODOLOGY.md): Hispanic if so reported; else the
// one race, or two or more races. `race_codes` are those of SINF 2.25 to 2.29, whose hundreds name
// the race; several codes of one race are one. Nullopt if nothing was reported.
std::optional<StudentGroup> RaceOf(bool hispanic, absl::Span<const int> race_codes);

// `EL` of 2, as the numbers of RECORD_FIELD_LANGUAGE_STATUS are, which must be in range. Empty for
// 0.
absl::string_view LanguageStatusWord(int64_t number);

// Looks up which groups a record makes its student a member of.
class Membership {
 public:
  explicit Membership(std::vector<GroupRule> rules) : rules_(std::move(rules)) {}

  GroupSet OfProgram(int program_code) const;
  GroupSet OfParentEducation(int level) const;
  // Of a status that began on `since`, as it stands on `until`, the end of the school year. A start
  // that nobody reported makes no one long-term.
  GroupSet OfLanguageStatus(absl::string_view status,
                            std::optional<std::chrono::year_month_day> since,
                            std::chrono::year_month_day until) const;
  GroupSet OfSpecialEducation() const;

  // The groups for which records of the school year `years_before` the one that counts still make
  // members: all for 0, fewer for more, none for a later year (below 0).
  GroupSet CountedFrom(int years_before) const;
  // How many school years the groups look back on, the one that counts included.
  int SchoolYears() const;

 private:
  std::vector<GroupRule> rules_;
};

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_MEMBERSHIP_H_
