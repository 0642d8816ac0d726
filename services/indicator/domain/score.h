// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_SCORE_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_SCORE_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "common/decimal/decimal.h"
#include "common/education/indicator.h"
#include "common/education/student_group.h"
#include "services/indicator/domain/rulebook.h"

namespace sos::indicator {

// A count that the files do not give.
inline constexpr int64_t kNoCount = -1;

// Bits of Measure::flags; those of sos.ingestion.v1.MeasureBlock.Flag.
inline constexpr int32_t kFlagHighSchoolCuts = 8;
inline constexpr int32_t kFlagPairShare = 16;
inline constexpr int32_t kFlagLowerBound = 128;

// The input columns of one row. The state's answers are not among them.
struct Measure {
  StudentGroup group = StudentGroup::kAll;
  // The row is the state's own.
  bool state_row = false;
  // The row is about a district or county office itself.
  bool lea_row = false;
  bool county_office = false;
  bool alternative = false;
  absl::string_view school_type;
  int32_t flags = 0;
  int64_t current_numerator = kNoCount;
  int64_t current_denominator = kNoCount;
  int64_t prior_numerator = kNoCount;
  int64_t prior_denominator = kNoCount;
  int64_t current_test_count = kNoCount;
  int64_t prior_test_count = kNoCount;
  // Read only where the rules say that status and change are given.
  std::optional<Tenths> given_status;
  std::optional<Tenths> given_prior_status;
  std::optional<Tenths> given_change;
};

// What the rules make of a row.
struct Score {
  std::optional<Tenths> status;
  std::optional<Tenths> prior_status;
  std::optional<Tenths> change;
  // 1 (worst) to 5; 0 for none.
  int status_level = 0;
  // As the year's files print it.
  int change_level = 0;
  // As the grid uses it.
  int grid_change_level = 0;
  Color color = Color::kNone;
  // ((5 - status level) * 5 + grid change level) * 10; 0 without color.
  int box = 0;
  bool small_population = false;
  bool current_size_met = false;
  bool prior_size_met = false;
  // The table that was used; null where there is none.
  const ScoreTable* table = nullptr;
  // The override that applied; null where none did.
  const Override* applied_override = nullptr;
  // Why color and box (and, by some rules, the status level) cannot be decided. Empty if they are.
  absl::string_view undetermined_reason;
  bool status_level_undetermined = false;
  // The exception that published cells of such a row are known for. Empty if none.
  absl::string_view exception_reason;
};

// Applies one indicator's rules to one row. The result points into `rules`, which must outlive it.
//
// The steps are those of the state's technical guide, which each rulebook cites: status and change
// from unrounded numbers, each rounded once; levels from rounded values; the small-population
// method on the change level; the grid; blanks where students are too few; overrides.
Score ScoreMeasure(const Measure& measure, const IndicatorRules& rules);

// The number of students that the n-size test looks at, now and a year before.
int64_t CurrentSize(const Measure& measure, const SizeRule& rule);
int64_t PriorSize(const Measure& measure, const SizeRule& rule);

// The number that suffices for a color.
int64_t MinimumForColor(const Measure& measure, const SizeRule& rule);

// The box of a cell.
constexpr int BoxOf(int status_level, int change_level) {
  return ((kLevels - status_level) * kLevels + change_level) * 10;
}

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_SCORE_H_
