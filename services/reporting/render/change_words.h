// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RENDER_CHANGE_WORDS_H_
#define SOS_SERVICES_REPORTING_RENDER_CHANGE_WORDS_H_

#include <string>

#include "common/language/messages.h"
#include "sos/reporting/v1/year_changes.pb.h"

namespace sos::reporting {

// How a result moved from the earlier to the later year.
enum class Move {
  // One of the years has no row.
  kNoRow,
  kImproved,
  kDeclined,
  kSame,
  // A color in the later year only, or in the earlier only.
  kColored,
  kUncolored,
  // No color in either year.
  kWithoutColor,
  // One of the years publishes the indicator without colors.
  kNotCompared,
};

// `result` is one of `changes`, whose flows tell which indicators have colors in both years.
Move MoveOf(const v1::YearChanges& changes, const v1::ResultChange& result);
std::string MoveText(const language::Messages& words, Move move);

// The color; in years without colors the name of the status level; that it has none, or no row.
std::string RatingWord(const language::Messages& words, education::v1::Indicator indicator,
                       const v1::Cell& cell);

// The program in words.
std::string ProgramName(const language::Messages& words, eligibility::v1::Program program);
// The status in the words of the files; that it is undecided or not known where it is empty.
std::string StatusName(const language::Messages& words, const std::string& status);
// `yes`, `no`, `undecided` or `not known`.
std::string EligibilityWord(const language::Messages& words, eligibility::v1::Outcome outcome);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RENDER_CHANGE_WORDS_H_
