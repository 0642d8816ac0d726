// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_PROFILE_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_PROFILE_H_

#include <vector>

#include "absl/types/span.h"
#include "services/indicator/domain/students/share.h"

namespace sos::indicator::records {

// Says of each share of an LEA of which groups its student is, from what the LEA reports of the
// student, and which district is accountable for a student with disabilities.
//
// `last_years` has the last school year that counts of each share: the Dashboard's, or that of the
// student's class. Groups are those of any record in the years that each group looks back on. The
// race is the school's own report, or else the LEA's school with the greatest code; of several
// years, the latest.
void AddProfiles(const LeaRecords& records, const ShareContext& context,
                 absl::Span<const int> last_years, std::vector<Share>& shares);

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_PROFILE_H_
