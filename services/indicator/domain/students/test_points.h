// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_TEST_POINTS_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_TEST_POINTS_H_

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

#include "services/indicator/domain/students/rules.h"
#include "services/indicator/domain/students/standing.h"

namespace sos::indicator::records {

// What a score file says of one student's test.
struct TestResult {
  // The record type.
  int test = 0;
  Grade grade = kNoGrade;
  // 0 for none.
  int score = 0;
  Inclusion inclusion = Inclusion::kNotSaid;
  Condition condition = Condition::kNone;
  // The file says that the test was not attempted, or only one of its parts.
  bool not_attempted = false;
  // Enrolled from Census Day on, as far as is known.
  bool enrolled = false;
};

// How a test counts (METHODOLOGY.md).
struct TestStanding {
  // kDenominator for a score that counts, or else why it does not.
  Standing standing = Standing::kWithoutScore;
  // 0 for a score that does not count. Of the alternate assessment: what stands in for its points
  // in practice, those of the lowest score of the level above; kNoStandIn where nothing does.
  int points = 0;
  bool to_be_tested = false;
  bool tested = false;
};

// Of whom nothing says whether the test counts was neither tested nor missing.
TestStanding StandingOf(const TestResult& result, const TestScoreRules& rules);

// What stands for no points: fewer than there are.
inline constexpr int kNoStandIn = -1'000'000;

// The points that a student can have.
struct PointRange {
  int least = 0;
  int most = 0;

  friend bool operator==(const PointRange&, const PointRange&) = default;
};

// By grade, from the lowest to the highest score of the test; empty for grades without one.
using PointRanges = std::array<std::optional<PointRange>, kHighestGrade + 1>;
PointRanges RangesOf(const TestScoreRules& rules);

// Census Day of the school year that ends in `school_year`, as days since 1970-01-01.
int64_t CensusDayOf(const CensusDay& rule, int school_year);

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_TEST_POINTS_H_
