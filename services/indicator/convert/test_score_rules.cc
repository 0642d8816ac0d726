// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/convert/test_score_rules.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <vector>

#include "common/education/proto.h"
#include "common/rulebook/citation.h"
#include "common/status/macros.h"
#include "services/indicator/convert/rule_values.h"

namespace sos::indicator {
namespace {

constexpr int kMonths = 12;
constexpr int kDaysOfWeek = 7;
// Every month has each day of the week so many times.
constexpr int kWeeks = 4;

absl::StatusOr<records::ScoreStandard> ToStandard(const v1::ScoreStandard& proto) {
  records::ScoreStandard standard{
      .lowest_score = proto.lowest_score(),
      .highest_score = proto.highest_score(),
      .from_score = proto.from_score(),
      .level_scores = {proto.level_scores().begin(), proto.level_scores().end()}};
  SOS_ASSIGN_OR_RETURN(standard.lowest_grade, ToGrade(proto.lowest_grade()));
  SOS_ASSIGN_OR_RETURN(standard.highest_grade, ToGrade(proto.highest_grade()));
  if (standard.lowest_score < 1 || standard.from_score < standard.lowest_score ||
      standard.highest_score <= standard.from_score) {
    return absl::InvalidArgumentError(
        "test_scores: points are counted from a score between the lowest and the highest");
  }
  if (standard.highest_grade < standard.lowest_grade) {
    return absl::InvalidArgumentError("test_scores: the highest grade is below the lowest");
  }
  const std::vector<int>& levels = standard.level_scores;
  const bool ascend = std::is_sorted(levels.begin(), levels.end(), std::less_equal<>());
  if (!levels.empty() && (!ascend || levels.front() <= standard.lowest_score ||
                          levels.back() > standard.highest_score)) {
    return absl::InvalidArgumentError("test_scores: the scores of levels ascend");
  }
  return standard;
}

absl::StatusOr<records::CensusDay> ToCensusDay(const v1::CensusDay& proto) {
  if (proto.month() < 1 || proto.month() > kMonths || proto.weekday() < 1 ||
      proto.weekday() > kDaysOfWeek || proto.week() < 1 || proto.week() > kWeeks) {
    return absl::InvalidArgumentError(
        "enrolled_by is a day such as the first (1) Wednesday (3) in October (10)");
  }
  return records::CensusDay{
      .month = std::chrono::month(proto.month()),
      .day = std::chrono::weekday(proto.weekday())[static_cast<unsigned>(proto.week())]};
}

// What a file does not say is none of the values.
template <typename Domain, typename Values>
absl::StatusOr<std::vector<Domain>> Twins(const Values& values) {
  std::vector<Domain> twins;
  for (const auto value : values) {
    if (value == 0) return absl::InvalidArgumentError("test_scores: UNSPECIFIED says nothing");
    twins.push_back(static_cast<Domain>(value));
  }
  return twins;
}

}  // namespace

absl::StatusOr<records::TestScoreRules> ToTestScores(const v1::TestScoreRules& proto) {
  SOS_RETURN_IF_ERROR(CheckCitation(proto.citation(), "test_scores"));
  records::TestScoreRules rules{
      .test = proto.test(),
      .alternate_test = proto.alternate_test(),
      .added_points = proto.added_points(),
      .reclassified_years = proto.reclassified_years(),
      .high_school_types = {proto.high_school_types().begin(), proto.high_school_types().end()},
      .published_prior_differs = proto.published_prior_differs()};
  SOS_ASSIGN_OR_RETURN(rules.tested, Twins<records::Inclusion>(proto.tested()));
  SOS_ASSIGN_OR_RETURN(rules.scored, Twins<records::Inclusion>(proto.scored()));
  SOS_ASSIGN_OR_RETURN(rules.exempt, Twins<records::Condition>(proto.exempt()));
  if (rules.test < 1 || rules.alternate_test < 0 || rules.scored.empty() || rules.tested.empty() ||
      proto.standards().empty()) {
    return absl::InvalidArgumentError("test_scores: no test, or nobody who is tested and scored");
  }
  for (const v1::ScoreStandard& standard : proto.standards()) {
    SOS_ASSIGN_OR_RETURN(rules.standards.emplace_back(), ToStandard(standard));
  }
  SOS_ASSIGN_OR_RETURN(rules.alternate_scales, ToScales(proto.alternate_scales()));
  if (proto.has_minimum_tested_percent()) {
    SOS_ASSIGN_OR_RETURN(rules.minimum_tested_thousandths,
                         ToThousandths(proto.minimum_tested_percent(), "minimum_tested_percent"));
  }
  SOS_ASSIGN_OR_RETURN(rules.enrolled_by, ToCensusDay(proto.enrolled_by()));
  if (proto.longest_gap_days() < 1) {
    return absl::InvalidArgumentError("longest_gap_days is 1 or more");
  }
  rules.longest_gap_days = proto.longest_gap_days();
  if (!proto.reclassified_from().empty()) {
    SOS_ASSIGN_OR_RETURN(rules.reclassified_from,
                         ToDay(proto.reclassified_from(), "reclassified_from"));
    if (rules.reclassified_years < 1) {
      return absl::InvalidArgumentError("reclassified_years is positive");
    }
  }
  const std::optional<StudentGroup> group = FromProto(proto.test_group());
  if (!group) return absl::InvalidArgumentError("test_scores: no test_group");
  rules.test_group = *group;
  return rules;
}

}  // namespace sos::indicator
