// SPDX-License-Identifier: Apache-2.0
#include "services/suite/synthetic/synthetic_california.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace sos::suite {
namespace {

// A state has as many counties as there are, and a region the first of them, by their numbers; the
// districts in them do not exist: no real one has a number from 60000 to 60099.
constexpr int kFirstCounty = 1;
constexpr int kStateCounties = 58;
constexpr int kDistrictsPerCounty = 18;
// One district of the state is as large as the state's large ones are: some 60,000 students.
constexpr int kLargeDistrictSchools = 110;
constexpr int kRegionCounties = 3;
constexpr int kDistrictsPerRegionCounty = 6;

// The share of each group among a school's students, in percent, before the district's own mix.
struct Share {
  StudentGroup group;
  int percent;
};
constexpr Share kShares[] = {
    {StudentGroup::kAll, 100},
    {StudentGroup::kAfricanAmerican, 6},
    {StudentGroup::kAmericanIndian, 1},
    {StudentGroup::kAsian, 9},
    {StudentGroup::kFilipino, 3},
    {StudentGroup::kHispanic, 52},
    {StudentGroup::kPacificIslander, 1},
    {StudentGroup::kWhite, 23},
    {StudentGroup::kTwoOrMoreRaces, 5},
    {StudentGroup::kEnglishLearners, 18},
    {StudentGroup::kLongTermEnglishLearners, 4},
    {StudentGroup::kSocioeconomicallyDisadvantaged, 60},
    {StudentGroup::kStudentsWithDisabilities, 13},
    {StudentGroup::kFosterYouth, 1},
    {StudentGroup::kHomeless, 4},
};

int PercentOf(StudentGroup group) {
  for (const Share& share : kShares) {
    if (share.group == group) return share.percent;
  }
  return 0;
}

// How much worse than all students a group does, in tenths of the indicator's gap.
int Gap(StudentGroup group) {
  switch (group) {
    case StudentGroup::kStudentsWithDisabilities:
    case StudentGroup::kHomeless:
    case StudentGroup::kFosterYouth:
    case StudentGroup::kLongTermEnglishLearners:
      return 10;
    case StudentGroup::kAfricanAmerican:
    case StudentGroup::kAmericanIndian:
    case StudentGroup::kEnglishLearners:
      return 7;
    case StudentGroup::kHispanic:
    case StudentGroup::kPacificIslander:
    case StudentGroup::kSocioeconomicallyDisadvantaged:
      return 3;
    case StudentGroup::kAsian:
    case StudentGroup::kFilipino:
      return -6;
    case StudentGroup::kWhite:
      return -3;
    default:
      return 0;
  }
}

// The indicator's level for all students and the width of a group's gap, both in tenths of a
// percent or point. A gap is added where lower is better and taken away where higher is.
struct Shape {
  int level;
  int gap;
  int spread;
  bool lower_is_better;
};
Shape ShapeOf(Indicator indicator) {
  switch (indicator) {
    case Indicator::kChronicAbsenteeism:
      return {200, 100, 80, true};
    case Indicator::kSuspension:
      return {32, 30, 30, true};
    case Indicator::kEnglishLearnerProgress:
      return {470, 60, 120, false};
    case Indicator::kGraduation:
      return {870, 100, 80, false};
    case Indicator::kEnglishLanguageArts:
      return {-130, 600, 450, false};
    case Indicator::kMathematics:
      return {-480, 600, 450, false};
    case Indicator::kCollegeCareer:
      return {450, 200, 150, false};
    case Indicator::kScience:
      return {480, 60, 60, false};
  }
  return {};
}

bool IsMean(Indicator indicator) {
  return indicator == Indicator::kEnglishLanguageArts || indicator == Indicator::kMathematics ||
         indicator == Indicator::kScience;
}

}  // namespace

uint64_t SyntheticCalifornia::Draw(uint64_t below, absl::string_view what, uint64_t a, uint64_t b,
                                   uint64_t c) const {
  uint64_t hash = seed_ ^ 0x9e3779b97f4a7c15;
  const auto mix = [&hash](uint64_t value) {
    hash ^= value + 0x9e3779b97f4a7c15 + (hash << 6) + (hash >> 2);
    hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;  // The finaliser of splitmix64.
    hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
    hash ^= hash >> 31;
  };
  for (const char letter : what) mix(static_cast<uint8_t>(letter));
  mix(a);
  mix(b);
  mix(c);
  return hash % below;
}

SyntheticCalifornia::SyntheticCalifornia(Scale scale, uint64_t seed) : seed_(seed) {
  if (scale == Scale::kCounty) {
    for (int district = 0; district < 7; ++district) {
      AddDistrict(99, "Synthetic", district, district == 0 ? 2 : 4);
    }
    return;
  }
  const bool state = scale == Scale::kState;
  const int counties = state ? kStateCounties : kRegionCounties;
  const int districts = state ? kDistrictsPerCounty : kDistrictsPerRegionCounty;
  const int schools = state ? 10 : 4;
  for (int county = 0; county < counties; ++county) {
    const std::string name = absl::StrCat("Synthetic ", county + 1);
    for (int district = 0; district < districts; ++district) {
      const bool large = state && county == 0 && district == 1;
      AddDistrict(kFirstCounty + county, name, district,
                  district == 0 ? 3
                  : large       ? kLargeDistrictSchools
                                : schools);
    }
  }
}

void SyntheticCalifornia::AddDistrict(int county, const std::string& county_name, int number,
                                      int school_count) {
  const bool county_office = number == 0;
  const uint64_t place = static_cast<uint64_t>(county) * 100 + number;
  // County offices carry codes that begin with 10, districts others.
  const std::string prefix =
      absl::StrFormat("%02d%05d", county, county_office ? 10000 + county : 60000 + number);
  SyntheticEntity district{.cds = *CdsCode::Parse(prefix + "0000000"),
                           .county_name = county_name,
                           .county_office = county_office,
                           .school_type = "UD"};
  const int kind = county_office ? 0 : static_cast<int>(Draw(10, "kind", place));
  if (county_office) {
    district.name = county_name + " County Office of Education";
  } else if (kind < 3) {
    district.name = absl::StrCat(county_name, " Valley ", number, " Elementary");
    district.school_type = "ED";
  } else if (kind < 4) {
    district.name = absl::StrCat(county_name, " Valley ", number, " Union High");
    district.school_type = "HD";
    district.high_school = true;
  } else {
    district.name = absl::StrCat(county_name, " Valley ", number, " Unified");
  }
  district.district_name = district.name;
  std::vector<SyntheticEntity> schools;
  for (int i = 0; i < school_count; ++i) {
    const bool high = district.high_school || county_office ||
                      (district.school_type == "UD" && i % 5 == 4) ||
                      (district.school_type == "UD" && school_count < 5 && i == 3);
    const bool middle = !high && i % 5 == 3;
    SyntheticEntity school{.cds = *CdsCode::Parse(absl::StrFormat("%s%07d", prefix, 100001 + i)),
                           .district_name = district.name,
                           .county_name = county_name,
                           .county_office = county_office,
                           .alternative = county_office || (high && Draw(8, "dass", place, i) == 0),
                           .high_school = high};
    school.charter = !county_office && Draw(10, "charter", place, i) == 0;
    school.school_type = high ? "HS" : (middle ? "MS" : "ES");
    school.name = absl::StrCat("Synthetic ",
                               county_office ? "Community"
                               : high        ? "High"
                               : middle      ? "Middle"
                                             : "Elementary",
                               " School ", number, "-", i + 1);
    school.enrollment =
        county_office
            ? 40 + static_cast<int64_t>(Draw(120, "size", place, i))
            : (high ? 500 : 250) + static_cast<int64_t>(Draw(high ? 1500 : 500, "size", place, i));
    schools.push_back(std::move(school));
  }
  // The district stands before its schools. Charter schools are no part of its figures.
  const auto first_school = static_cast<int>(entities_.size()) + 1;
  for (int i = 0; i < school_count; ++i) {
    if (!schools[i].charter) district.members.push_back(first_school + i);
  }
  entities_.push_back(std::move(district));
  for (SyntheticEntity& school : schools) entities_.push_back(std::move(school));
}

bool SyntheticCalifornia::Has(const SyntheticEntity& entity, Indicator indicator) const {
  switch (indicator) {
    case Indicator::kGraduation:
    case Indicator::kCollegeCareer:
      return entity.high_school || (!entity.cds.IsSchool() && entity.school_type == "UD");
    case Indicator::kChronicAbsenteeism:
      return !entity.high_school;
    default:
      return true;
  }
}

SyntheticMeasure SyntheticCalifornia::MeasureSchool(const SyntheticEntity& school,
                                                    Indicator indicator, StudentGroup group,
                                                    int year) const {
  if (!Has(school, indicator)) return {};
  uint64_t code = 0;
  for (const char digit : school.cds.text()) code = code * 10 + (digit - '0');
  const uint64_t district = code / 10'000'000;
  const auto i = static_cast<uint64_t>(indicator);
  const auto g = static_cast<uint64_t>(group);
  int64_t students = school.enrollment;
  if (indicator == Indicator::kGraduation || indicator == Indicator::kCollegeCareer) students /= 4;
  if (indicator == Indicator::kScience) students /= 3;
  const int percent = PercentOf(group);
  // Districts differ in their mix by up to half of a group's share.
  const int64_t mix =
      group == StudentGroup::kAll ? 100 : 50 + static_cast<int64_t>(Draw(101, "mix", district, g));
  const int64_t count =
      group == StudentGroup::kAll
          ? students
          : students * percent * mix / 10'000 + static_cast<int64_t>(Draw(3, "odd", code, g));
  SyntheticMeasure measure;
  measure.denominator = std::min(students, count);
  const Shape shape = ShapeOf(indicator);
  const auto centered = [&](uint64_t width, absl::string_view what, uint64_t a, uint64_t b,
                            uint64_t c) {
    return width == 0 ? 0
                      : static_cast<int64_t>(Draw(2 * width + 1, what, a, b, c)) -
                            static_cast<int64_t>(width);
  };
  const int64_t gap = static_cast<int64_t>(shape.gap) * Gap(group) / 10;
  int64_t value = shape.level + (shape.lower_is_better ? gap : -gap) +
                  centered(shape.spread, "district", district, i, 0) +
                  centered(shape.spread / 2, "school", code, i, g) +
                  centered(shape.spread / 4, "year", code * 31 + g, i, static_cast<uint64_t>(year));
  if (IsMean(indicator)) {
    if (indicator == Indicator::kScience) value = std::clamp<int64_t>(value, 50, 950);
    measure.mean_tenths = value;
  } else {
    value = std::clamp<int64_t>(value, 0, 1000);
    measure.numerator = measure.denominator * value / 1000;
  }
  return measure;
}

SyntheticMeasure SyntheticCalifornia::Measure(const SyntheticEntity& entity, Indicator indicator,
                                              StudentGroup group, int year) const {
  if (entity.members.empty()) return MeasureSchool(entity, indicator, group, year);
  SyntheticMeasure sum;
  int64_t weighted_tenths = 0;
  for (const int member : entity.members) {
    const SyntheticMeasure measure = MeasureSchool(entities_[member], indicator, group, year);
    sum.numerator += measure.numerator;
    sum.denominator += measure.denominator;
    weighted_tenths += measure.mean_tenths * measure.denominator;
  }
  if (sum.denominator > 0) sum.mean_tenths = weighted_tenths / sum.denominator;
  return sum;
}

}  // namespace sos::suite
