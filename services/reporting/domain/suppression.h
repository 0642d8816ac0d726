#ifndef SOS_SERVICES_REPORTING_DOMAIN_SUPPRESSION_H_
#define SOS_SERVICES_REPORTING_DOMAIN_SUPPRESSION_H_

#include <cstdint>
#include <map>
#include <set>

#include "common/education/student_group.h"

namespace sos::reporting {

// Groups with fewer students than this are masked in every report and export.
inline constexpr int64_t kMinimumShown = 11;

// The groups of one entity and indicator that must not be shown, given their numbers of students.
//
// Masked are groups under kMinimumShown, and the smallest further groups that keep a masked one
// from being worked out: where groups divide a parent that is shown (race and ethnicity divide all
// students; English learners are English learners only and reclassified; the tests taken divide all
// students), at least two parts are masked, and together they have at least kMinimumShown students.
// Where all students are masked, everything is.
std::set<StudentGroup> MaskedGroups(const std::map<StudentGroup, int64_t>& counts);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOMAIN_SUPPRESSION_H_
