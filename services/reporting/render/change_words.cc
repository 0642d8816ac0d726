// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/render/change_words.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/language/terms.h"

namespace sos::reporting {

Move MoveOf(const v1::YearChanges& changes, const v1::ResultChange& result) {
  if (result.before().state() == v1::Cell::STATE_ABSENT ||
      result.after().state() == v1::Cell::STATE_ABSENT) {
    return Move::kNoRow;
  }
  const int before = result.before().color();
  const int after = result.after().color();
  const bool any = before > education::v1::COLOR_NONE || after > education::v1::COLOR_NONE;
  if (any && std::none_of(changes.color_flows().begin(), changes.color_flows().end(),
                          [&result](const v1::ColorFlow& flow) {
                            return flow.indicator() == result.indicator();
                          })) {
    return Move::kNotCompared;
  }
  if (before <= education::v1::COLOR_NONE) {
    return after > education::v1::COLOR_NONE ? Move::kColored : Move::kWithoutColor;
  }
  if (after <= education::v1::COLOR_NONE) return Move::kUncolored;
  return after > before ? Move::kImproved : after < before ? Move::kDeclined : Move::kSame;
}

std::string MoveText(const language::Messages& words, Move move) {
  switch (move) {
    case Move::kImproved:
      return words.Text("changes.move.improved");
    case Move::kDeclined:
      return words.Text("changes.move.declined");
    case Move::kSame:
      return words.Text("changes.move.same");
    case Move::kColored:
      return words.Text("changes.move.colored");
    case Move::kUncolored:
      return words.Text("changes.move.uncolored");
    case Move::kWithoutColor:
      return words.Text("changes.move.without_color");
    case Move::kNotCompared:
      return words.Text("changes.move.not_compared");
    case Move::kNoRow:
      break;
  }
  return words.Text("changes.move.no_row");
}

std::string RatingWord(const language::Messages& words, education::v1::Indicator indicator,
                       const v1::Cell& cell) {
  if (cell.state() == v1::Cell::STATE_ABSENT) return words.Text("changes.no_row");
  if (cell.color() <= education::v1::COLOR_NONE && cell.state() == v1::Cell::STATE_RATED) {
    return language::StatusTerm(words, indicator, cell.status_level());
  }
  return language::Term(words, cell.color() == education::v1::COLOR_UNSPECIFIED
                                   ? education::v1::COLOR_NONE
                                   : cell.color());
}

std::string ProgramName(const language::Messages& words, eligibility::v1::Program program) {
  const std::string name = eligibility::v1::Program_Name(program);
  return words.Text(
      absl::StrCat("program.", absl::AsciiStrToLower(absl::StripPrefix(name, "PROGRAM_"))));
}

std::string StatusName(const language::Messages& words, const std::string& status) {
  return status.empty() ? words.Text("changes.unknown_status") : status;
}

std::string EligibilityWord(const language::Messages& words, eligibility::v1::Outcome outcome) {
  switch (outcome) {
    case eligibility::v1::OUTCOME_MET:
      return words.Text("changes.eligible.met");
    case eligibility::v1::OUTCOME_NOT_MET:
      return words.Text("changes.eligible.not_met");
    case eligibility::v1::OUTCOME_INSUFFICIENT_DATA:
      return words.Text("changes.eligible.undecided");
    default:
      return words.Text("changes.eligible.unknown");
  }
}

}  // namespace sos::reporting
