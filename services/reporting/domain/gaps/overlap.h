// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOMAIN_GAPS_OVERLAP_H_
#define SOS_SERVICES_REPORTING_DOMAIN_GAPS_OVERLAP_H_

#include <cstdint>
#include <optional>

#include "services/reporting/domain/gaps/gap.h"

// A student of two groups counts in both. Where only the counts of each group are known, how many
// are in both is not, but it has bounds.
namespace sos::reporting::gaps {

struct Bounds {
  int64_t least = 0;
  int64_t most = 0;
};

struct Overlap {
  // Students in both groups, and those of them who were counted (suspended, graduated).
  Bounds students;
  Bounds counted;
};

// What can be said of the students in both groups of an entity, each bound reached by some students
// that give the same counts. Nullopt for counts that no students can give.
std::optional<Overlap> OverlapOf(const Counts& a, const Counts& b, const Counts& all);

}  // namespace sos::reporting::gaps

#endif  // SOS_SERVICES_REPORTING_DOMAIN_GAPS_OVERLAP_H_
