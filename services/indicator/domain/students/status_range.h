// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_STATUS_RANGE_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_STATUS_RANGE_H_

#include <cstdint>
#include <optional>

#include "services/indicator/domain/students/tally.h"

namespace sos::indicator::records {

// What the counts of an entity and group are judged with.
struct RangeRules {
  // A mean of points, or else a rate.
  bool mean = false;
  // The fewest students with whom there is a status; at least 1.
  int64_t minimum_students = 1;
};

// What a status and a change can be, whichever part the students have whose part is not published
// (IsLeftOut). In tenths of a percent or point.
struct StatusRange {
  int64_t left_out = 0;
  // Of the year before.
  int64_t prior_left_out = 0;
  std::optional<int32_t> lowest;
  std::optional<int32_t> highest;
  // From the other end of the year before.
  std::optional<int32_t> lowest_change;
  std::optional<int32_t> highest_change;
  // With the points that practice puts in the place of theirs; of means only.
  std::optional<int32_t> stand_in;
  // With the mean that was published of such students of the entity the year before.
  std::optional<int32_t> held;

  friend bool operator==(const StatusRange&, const StatusRange&) = default;
};

// Nullopt where every student's part is known, in both years. `prior` is null without counts of the
// year before; `prior_alternate`, the published counts of the entity's students of the alternate
// assessment, where there are none.
std::optional<StatusRange> RangeOf(const Counts::Count& current, const Counts::Count* prior,
                                   const Counts::Count* prior_alternate, const RangeRules& rules);

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_STATUS_RANGE_H_
