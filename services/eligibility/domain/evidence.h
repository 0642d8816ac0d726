// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_EVIDENCE_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_EVIDENCE_H_

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "common/decimal/decimal.h"
#include "common/education/cds_code.h"
#include "common/education/indicator.h"
#include "common/education/student_group.h"
#include "services/eligibility/domain/outcome.h"
#include "services/eligibility/domain/rule_parts.h"

namespace sos::eligibility {

// Where a performance comes from; its twin in the contract is Evidence.Origin.
enum class Origin : uint8_t { kResult, kRedList, kNoRow, kMissing, kPublishedColor };

// Why a performance is not known, if it is not.
enum class Silence : uint8_t {
  // No file of the indicator and year is loaded.
  kNotLoaded,
  // A file is, but it does not cover the county, or is of another LEA.
  kElsewhere,
  // It has no rows of such entities: of LEAs, of charter schools, of other schools.
  kNoSuchEntities,
  // It is a selection of rows, such as those of one student group or of some colors.
  kSelection,
  // It has no row of the student group.
  kNoSuchGroup,
  // No file of the year has any row of the entity.
  kEntityUnseen,
  // The rows of the entity's groups do not add up to all its students: some are missing.
  kIncomplete,
  // Another indicator has so many students of the group that a row must be missing here.
  kPartner,
  // The row was there and was refused.
  kRefused,
};

// What of a performance callers without the right to counts may see; its twin in the contract is
// education.v1.Disclosure.
enum class Disclosure : uint8_t { kShown, kChangeWithheld, kWithheld };

// The set of Red alone.
inline constexpr Mask kRedColor = Bit(static_cast<int>(Color::kRed));
// A status or change that is not known.
inline constexpr int32_t kNoTenths = std::numeric_limits<int32_t>::min();
inline constexpr int32_t kNoStudents = -1;

// What is known of one group's performance on one indicator: the colors and the status levels that
// are still possible. A known one is a set of one; an unknown one is all of them. A year of a state
// has some hundred thousand of these, so they are kept small.
struct Performance {
  Origin origin = Origin::kMissing;
  Mask colors = kAllValues;
  // A level counts only where the number of students suffices for a color; else it is 0.
  Mask status_levels = kAllValues;
  // The result is undetermined by its own rules.
  bool undetermined = false;
  Disclosure disclosure = Disclosure::kShown;
  // Where the origin is kMissing.
  Silence silence = Silence::kNotLoaded;
  int32_t status_tenths = kNoTenths;
  int32_t change_tenths = kNoTenths;
  // Students in the denominator.
  int32_t student_count = kNoStudents;

  friend bool operator==(const Performance&, const Performance&) = default;
};

using GroupEvidence = std::array<Performance, kIndicatorCount>;

// How an LEA was rated on a local indicator in one year.
enum class LocalRating { kMet, kNotMet, kNotMetTwoOrMoreYears, kNotApplicable };

// Letters of one year, from a published file.
struct PublishedYear {
  std::map<StudentGroup, char> letters;
  // The status in the words of the file; empty where it prints none.
  std::string status;
  // Methods that the file says the LEA met, or not.
  std::map<int, bool> methods;
};

// A school's support of one year, from a published ESSA file.
struct PublishedSupport {
  // Empty where the file prints none.
  std::string status;
  // Meaningful only if the file has columns for groups.
  std::set<StudentGroup> flagged;
  bool groups_listed = false;
  // Statuses of earlier years that the same file prints: what its exits go by.
  std::map<int, std::string> earlier_statuses;
};

// What the Equity Multiplier looks at.
struct MultiplierCounts {
  int64_t nonstable = 0;
  int64_t enrollment = 0;
  int64_t disadvantaged = 0;
  Outcome classroom_based = Outcome::kInsufficientData;
  int64_t adjustment_dollars = 0;
  // The statewide rate as the file prints it, in units of 10^-10 dollars.
  std::optional<int64_t> statewide_rate;
};

// A row that a file had and that was refused.
struct RefusedPlace {
  std::string file;
  int64_t line = 0;
};

// Everything that is known of one entity in one year.
struct EntityYear {
  // By group. A group that is not there has no known row: see `default_evidence`.
  std::map<StudentGroup, GroupEvidence> groups;
  // What holds for groups without an entry of their own.
  GroupEvidence default_evidence;
  // By priority. Absent: the LEA is not in the year's list.
  std::map<int, LocalRating> local_ratings;
  // The year's lists of local indicators that cover the LEA's county, by priority.
  std::map<int, bool> local_covered;
  // Absent: no file covers the LEA. With empty letters where it does and the LEA is not in it.
  std::optional<PublishedYear> published;
  // The status that a file of a later year prints of this one. Empty where there is none.
  std::string status_printed_later;
  // Absent: the school is in no published ESSA file of the year.
  std::optional<PublishedSupport> support;
  // The LEA certified late (method 4).
  Outcome late_certification = Outcome::kInsufficientData;
  // The average graduation rate that ESSA looks at, as published, in millionths of a percent.
  std::optional<int64_t> graduation_average_millionths;
  std::optional<MultiplierCounts> multiplier;
  // Students of the entity; kNoStudents where not known.
  int64_t enrollment = kNoStudents;
  // The suspension file says that the entity has grades before high school.
  bool has_younger_grades = false;
  // The first refused row of the entity, by indicator.
  std::map<Indicator, RefusedPlace> refused;

  const GroupEvidence& EvidenceOf(StudentGroup group) const {
    const auto found = groups.find(group);
    return found == groups.end() ? default_evidence : found->second;
  }
};

// What an entity is, as far as rules ask for it.
enum class EntityKind { kDistrict, kCountyOffice, kCharterSchool, kSchool };

// One LEA or school with all the years that a determination may look at.
struct EntityHistory {
  CdsCode cds;
  EntityKind kind = EntityKind::kDistrict;
  std::map<int, EntityYear> years;
  // Title I funds, by the year in which the school year ends.
  std::map<int, bool> title_i;
  // Graduation cohorts by Dashboard year: graduates and students.
  std::map<int, Fraction> cohorts;

  // The year's evidence; all unknown where there is none.
  const EntityYear& YearOf(int year) const;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_EVIDENCE_H_
