// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/words.h"

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/education/proto.h"
#include "common/language/terms.h"

namespace sos::web {
namespace {

std::string Word(const language::Messages& messages, absl::string_view key,
                 language::Arguments arguments = {}) {
  return messages.Text(absl::StrCat("page.", key), arguments);
}

// The bars of a color's gauge: one for Red to five for Blue; none where there is no color.
int BarsOf(education::v1::Color color) {
  return color > education::v1::COLOR_NONE ? static_cast<int>(color) - 1 : 0;
}

}  // namespace

std::string OutcomeText(const language::Messages& messages, eligibility::v1::Outcome outcome) {
  switch (outcome) {
    case eligibility::v1::OUTCOME_MET:
      return Word(messages, "eligible");
    case eligibility::v1::OUTCOME_NOT_MET:
      return Word(messages, "not_eligible");
    default:
      return Word(messages, "undecided");
  }
}

bool IsInPoints(Indicator indicator) {
  return indicator == Indicator::kEnglishLanguageArts || indicator == Indicator::kMathematics ||
         indicator == Indicator::kScience;
}

std::string StatusText(const language::Messages& messages, Indicator indicator,
                       const education::v1::Decimal& status) {
  if (status.value().empty()) return "";
  return Word(messages, IsInPoints(indicator) ? "points" : "percent",
              {{"value", language::DecimalText{status.value()}}});
}

std::string ChangeText(const language::Messages& messages, const education::v1::Decimal& change) {
  const std::string& value = change.value();
  if (value.empty()) return "";
  if (value.find_first_not_of("-0.") == std::string::npos) return Word(messages, "unchanged");
  const bool down = value[0] == '-';
  return Word(messages, down ? "down" : "up",
              {{"value", language::DecimalText{down ? value.substr(1) : value}}});
}

std::string CountText(const language::Messages& messages, int64_t count) {
  return Word(messages, "number", {{"n", count}});
}

std::string DayText(const language::Messages& messages, const google::protobuf::Timestamp& time) {
  return Word(messages, "day",
              {{"date", absl::FormatTime("%Y-%m-%d", absl::FromUnixSeconds(time.seconds()),
                                         absl::UTCTimeZone())}});
}

std::string ColorClass(education::v1::Color color) {
  const auto known = FromProto(color);
  return std::string(kColors.Code(known.value_or(Color::kNone)));
}

void FillColor(const language::Messages& messages, Indicator indicator, education::v1::Color color,
               int status_level, Fields& fields) {
  fields.Set("CLASS", ColorClass(color));
  if (const int bars = BarsOf(color); bars > 0) {
    fields.Add("GAUGE").Set("BARS", bars);
    fields.Set("LABEL", language::Term(messages, color));
  } else if (status_level > 0) {
    // A year without colors has levels only.
    fields.Add("GAUGE").Set("BARS", status_level);
    fields.Set("LABEL", language::StatusTerm(messages, ToProto(indicator), status_level));
  } else {
    fields.Set("LABEL", language::Term(messages, color));
  }
}

void FillCell(const language::Messages& messages, Indicator indicator,
              const reporting::v1::Cell& cell, Fields& fields) {
  switch (cell.state()) {
    case reporting::v1::Cell::STATE_MASKED:
      fields.Set("CLASS", "masked").Set("LABEL", Word(messages, "masked"));
      return;
    case reporting::v1::Cell::STATE_RATED:
    case reporting::v1::Cell::STATE_UNRATED:
      break;
    default:
      fields.Set("CLASS", "absent").Set("LABEL", Word(messages, "absent"));
      return;
  }
  FillColor(messages, indicator, cell.color(), cell.status_level(), fields);
  if (cell.has_status()) {
    fields.Add("STATUS").Set("TEXT", StatusText(messages, indicator, cell.status()));
  }
  if (cell.has_change()) fields.Add("CHANGE").Set("TEXT", ChangeText(messages, cell.change()));
}

void FillHeading(absl::string_view text, Fields& column) {
  column.Set("TEXT", std::string(text));
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
  for (size_t i = 0; i < parts.size(); ++i) {
    column.Add("PART").Set("TEXT", absl::StrCat(parts[i], i + 1 < parts.size() ? "/" : ""));
  }
}

}  // namespace sos::web
