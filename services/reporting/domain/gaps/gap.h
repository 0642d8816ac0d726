// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOMAIN_GAPS_GAP_H_
#define SOS_SERVICES_REPORTING_DOMAIN_GAPS_GAP_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"

// Where the gap between a student group and others lies: in which schools, and whether because the
// group fares worse than others of the same school (within) or because more of its students go to
// schools where everybody fares worse (between).
//
// Rates are numbers of students out of students, and parts are in hundredths of a percentage point.
// Of a rate that counts what is not wanted, such as suspension, a gap above 0 is the group's harm;
// of graduation, one below 0 is.
namespace sos::reporting::gaps {

// Students counted, of how many.
struct Counts {
  int64_t numerator = 0;
  int64_t denominator = 0;
};

// A school that has rows both of the group and of all of its students.
struct SchoolCounts {
  Counts group;
  Counts all;
};

// With whom a group is compared: all students, it among them, or all others.
enum class Comparison { kAll, kRest };

// A school's part of a gap.
struct GapPart {
  // The group's rate at the school against everybody's there, by the share of the group that is
  // there.
  int64_t within = 0;
  // Everybody's rate at the school, by how much more of the group is there than of all.
  int64_t between = 0;
};

struct Gap {
  // The rate of the group minus that of the others, rounded once. Parts add up to it exactly: each
  // is rounded up or down so that they do.
  int64_t total = 0;
  // In the order of the schools.
  std::vector<GapPart> schools;
  // What lies in no school row: students of schools whose row of the group is not shown, those who
  // count at the LEA alone, and, below 0, those who count at several schools.
  int64_t in_no_school = 0;
};

// The gap of a group of an entity, by the schools that have rows of it.
//
// Nullopt if the group or those it is compared with have no students, if a numerator is above its
// denominator or negative, or if a count is above kMaxStudents.
std::optional<Gap> DecomposeGap(Counts group, Counts all, absl::Span<const SchoolCounts> schools,
                                Comparison comparison);

// More than California has; beyond it exact arithmetic could overflow.
inline constexpr int64_t kMaxStudents = 10'000'000;

// A mean of scores, of which only tenths of a point are published.
struct Mean {
  int64_t tenths = 0;
  int64_t students = 0;
};

struct SchoolMeans {
  Mean group;
  Mean all;
};

// A part in hundredths of a point, with how far it may be off because means were rounded.
struct BoundedPart {
  int64_t value = 0;
  int64_t bound = 0;
};

struct MeanGapPart {
  BoundedPart within;
  BoundedPart between;
};

struct MeanGap {
  BoundedPart total;
  std::vector<MeanGapPart> schools;
  // The rest, so that parts add up to the total exactly.
  BoundedPart in_no_school;
};

// The same of means, against all students. Nullopt likewise, or for a mean beyond
// kGreatestMeanTenths.
std::optional<MeanGap> DecomposeMeanGap(Mean group, Mean all,
                                        absl::Span<const SchoolMeans> schools);

// Points on scales of tests stay far below.
inline constexpr int64_t kGreatestMeanTenths = 100'000;

}  // namespace sos::reporting::gaps

#endif  // SOS_SERVICES_REPORTING_DOMAIN_GAPS_GAP_H_
