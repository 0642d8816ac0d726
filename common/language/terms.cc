// SPDX-License-Identifier: Apache-2.0
#include "common/language/terms.h"

#include <array>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/education/proto.h"

namespace sos::language {
namespace {

constexpr int kLevels = 5;
constexpr std::array<absl::string_view, kLevels> kStatusKeys = {
    "status.very_low", "status.low", "status.medium", "status.high", "status.very_high"};
constexpr std::array<absl::string_view, kLevels> kChangeKeys = {
    "change.declined_significantly", "change.declined", "change.maintained", "change.increased",
    "change.increased_significantly"};

// The key of a level whose names ascend with the numbers of the indicator.
std::string LevelTerm(const Messages& messages, education::v1::Indicator indicator, int level,
                      const std::array<absl::string_view, kLevels>& keys) {
  if (level < 1 || level > kLevels) return "";
  return messages.Text(keys[LowerIsBetter(indicator) ? kLevels - level : level - 1]);
}

}  // namespace

absl::string_view IndicatorKey(education::v1::Indicator indicator) {
  switch (indicator) {
    case education::v1::INDICATOR_CHRONIC_ABSENTEEISM:
      return "chronic";
    case education::v1::INDICATOR_SUSPENSION:
      return "suspension";
    case education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS:
      return "elpi";
    case education::v1::INDICATOR_GRADUATION:
      return "graduation";
    case education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS:
      return "ela";
    case education::v1::INDICATOR_MATHEMATICS:
      return "mathematics";
    case education::v1::INDICATOR_COLLEGE_CAREER:
      return "college_career";
    case education::v1::INDICATOR_SCIENCE:
      return "science";
    default:
      return "";
  }
}

std::string Term(const Messages& messages, education::v1::Indicator indicator) {
  const absl::string_view key = IndicatorKey(indicator);
  return key.empty() ? "" : messages.Text(absl::StrCat("indicator.", key));
}

std::string Term(const Messages& messages, education::v1::StudentGroup group) {
  const absl::string_view code = Code(group);
  return code.empty() ? "" : messages.Text(absl::StrCat("group.", code));
}

std::string Term(const Messages& messages, education::v1::Color color) {
  const auto twin = FromProto(color);
  return messages.Text(absl::StrCat("color.", kColors.Code(twin ? *twin : Color::kNone)));
}

std::string Term(const Messages& messages, education::v1::EntityType type) {
  if (type == education::v1::ENTITY_TYPE_UNSPECIFIED || !education::v1::EntityType_IsValid(type)) {
    return "";
  }
  constexpr absl::string_view kPrefix = "ENTITY_TYPE_";
  const std::string name = education::v1::EntityType_Name(type);
  return messages.Text(absl::StrCat("entity.", absl::AsciiStrToLower(name.substr(kPrefix.size()))));
}

std::string StatusTerm(const Messages& messages, education::v1::Indicator indicator, int level) {
  return LevelTerm(messages, indicator, level, kStatusKeys);
}

std::string ChangeTerm(const Messages& messages, education::v1::Indicator indicator, int level) {
  return LevelTerm(messages, indicator, level, kChangeKeys);
}

bool LowerIsBetter(education::v1::Indicator indicator) {
  return indicator == education::v1::INDICATOR_CHRONIC_ABSENTEEISM ||
         indicator == education::v1::INDICATOR_SUSPENSION;
}

}  // namespace sos::language
