// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_RULEBOOK_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_RULEBOOK_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/decimal/decimal.h"
#include "common/education/indicator.h"
#include "common/education/student_group.h"
#include "services/indicator/domain/students/rules.h"

namespace sos::indicator {

// The rules of one Dashboard year. What every field means is written where its contract stands,
// sos/indicator/v1/rulebook.proto; here is what the rules work with.

inline constexpr int kLevels = 5;

// A level of a scale: the rounded values from `minimum` to `maximum`, both included.
struct Band {
  int level = 0;
  std::string label;
  std::optional<Tenths> minimum;
  std::optional<Tenths> maximum;
};

// Five levels that cover every value without gaps.
class Scale {
 public:
  // Accepts `bands`, level 1 first, if they are levels 1 to 5 and follow one another in steps of
  // 0.1, in either direction. Returns kInvalidArgument, naming the level, if not.
  static absl::StatusOr<Scale> Create(std::vector<Band> bands);

  // The level of `value`, 1 to 5.
  int Level(Tenths value) const {
    int position = 0;
    for (const int64_t start : starts_) position += value.count >= start ? 1 : 0;
    return ascending_ ? position + 1 : kLevels - position;
  }

  // Level 5 holds the highest values.
  bool ascending() const { return ascending_; }
  const Band& band(int level) const { return bands_[level - 1]; }

 private:
  std::vector<Band> bands_;
  // The first values of the four higher bands, ascending.
  std::array<int64_t, kLevels - 1> starts_ = {};
  bool ascending_ = true;
};

// Which rows use a table. All that is set must hold.
struct Selector {
  std::vector<std::string> school_types;
  bool high_school_cuts = false;
  bool alternative_or_county_office = false;
};

// Colors by status level and change level, both from 1.
class Grid {
 public:
  Color at(int status_level, int change_level) const {
    return cells_[status_level - 1][change_level - 1];
  }
  void set(int status_level, int change_level, Color color) {
    cells_[status_level - 1][change_level - 1] = color;
  }

 private:
  std::array<std::array<Color, kLevels>, kLevels> cells_ = {};
};

struct ScoreTable {
  std::string id;
  Selector selector;
  Scale status_scale;
  // Absent in status-only years.
  std::optional<Scale> change_scale;
  Grid grid;
};

enum class Publication { kColor, kStatusOnly, kValuesOnly };
enum class Measurement { kCounts, kGiven };

struct SizeRule {
  int64_t minimum_for_status = 0;
  int64_t minimum_for_color = 0;
  int64_t minimum_for_color_of_small_groups = 0;
  std::vector<StudentGroup> small_groups;
  bool pair_share_skips_prior = false;
  bool tests_test_counts = false;
};

struct SmallPopulationRule {
  int64_t below = 0;
  bool all_students_only = false;
};

// What flagged rows get. Exactly one effect is set.
struct Override {
  // A row is flagged if it has any of these MeasureFlag bits, or is a DASS school.
  int32_t flags = 0;
  bool alternative_school = false;

  std::optional<Color> color;
  int box = 0;
  std::optional<int> status_level;
  std::optional<int> maximum_status_level;
  std::string undetermined_reason;
  bool status_level_undetermined = false;
};

// Published cells that no rule explains.
struct KnownException {
  enum class Pattern { kAlternativeSchoolWithoutChange, kZeroChangeWithoutStatus };
  std::string reason;
  Pattern pattern = Pattern::kAlternativeSchoolWithoutChange;
};

// What holds of the state's own row only.
struct StateRowRule {
  std::string school_type;
  std::vector<StudentGroup> uncolored_groups;
};

struct IndicatorRules {
  Indicator indicator = Indicator::kGraduation;
  Publication publication = Publication::kColor;
  Measurement measurement = Measurement::kCounts;
  std::string unit;
  std::string status_name;
  std::optional<Tenths> status_cap;
  bool raw_change_level_published = false;
  int64_t raw_change_level_published_below = 0;
  SizeRule size;
  std::optional<SmallPopulationRule> small_population;
  std::vector<StudentGroup> uncolored_groups;
  std::vector<StudentGroup> undecided_groups;
  std::string undecided_groups_reason;
  std::optional<StateRowRule> state_row;
  std::vector<ScoreTable> tables;
  std::vector<Override> overrides;
  std::vector<KnownException> known_exceptions;
  // How the counts are made from student records. Absent: only published counts serve.
  std::optional<records::Calculation> calculation;
};

struct Rulebook {
  std::string name;
  int dashboard_year = 0;
  std::vector<IndicatorRules> indicators;

  // The rules of `indicator`; null if it was not published that year.
  const IndicatorRules* Find(Indicator indicator) const;
};

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_RULEBOOK_H_
