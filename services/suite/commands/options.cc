// SPDX-License-Identifier: Apache-2.0
#include "services/suite/commands/options.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/education/indicator.h"
#include "common/education/proto.h"
#include "common/education/student_group.h"
#include "common/language/terms.h"
#include "services/ingestion/domain/near_match.h"
#include "services/reporting/sentences/catalog.h"
#include "services/suite/cli/command_line.h"

namespace sos::suite {
namespace {

// Words that an error names where none is near.
constexpr size_t kMostNear = 3;
// Letters that may be wrong.
constexpr int kMostEdits = 3;

// A value with the words that mean it; the first is the one that errors name.
template <typename Value>
struct Choice {
  Value value;
  std::vector<std::string> words;
};

// The value that `text` names, or an error with what is near it, else with all there is.
template <typename Value>
absl::StatusOr<Value> Choose(absl::string_view option, const std::string& text,
                             const std::vector<Choice<Value>>& choices) {
  const std::string typed = absl::AsciiStrToLower(text);
  std::vector<std::pair<int, std::string>> near;
  std::vector<std::string> all;
  for (const Choice<Value>& choice : choices) {
    int distance = kMostEdits + 1;
    for (const std::string& word : choice.words) {
      const std::string known = absl::AsciiStrToLower(word);
      if (known == typed) return choice.value;
      distance = std::min(distance, absl::StartsWith(known, typed) && typed.size() > 2
                                        ? 1
                                        : ingestion::EditDistance(known, typed, kMostEdits));
    }
    all.push_back(choice.words.front());
    if (distance <= kMostEdits && distance < static_cast<int>(typed.size())) {
      near.emplace_back(distance, absl::StrJoin(choice.words, " or "));
    }
  }
  std::stable_sort(near.begin(), near.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  if (near.size() > kMostNear) near.resize(kMostNear);
  std::vector<std::string> nearest;
  nearest.reserve(near.size());
  for (auto& [distance, words] : near) nearest.push_back(std::move(words));
  return absl::InvalidArgumentError(absl::StrCat(
      option, " ", text, ": expected one of ", absl::StrJoin(all, ", "),
      nearest.empty() ? "" : absl::StrCat("; near it: ", absl::StrJoin(nearest, "; "))));
}

const language::Messages& EnglishTerms() { return *reporting::SentenceCatalog().Find(""); }

constexpr std::pair<education::v1::EntityType, absl::string_view> kEntityKinds[] = {
    {education::v1::ENTITY_TYPE_STATE, "state"},
    {education::v1::ENTITY_TYPE_COUNTY, "county"},
    {education::v1::ENTITY_TYPE_DISTRICT, "district"},
    {education::v1::ENTITY_TYPE_COUNTY_OFFICE, "county-office"},
    {education::v1::ENTITY_TYPE_CHARTER_SCHOOL, "charter-school"},
    {education::v1::ENTITY_TYPE_SCHOOL, "school"}};

}  // namespace

absl::StatusOr<education::v1::Indicator> ParseIndicatorOption(const std::string& text) {
  std::vector<Choice<education::v1::Indicator>> choices;
  for (const auto& entry : kIndicators) {
    const education::v1::Indicator value = ToProto(entry.value);
    choices.push_back({value,
                       {std::string(entry.code), language::Term(EnglishTerms(), value),
                        std::string(language::IndicatorKey(value))}});
  }
  return Choose("--indicator", text, choices);
}

absl::StatusOr<education::v1::StudentGroup> ParseGroupOption(const std::string& text) {
  if (const std::optional<StudentGroup> group = ParseStudentGroup(text)) return ToProto(*group);
  std::vector<Choice<education::v1::StudentGroup>> choices;
  for (const auto& entry : kStudentGroups) {
    const education::v1::StudentGroup value = ToProto(entry.value);
    choices.push_back({value, {std::string(entry.code), language::Term(EnglishTerms(), value)}});
  }
  return Choose("--group", text, choices);
}

absl::StatusOr<education::v1::Color> ParseColorOption(const std::string& text) {
  return Choose<education::v1::Color>("--color", text,
                                      {{education::v1::COLOR_RED, {"red", "R"}},
                                       {education::v1::COLOR_ORANGE, {"orange", "O"}},
                                       {education::v1::COLOR_YELLOW, {"yellow", "Y"}},
                                       {education::v1::COLOR_GREEN, {"green", "G"}},
                                       {education::v1::COLOR_BLUE, {"blue", "B"}}});
}

std::string EntityKindWord(education::v1::EntityType type) {
  for (const auto& [value, word] : kEntityKinds) {
    if (value == type) return std::string(word);
  }
  return "";
}

const std::vector<std::string>& EntityKindWords() {
  static const auto* const kWords = [] {
    auto* const words = new std::vector<std::string>();
    for (const auto& [value, word] : kEntityKinds) words->emplace_back(word);
    return words;
  }();
  return *kWords;
}

absl::StatusOr<education::v1::EntityType> ParseKindOption(const std::string& text) {
  std::vector<Choice<education::v1::EntityType>> choices;
  for (const auto& [value, word] : kEntityKinds) choices.push_back({value, {std::string(word)}});
  return Choose("--kind", text, choices);
}

}  // namespace sos::suite
