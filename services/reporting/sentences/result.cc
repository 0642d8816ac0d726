// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sentences/result.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/decimal/decimal.h"
#include "common/language/terms.h"

namespace sos::reporting {
namespace {

using indicator::v1::IndicatorRules;
using language::DecimalText;
using language::Messages;

// A decimal without its sign.
DecimalText Magnitude(absl::string_view decimal) {
  return {std::string(absl::StripPrefix(decimal, "-"))};
}

// -1, 0 or 1.
int SignOf(absl::string_view decimal) {
  const auto tenths = ParseTenths(decimal);
  return !tenths || tenths->count == 0 ? 0 : tenths->count < 0 ? -1 : 1;
}

bool IsDistance(education::v1::Indicator indicator) {
  return indicator == education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS ||
         indicator == education::v1::INDICATOR_MATHEMATICS;
}

bool HasPoints(education::v1::Indicator indicator) {
  return IsDistance(indicator) || indicator == education::v1::INDICATOR_SCIENCE;
}

// What was counted or measured, without a full stop.
std::string FactText(const Messages& messages, const ResultFacts& facts) {
  const std::string& status = facts.cell.status().value();
  const std::string key = absl::StrCat("fact.", language::IndicatorKey(facts.indicator), ".");
  const int64_t denominator = facts.cell.student_count();
  if (facts.indicator == education::v1::INDICATOR_SCIENCE) {
    return messages.Text(key + "points",
                         {{"denominator", denominator}, {"points", DecimalText{status}}});
  }
  if (IsDistance(facts.indicator)) {
    const int sign = SignOf(status);
    return messages.Text(key + (sign < 0    ? "below"
                                : sign == 0 ? "at"
                                            : "above"),
                         {{"denominator", denominator}, {"points", Magnitude(status)}});
  }
  if (facts.numerator < 0 || denominator < 0) {
    return messages.Text(key + "rate", {{"rate", DecimalText{status}}});
  }
  return messages.Text(key + "counts", {{"numerator", facts.numerator},
                                        {"denominator", denominator},
                                        {"rate", DecimalText{status}}});
}

std::string ChangeText(const Messages& messages, const ResultFacts& facts) {
  const std::string& change = facts.cell.change().value();
  const int sign = SignOf(change);
  if (sign == 0) return messages.Text("compared.same");
  return messages.Text(absl::StrCat("compared.", HasPoints(facts.indicator) ? "points" : "rate",
                                    sign > 0 ? ".more" : ".less"),
                       {{"points", Magnitude(change)}});
}

// Groups of which a color is told in no year, or in 2024 only.
bool RarelyColored(education::v1::StudentGroup group) {
  switch (group) {
    case education::v1::STUDENT_GROUP_ENGLISH_LEARNERS_ONLY:
    case education::v1::STUDENT_GROUP_RECLASSIFIED_ONLY:
    case education::v1::STUDENT_GROUP_ENGLISH_ONLY:
    case education::v1::STUDENT_GROUP_SMARTER_BALANCED:
    case education::v1::STUDENT_GROUP_ALTERNATE_ASSESSMENT:
    case education::v1::STUDENT_GROUP_SCIENCE_TEST:
      return true;
    default:
      return false;
  }
}

// The color, or the status of a year without colors, or why there is neither.
std::string RatingSentence(const Messages& messages, const ResultFacts& facts) {
  const v1::Cell& cell = facts.cell;
  const auto year = std::to_string(facts.dashboard_year);
  if (cell.color() > education::v1::COLOR_NONE) {
    return messages.Text("rating.color", {{"color", language::Term(messages, cell.color())}});
  }
  if (!facts.undetermined_reason.empty()) {
    const std::string key = absl::StrCat("undetermined.", facts.undetermined_reason);
    return messages.Text(
        "rating.undecided",
        {{"reason", messages.Text(messages.Has(key) ? key : "undetermined.other")}});
  }
  if (facts.publication == IndicatorRules::PUBLICATION_VALUES_ONLY) {
    return messages.Text("rating.none.values_only", {{"year", year}});
  }
  if (RarelyColored(facts.student_group)) return messages.Text("rating.none.group");
  if (!facts.current_size_met) return messages.Text("rating.none.size");
  if (facts.publication == IndicatorRules::PUBLICATION_STATUS_ONLY && cell.status_level() > 0) {
    return messages.Text(
        "rating.status",
        {{"status", language::StatusTerm(messages, facts.indicator, cell.status_level())},
         {"level", int64_t{cell.status_level()}},
         {"year", year}});
  }
  return messages.Text("rating.none.before");
}

// The levels that the tables give a status.
std::vector<int> LevelsOf(const IndicatorRules& rules, Tenths status) {
  std::vector<int> levels;
  for (const auto& table : rules.tables()) {
    for (const auto& band : table.status_bands()) {
      const auto minimum = ParseTenths(band.minimum().value());
      const auto maximum = ParseTenths(band.maximum().value());
      const bool above = !band.has_minimum() || (minimum && *minimum <= status);
      const bool below = !band.has_maximum() || (maximum && status <= *maximum);
      if (above && below) levels.push_back(band.level());
    }
  }
  return levels;
}

// Whether every table gives the status another level than it has, and, with `better_only`, a better
// one.
bool LevelIsSet(const IndicatorRules& rules, const v1::Cell& cell, bool better_only) {
  const auto status = ParseTenths(cell.status().value());
  if (!status) return false;
  const std::vector<int> levels = LevelsOf(rules, *status);
  for (const int level : levels) {
    if (better_only ? level <= cell.status_level() : level == cell.status_level()) return false;
  }
  return !levels.empty();
}

constexpr int kLevelCount = 5;

int BoxOf(int status_level, int change_level) {
  return ((kLevelCount - status_level) * kLevelCount + change_level) * 10;
}

// Whether levels lead to the box, with the change level as it is or as the small-population method
// takes it.
bool LevelsGiveBox(const v1::Cell& cell, int box) {
  if (cell.status_level() == 0 || cell.change_level() == 0) return false;
  const int small = cell.change_level() == 1   ? 2
                    : cell.change_level() == 5 ? 4
                                               : cell.change_level();
  return box == BoxOf(cell.status_level(), cell.change_level()) ||
         box == BoxOf(cell.status_level(), small);
}

}  // namespace

std::string RatingText(const Messages& messages, education::v1::Indicator indicator,
                       education::v1::Color color, int status_level) {
  if (color > education::v1::COLOR_NONE || status_level == 0) {
    return language::Term(messages, color);
  }
  return messages.Text("next.status",
                       {{"status", language::StatusTerm(messages, indicator, status_level)}});
}

std::string ResultSentence(const Messages& messages, const ResultFacts& facts) {
  const v1::Cell& cell = facts.cell;
  if (cell.state() == v1::Cell::STATE_MASKED) return messages.Text("result.masked");
  if (cell.state() != v1::Cell::STATE_RATED && cell.state() != v1::Cell::STATE_UNRATED) {
    return messages.Text("result.absent", {{"year", std::to_string(facts.dashboard_year)}});
  }
  std::vector<std::string> sentences;
  if (!cell.has_status()) {
    sentences.push_back(
        cell.student_count() < 0 || facts.current_size_met
            ? messages.Text("result.no_status_unknown")
            : messages.Text("result.no_status", {{"denominator", cell.student_count()}}));
    return sentences.front();
  }
  const std::string fact = FactText(messages, facts);
  sentences.push_back(cell.has_change()
                          ? messages.Text("result.with_change",
                                          {{"fact", fact}, {"change", ChangeText(messages, facts)}})
                          : messages.Text("result.alone", {{"fact", fact}}));
  if (facts.change_withheld) sentences.push_back(messages.Text("result.change_withheld"));
  sentences.push_back(RatingSentence(messages, facts));
  if (cell.source() == education::v1::DATA_SOURCE_STUDENT_RECORDS) {
    sentences.push_back(messages.Text("result.estimate"));
  }
  return absl::StrJoin(sentences, " ");
}

std::string OverrideNote(const Messages& messages, const IndicatorRules& rules,
                         const ResultFacts& facts) {
  using indicator::v1::Override;
  if (facts.change_withheld) return "";
  for (const Override& rule : rules.overrides()) {
    const std::string why =
        messages.Text(absl::StrCat("why.", Override::Condition_Name(rule.condition())));
    const auto status_of = [&](int level) {
      return language::StatusTerm(messages, facts.indicator, level);
    };
    switch (rule.effect_case()) {
      case Override::kAssignColor:
        if (facts.cell.color() == rule.assign_color().color() &&
            facts.box == rule.assign_color().box() && !LevelsGiveBox(facts.cell, facts.box)) {
          return messages.Text("note.color", {{"why", why}});
        }
        break;
      case Override::kAssignStatusLevel:
        if (facts.cell.status_level() == rule.assign_status_level() &&
            LevelIsSet(rules, facts.cell, /*better_only=*/false)) {
          return messages.Text("note.status",
                               {{"status", status_of(rule.assign_status_level())}, {"why", why}});
        }
        break;
      case Override::kCapStatusLevel:
        if (facts.cell.status_level() == rule.cap_status_level() &&
            LevelIsSet(rules, facts.cell, /*better_only=*/true)) {
          return messages.Text("note.cap",
                               {{"status", status_of(rule.cap_status_level())}, {"why", why}});
        }
        break;
      default:
        break;
    }
  }
  return "";
}

const indicator::v1::Crossing* NextBetter(
    const v1::Cell& cell,
    const google::protobuf::RepeatedPtrField<indicator::v1::Crossing>& crossings) {
  const bool colors = cell.color() > education::v1::COLOR_NONE;
  for (const indicator::v1::Crossing& crossing : crossings) {
    if (colors ? crossing.color() > cell.color() : crossing.status_level() > cell.status_level()) {
      return &crossing;
    }
  }
  return nullptr;
}

std::string NextColorSentence(
    const Messages& messages, const ResultFacts& facts,
    const google::protobuf::RepeatedPtrField<indicator::v1::Crossing>& crossings) {
  const v1::Cell& cell = facts.cell;
  if (cell.state() != v1::Cell::STATE_RATED) return "";
  const indicator::v1::Crossing* const next = NextBetter(cell, crossings);
  if (next == nullptr) return "";
  const std::string target =
      RatingText(messages, facts.indicator, next->color(),
                 cell.color() > education::v1::COLOR_NONE ? 0 : next->status_level());
  const int64_t students = next->student_count();
  if (students != 0) {
    return messages.Text(students > 0 ? "next.students.more" : "next.students.less",
                         {{"count", students > 0 ? students : -students}, {"target", target}});
  }
  const int64_t tenths = next->tenths();
  return messages.Text(tenths > 0 ? "next.points.more" : "next.points.less",
                       {{"points", Magnitude(ToString(Tenths{tenths}))}, {"target", target}});
}

}  // namespace sos::reporting
