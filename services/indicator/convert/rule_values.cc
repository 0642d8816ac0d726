// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/convert/rule_values.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/decimal/decimal.h"
#include "common/status/macros.h"

namespace sos::indicator {
namespace {

constexpr int64_t kWholeThousandths = 1000;
}  // namespace

absl::StatusOr<records::Grade> ToGrade(absl::string_view text) {
  if (text == "KN") return records::kKindergarten;
  int grade = 0;
  if (text.size() != 2 || !absl::SimpleAtoi(text, &grade) || grade < 1 ||
      grade > records::kHighestGrade) {
    return absl::InvalidArgumentError(absl::StrCat("'", text, "' is no grade from KN to 12"));
  }
  return static_cast<records::Grade>(grade);
}

absl::StatusOr<std::vector<records::ScoreScale>> ToScales(
    const google::protobuf::RepeatedPtrField<v1::ScoreScale>& protos) {
  std::vector<records::ScoreScale> scales;
  for (const v1::ScoreScale& proto : protos) {
    records::ScoreScale scale{
        .lowest_score = proto.lowest_score(),
        .level_scores = {proto.level_scores().begin(), proto.level_scores().end()},
        .highest_score = proto.highest_score()};
    SOS_ASSIGN_OR_RETURN(scale.lowest_grade, ToGrade(proto.lowest_grade()));
    SOS_ASSIGN_OR_RETURN(scale.highest_grade, ToGrade(proto.highest_grade()));
    std::vector<int> scores = {scale.lowest_score};
    scores.insert(scores.end(), scale.level_scores.begin(), scale.level_scores.end());
    scores.push_back(scale.highest_score);
    if (scale.level_scores.empty() || scale.lowest_score < 1 ||
        !std::is_sorted(scores.begin(), scores.end(), std::less_equal<>())) {
      return absl::InvalidArgumentError("a scale has levels, and its scores ascend");
    }
    scales.push_back(std::move(scale));
  }
  return scales;
}

absl::StatusOr<std::chrono::month_day> ToDay(absl::string_view text, absl::string_view what) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('-', 1));
  unsigned month = 0;
  unsigned day = 0;
  if (absl::SimpleAtoi(parts.first, &month) && absl::SimpleAtoi(parts.second, &day)) {
    const std::chrono::month_day read = {std::chrono::month(month), std::chrono::day(day)};
    if (read.ok()) return read;
  }
  return absl::InvalidArgumentError(absl::StrCat(what, " is a day such as 08-15"));
}

absl::StatusOr<int> ToThousandths(const education::v1::Decimal& percent, absl::string_view what) {
  const std::optional<Tenths> tenths = ParseTenths(percent.value());
  if (!tenths || tenths->count <= 0 || tenths->count > kWholeThousandths) {
    return absl::InvalidArgumentError(absl::StrCat(what, " is above 0 and at most 100"));
  }
  return static_cast<int>(tenths->count);
}

}  // namespace sos::indicator
