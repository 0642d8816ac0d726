#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_EVIDENCE_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_EVIDENCE_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "common/decimal/decimal.h"
#include "common/education/cds_code.h"
#include "common/education/indicator.h"
#include "common/education/student_group.h"
#include "services/eligibility/domain/outcome.h"
#include "services/eligibility/domain/rulebook.h"

namespace sos::eligibility {

// Where a performance comes from; the values are those of Evidence.Origin less one.
enum class Origin { kResult, kRedList, kNoRow, kMissing };

// What is known of one group's performance on one indicator: the colours and the status levels that
// are still possible. A known one is a set of one; an unknown one is all of them.
struct Performance {
  Origin origin = Origin::kMissing;
  Mask colors = kAllValues;
  // A level counts only where the number of students suffices for a colour; else it is 0.
  Mask status_levels = kAllValues;
  std::optional<Tenths> status;
  std::optional<Tenths> change;
  // Students in the denominator; -1 where not known.
  int64_t student_count = -1;
  // The result is undetermined by its own rules.
  bool undetermined = false;
};

using GroupEvidence = std::array<Performance, kIndicatorCount>;

// How an LEA was rated on a local indicator in one year.
enum class LocalRating { kMet, kNotMet, kNotMetTwoOrMoreYears, kNotApplicable };

// Letters of one year, from a published file.
struct PublishedYear {
  std::map<StudentGroup, char> letters;
  // The status in the words of the file; empty where it prints none.
  std::string status;
};

// Everything that is known of one LEA in one year.
struct LeaYear {
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
  // The LEA certified late (method 4).
  Outcome late_certification = Outcome::kInsufficientData;

  const GroupEvidence& EvidenceOf(StudentGroup group) const {
    const auto found = groups.find(group);
    return found == groups.end() ? default_evidence : found->second;
  }
};

// One LEA with all the years that a determination may look at.
struct LeaHistory {
  CdsCode cds;
  std::map<int, LeaYear> years;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_EVIDENCE_H_
