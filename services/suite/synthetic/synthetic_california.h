// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_SYNTHETIC_SYNTHETIC_CALIFORNIA_H_
#define SOS_SERVICES_SUITE_SYNTHETIC_SYNTHETIC_CALIFORNIA_H_

#include <cstdint>
#include <string>
#include <vector>

#include "common/education/cds_code.h"
#include "common/education/indicator.h"
#include "common/education/student_group.h"

namespace sos::suite {

// A made-up school, district or county office: none has the code of a real one. All lie in counties
// that do not exist, but for those of a whole state, which has as many counties as the real one.
struct SyntheticEntity {
  CdsCode cds;
  std::string name;
  std::string district_name;
  std::string county_name;
  bool charter = false;
  bool county_office = false;
  bool alternative = false;
  // `type` of the suspension files.
  std::string school_type;
  // Grades 9 to 12 only: the high school tables, graduation and college/career.
  bool high_school = false;
  // Students of a year, all groups together.
  int64_t enrollment = 0;
  // Schools that a district's figures are made of, by index; empty for schools.
  std::vector<int> members;
};

// What one group of one entity did on one indicator in one year.
struct SyntheticMeasure {
  int64_t numerator = 0;
  int64_t denominator = 0;
  // Academic and science only: the mean distance from standard (or points), in tenths.
  int64_t mean_tenths = 0;
};

// A made-up part of California: the same seed gives the same schools, students and figures.
//
// Figures are plausible, not true: groups have sizes and gaps, districts differ, years drift. Sums
// hold: a district's figures are those of its schools that are no charters.
class SyntheticCalifornia {
 public:
  enum class Scale {
    // One county with seven LEAs and two dozen schools.
    kCounty,
    // Three counties with six LEAs each: students move between counties.
    kRegion,
    // 58 counties, about 1,000 LEAs and 10,000 schools, six million students.
    kState,
  };

  SyntheticCalifornia(Scale scale, uint64_t seed);

  const std::vector<SyntheticEntity>& entities() const { return entities_; }

  // Whether the entity is measured on the indicator at all.
  bool Has(const SyntheticEntity& entity, Indicator indicator) const;
  SyntheticMeasure Measure(const SyntheticEntity& entity, Indicator indicator, StudentGroup group,
                           int year) const;

 private:
  void AddDistrict(int county, const std::string& county_name, int number, int school_count);
  SyntheticMeasure MeasureSchool(const SyntheticEntity& school, Indicator indicator,
                                 StudentGroup group, int year) const;
  // A number from 0 to `below` - 1 that depends on nothing but the seed and the arguments.
  uint64_t Draw(uint64_t below, absl::string_view what, uint64_t a, uint64_t b = 0,
                uint64_t c = 0) const;

  const uint64_t seed_;
  std::vector<SyntheticEntity> entities_;
};

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_SYNTHETIC_SYNTHETIC_CALIFORNIA_H_
