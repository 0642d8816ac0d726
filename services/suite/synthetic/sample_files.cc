// SPDX-License-Identifier: Apache-2.0
#include "services/suite/synthetic/sample_files.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/decimal/decimal.h"
#include "common/education/indicator.h"
#include "common/education/minimum_shown.h"
#include "common/education/student_group.h"
#include "common/private_files/private_files.h"
#include "common/status/macros.h"

namespace sos::suite {
namespace {

// Long-term English learners are a group from this Dashboard on.
constexpr int kFirstLtelYear = 2024;

struct FileKind {
  Indicator indicator;
  const char* stem;
};
constexpr FileKind kKinds[] = {
    {Indicator::kChronicAbsenteeism, "chronicdownload"},  {Indicator::kSuspension, "suspdownload"},
    {Indicator::kEnglishLearnerProgress, "elpidownload"}, {Indicator::kGraduation, "graddownload"},
    {Indicator::kEnglishLanguageArts, "eladownload"},     {Indicator::kMathematics, "mathdownload"},
    {Indicator::kCollegeCareer, "ccidownload"},
};

bool IsAcademic(Indicator indicator) {
  return indicator == Indicator::kEnglishLanguageArts || indicator == Indicator::kMathematics;
}

// Whether the year publishes the status only: all of 2022, and college/career in 2023.
bool StatusOnly(Indicator indicator, int year) {
  return year == 2022 || (indicator == Indicator::kCollegeCareer && year == 2023);
}

// Whether the year publishes the indicator.
bool Published(Indicator indicator, int year) {
  return indicator != Indicator::kCollegeCareer || year != 2022;
}

std::vector<StudentGroup> GroupsOf(Indicator indicator, int year) {
  if (indicator == Indicator::kEnglishLearnerProgress) {
    std::vector<StudentGroup> groups = {StudentGroup::kEnglishLearners};
    if (year >= kFirstLtelYear) groups.push_back(StudentGroup::kLongTermEnglishLearners);
    return groups;
  }
  std::vector<StudentGroup> groups;
  for (int g = 0; g <= static_cast<int>(StudentGroup::kHomeless); ++g) {
    const auto group = static_cast<StudentGroup>(g);
    if (group != StudentGroup::kLongTermEnglishLearners || year >= kFirstLtelYear)
      groups.push_back(group);
  }
  return groups;
}

// The columns of a file after those that all have.
std::string MeasureHeader(Indicator indicator, int year) {
  if (indicator == Indicator::kCollegeCareer && StatusOnly(indicator, year)) {
    return "currdenom\tcurrstatus\tcurr_prep";
  }
  if (StatusOnly(indicator, year)) {
    return IsAcademic(indicator) ? "currdenom\tcurrstatus\thscutpoints"
                                 : "currnumer\tcurrdenom\tcurrstatus";
  }
  if (indicator == Indicator::kCollegeCareer) {
    return "currdenom\tcurrstatus\tpriordenom\tpriorstatus\tchange\tcurr_prep\tprior_prep";
  }
  if (IsAcademic(indicator)) {
    return "currdenom\tcurrstatus\tpriordenom\tpriorstatus\tchange\thscutpoints";
  }
  return "currnumer\tcurrdenom\tcurrstatus\tpriornumer\tpriordenom\tpriorstatus\tchange";
}

std::string Rate(const SyntheticMeasure& measure) {
  if (measure.denominator < kMinimumShown) return "";
  return ToString(RoundedPercent({measure.numerator, measure.denominator}));
}

std::string RateChange(const SyntheticMeasure& current, const SyntheticMeasure& prior) {
  if (current.denominator < kMinimumShown || prior.denominator < kMinimumShown) return "";
  return ToString(RoundedPercentChange({current.numerator, current.denominator},
                                       {prior.numerator, prior.denominator}));
}

std::string Mean(const SyntheticMeasure& measure) {
  return measure.denominator < kMinimumShown ? "" : ToString(Tenths{measure.mean_tenths});
}

std::string StatusOnlyCells(const SyntheticEntity& entity, Indicator indicator,
                            const SyntheticMeasure& current) {
  if (IsAcademic(indicator)) {
    return absl::StrCat(current.denominator, "\t", Mean(current), "\t",
                        entity.high_school ? "Y" : "");
  }
  const std::string numerator =
      current.denominator >= kMinimumShown ? absl::StrCat(current.numerator) : "";
  if (indicator == Indicator::kCollegeCareer) {
    return absl::StrCat(current.denominator, "\t", Rate(current), "\t", numerator);
  }
  return absl::StrCat(numerator, "\t", current.denominator, "\t", Rate(current));
}

std::string MeasureCells(const SyntheticEntity& entity, Indicator indicator,
                         const SyntheticMeasure& current, const SyntheticMeasure& prior) {
  const bool shown = current.denominator >= kMinimumShown;
  const bool prior_shown = prior.denominator >= kMinimumShown;
  if (IsAcademic(indicator)) {
    const std::string change =
        shown && prior_shown ? ToString(Tenths{current.mean_tenths - prior.mean_tenths}) : "";
    return absl::StrCat(current.denominator, "\t", Mean(current), "\t", prior.denominator, "\t",
                        Mean(prior), "\t", change, "\t", entity.high_school ? "Y" : "");
  }
  const std::string numerator = shown ? absl::StrCat(current.numerator) : "";
  const std::string prior_numerator = prior_shown ? absl::StrCat(prior.numerator) : "";
  if (indicator == Indicator::kCollegeCareer) {
    return absl::StrCat(current.denominator, "\t", Rate(current), "\t", prior.denominator, "\t",
                        Rate(prior), "\t", RateChange(current, prior), "\t", numerator, "\t",
                        prior_numerator);
  }
  return absl::StrCat(numerator, "\t", current.denominator, "\t", Rate(current), "\t",
                      prior_numerator, "\t", prior.denominator, "\t", Rate(prior), "\t",
                      RateChange(current, prior));
}

std::string Flag(bool flag) { return flag ? "Y" : ""; }

std::string IndicatorFile(const SyntheticCalifornia& california, Indicator indicator, int year) {
  std::string text = absl::StrCat(
      "cds\trtype\tschoolname\tdistrictname\tcountyname\tcharter_flag\tcoe_flag\tdass_flag\ttype\t"
      "studentgroup\t",
      MeasureHeader(indicator, year), "\tindicator\treportingyear\n");
  for (const SyntheticEntity& entity : california.entities()) {
    if (!california.Has(entity, indicator)) continue;
    const bool school = entity.cds.IsSchool();
    const std::string front =
        absl::StrCat(entity.cds.text(), "\t", school ? "S" : "D", "\t", school ? entity.name : "",
                     "\t", entity.district_name, "\t", entity.county_name, "\t",
                     Flag(entity.charter), "\t", Flag(entity.county_office && !school), "\t",
                     Flag(entity.alternative), "\t", entity.school_type, "\t");
    for (const StudentGroup group : GroupsOf(indicator, year)) {
      const SyntheticMeasure current = california.Measure(entity, indicator, group, year);
      if (current.denominator == 0) continue;
      const SyntheticMeasure prior = california.Measure(entity, indicator, group, year - 1);
      absl::StrAppend(&text, front, kStudentGroups.Code(group), "\t",
                      StatusOnly(indicator, year) ? StatusOnlyCells(entity, indicator, current)
                                                  : MeasureCells(entity, indicator, current, prior),
                      "\t", kIndicators.Code(indicator), "\t", year, "\n");
    }
  }
  return text;
}

// One LEA has not met two local indicators for two years, so that a sample shows method 2.
std::string LocalFile(const SyntheticCalifornia& california, int priority, int year) {
  std::string text = "cdsCode\tlea\tpriorityNumber\tcountyPerformance\tyear\n";
  int number = 0;
  for (const SyntheticEntity& entity : california.entities()) {
    // Charter schools are rated, too.
    const bool school = entity.cds.IsSchool();
    if (school && !entity.charter) continue;
    const bool unmet = !school && ++number % 50 == 3 && (priority == 3 || priority == 6);
    absl::StrAppend(&text, entity.cds.text(), "\t", entity.name, "\t", priority, "\t",
                    unmet ? "Not Met For Two or More Years" : "Met", "\t", year, "\n");
  }
  return text;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> WriteSampleFiles(const SyntheticCalifornia& california,
                                                          const std::vector<int>& years,
                                                          const std::string& directory) {
  SOS_RETURN_IF_ERROR(MakePrivateDirectory(directory));
  std::vector<std::string> paths;
  for (const int year : years) {
    for (const FileKind& kind : kKinds) {
      if (!Published(kind.indicator, year)) continue;
      paths.push_back(absl::StrCat(directory, "/", kind.stem, year, "-synthetic.txt"));
      SOS_RETURN_IF_ERROR(
          WritePrivateFile(paths.back(), IndicatorFile(california, kind.indicator, year)));
    }
    for (const int priority : {1, 2, 3, 6, 7, 9, 10}) {
      paths.push_back(absl::StrCat(directory, "/priority", priority, "_", year, "-synthetic.txt"));
      SOS_RETURN_IF_ERROR(WritePrivateFile(paths.back(), LocalFile(california, priority, year)));
    }
  }
  return paths;
}

}  // namespace sos::suite
