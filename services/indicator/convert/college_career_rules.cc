// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/convert/college_career_rules.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/education/proto.h"
#include "common/rulebook/citation.h"
#include "common/status/macros.h"
#include "services/indicator/convert/rule_values.h"

namespace sos::indicator {
namespace {

// Levels 2, 3 and 4 begin somewhere.
constexpr size_t kLevelScores = 3;

const records::Calculation* CalculationOf(education::v1::Indicator indicator,
                                          const Rulebook& rules) {
  const std::optional<Indicator> known = FromProto(indicator);
  const IndicatorRules* const found = known ? rules.Find(*known) : nullptr;
  return found != nullptr && found->calculation ? &*found->calculation : nullptr;
}

// The test of an indicator, with the scores of the grade and their levels.
absl::Status TakeTest(education::v1::Indicator indicator, const Rulebook& rules,
                      records::Grade grade, int& test, records::ScoreStandard& standard,
                      std::vector<records::Inclusion>& scored) {
  const records::Calculation* const calculation = CalculationOf(indicator, rules);
  const records::TestScoreRules* const scores =
      calculation == nullptr ? nullptr : calculation->points();
  const auto problem = [indicator] {
    return absl::InvalidArgumentError(
        absl::StrCat("college_career: ", education::v1::Indicator_Name(indicator),
                     " has no test with levels of the grade"));
  };
  if (scores == nullptr) return problem();
  const auto found = std::find_if(scores->standards.begin(), scores->standards.end(),
                                  [grade](const records::ScoreStandard& one) {
                                    return grade >= one.lowest_grade && grade <= one.highest_grade;
                                  });
  if (found == scores->standards.end() || found->level_scores.size() != kLevelScores) {
    return problem();
  }
  test = scores->test;
  standard = *found;
  scored = scores->scored;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<records::CollegeCareerRules> ToCollegeCareer(const v1::CollegeCareerRules& proto) {
  SOS_RETURN_IF_ERROR(CheckCitation(proto.citation(), "college_career"));
  records::CollegeCareerRules rules{.tested_years_before = proto.tested_years_before()};
  SOS_ASSIGN_OR_RETURN(rules.tested_grade, ToGrade(proto.tested_grade()));
  if (rules.tested_years_before < 1) {
    return absl::InvalidArgumentError("college_career: tests are taken before the class ends");
  }
  for (const v1::CollegeCareerRules::Examination& examination : proto.examinations()) {
    if (examination.program() < 1 || examination.least_grade() < 1) {
      return absl::InvalidArgumentError(
          "college_career: an examination needs a program and the least grade that counts");
    }
    rules.examinations.push_back(
        {.program = examination.program(), .least_grade = examination.least_grade()});
  }
  for (const v1::CollegeCareerRules::Way& way : proto.ways()) {
    records::ReadinessMeasures measures = 0;
    for (const int measure : way.all_of()) {
      if (measure == v1::CollegeCareerRules::MEASURE_UNSPECIFIED ||
          !v1::CollegeCareerRules::Measure_IsValid(measure)) {
        return absl::InvalidArgumentError(
            absl::StrCat("college_career: ", measure, " is no measure"));
      }
      measures |= records::Bit(static_cast<records::ReadinessMeasure>(measure));
    }
    // A way that asks for nothing would make everybody prepared.
    if (measures == 0) return absl::InvalidArgumentError("college_career: a way without measures");
    rules.ways.push_back(measures);
  }
  if (rules.ways.empty()) return absl::InvalidArgumentError("college_career: no way");
  return rules;
}

absl::Status TakeOtherRules(const v1::CollegeCareerRules& proto, const Rulebook& rules,
                            records::CollegeCareerRules& college_career) {
  const records::Calculation* const graduation = CalculationOf(proto.cohort_of(), rules);
  if (graduation == nullptr || graduation->cohort() == nullptr || graduation->is_lower_bound()) {
    return absl::InvalidArgumentError("college_career: cohort_of has no rules of a cohort");
  }
  college_career.cohort = *graduation->cohort();
  // Readiness is judged by the class everywhere.
  college_career.cohort.one_year.reset();
  SOS_RETURN_IF_ERROR(TakeTest(proto.english_of(), rules, college_career.tested_grade,
                               college_career.english_test, college_career.english_standard,
                               college_career.scored));
  const std::vector<records::Inclusion> scored_in_english = college_career.scored;
  SOS_RETURN_IF_ERROR(TakeTest(proto.mathematics_of(), rules, college_career.tested_grade,
                               college_career.mathematics_test, college_career.mathematics_standard,
                               college_career.scored));
  if (scored_in_english == college_career.scored) return absl::OkStatus();
  return absl::InvalidArgumentError("college_career: scores of the two tests count differently");
}

}  // namespace sos::indicator
